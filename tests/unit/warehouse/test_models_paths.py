"""Where people went next, in which months they came again, and what became of those whom a machine refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from pipelines.coming import coming

DAY = date(2026, 3, 3)


def person(row: int, who: str) -> dict[str, Any]:
    return {"row": row, "seen_on": DAY, "email_key": who}


def attended(given: Any, came: list[tuple[str, str, date]]) -> Any:
    """A snapshot of people at sessions: who, which programme, on which day."""
    sessions = [
        {"row": row, "session_code": f"s{row}", "programme_code": programme, "held_on": day, "precision": "day",
         "sessions": 1, "status": "held"}
        for row, (_, programme, day) in enumerate(came, 2)
    ]  # fmt: skip
    rows = [
        {"row": row, "session_code": f"s{row}", "attended_on": day, "kind": "person", "status": "attended"}
        for row, (_, _, day) in enumerate(came, 2)
    ]
    people = [person(row, who) for row, (who, _, _) in enumerate(came, 2)]
    given.file("list", session=sessions, attendance=rows, person=people)
    return given.published()


def test_each_programme_after_the_first_is_a_move_from_the_one_before(given) -> None:
    came = [
        ("a", "speaking", DAY),
        ("a", "speaking", DAY + timedelta(days=2)),
        ("a", "robotics", DAY + timedelta(days=5)),
        ("a", "bookclub", DAY + timedelta(days=9)),
        ("a", "robotics", DAY + timedelta(days=12)),
        ("b", "robotics", DAY),
    ]
    found = attended(given, came).rows(
        "select date, programme_before, programme, place from fct_move order by date"
    )
    assert [(day, place) for day, _, _, place in found.rows()] == [
        (DAY + timedelta(days=5), 2),
        (DAY + timedelta(days=9), 3),
    ]
    (_, _, second, _), (_, before, _, _) = found.rows()
    assert second == before


def test_only_months_that_are_covered_to_their_end_are_watched(given) -> None:
    came = [
        ("a", "speaking", date(2026, 3, 3)),
        ("a", "speaking", date(2026, 5, 20)),
        ("b", "speaking", date(2026, 4, 10)),
        ("b", "speaking", date(2026, 5, 29)),
        ("c", "speaking", date(2026, 6, 15)),
    ]
    found = attended(given, came).rows(
        "select date, months_since, attended from fct_return_month order by date, months_since"
    )
    # June is not over: neither is it watched, nor does who came in it first have a month after.
    assert found.rows() == [
        (date(2026, 3, 3), 1, False),
        (date(2026, 3, 3), 2, True),
        (date(2026, 4, 10), 1, True),
    ]


def test_a_first_attendance_knows_how_many_services_the_person_has_attended(given) -> None:
    snapshot = attended(given, [("a", "speaking", DAY), ("a", "speaking", DAY + timedelta(days=1))])
    found = snapshot.rows("select services from fct_attendance order by date").rows()
    assert found[1] == (None,) and found[0][0] in (0, 1)


def test_what_is_planned_is_coming_and_what_was_held_is_not(given) -> None:
    snapshot = attended(given, [("a", "speaking", DAY)])
    assert coming(snapshot).is_empty()
    assert set(coming(snapshot).columns) >= {"date", "starts_at", "programme", "mode", "capacity"}
    assert not [name for name in coming(snapshot).columns if "person" in name]
