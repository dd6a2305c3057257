"""Who came again, which step people reached, how the same people answered twice, and when machines were down."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

DAY = date(2026, 3, 3)  # a Tuesday, open 10:00-19:00


def at(hour: int, day: date = DAY) -> datetime:
    """A local time of the site (UTC+5) as the instant it is."""
    return datetime(day.year, day.month, day.day, hour - 5, tzinfo=UTC)


def later(days: int) -> date:
    return DAY + timedelta(days=days)


def person(row: int, who: str, **other: Any) -> dict[str, Any]:
    return {"row": row, "seen_on": DAY, "email_key": who, **other}


def test_the_first_attendance_knows_when_the_person_came_again_and_how_long_that_was_watched(given) -> None:
    came = [("a", 0), ("a", 0), ("a", 12), ("a", 40), ("b", 10), ("c", 40)]
    sessions = [
        {"row": row, "session_code": f"s{row}", "programme_code": "speaking", "held_on": later(days),
         "precision": "day", "sessions": 1, "status": "held"}
        for row, (_, days) in enumerate(came, 2)
    ]  # fmt: skip
    rows = [
        {
            "row": row,
            "session_code": f"s{row}",
            "attended_on": later(days),
            "kind": "person",
            "status": "attended",
        }
        for row, (_, days) in enumerate(came, 2)
    ]
    people = [person(row, who) for row, (who, _) in enumerate(came, 2)]
    given.file("list", session=sessions, attendance=rows, person=people)
    found = given.published().rows(
        "select date, next_days, known_days from fct_attendance where is_first order by date"
    )
    # Twice on the first day is not coming again; who came on the last day could not be watched.
    assert found.rows() == [(DAY, 12, 40), (later(10), None, 30), (later(40), None, 0)]
    others = given.published().rows("select count(next_days) from fct_attendance where not is_first")
    assert others.row(0) == (0,)


def test_who_is_at_a_later_step_has_been_through_the_earlier_ones(given) -> None:
    contacts = [("a", 0, "research"), ("a", 30, "apply"), ("b", 5, "finance"), ("c", 6, None)]
    rows = [
        {"row": row, "contacted_on": later(days), "mode": "in-person", "step": step}
        for row, (_, days, step) in enumerate(contacts, 2)
    ]
    people = [person(row, who) for row, (who, _, _) in enumerate(contacts, 2)]
    given.file("log", advising_contact=rows, person=people)
    snapshot = given.published()
    steps = snapshot.rows("select step, date from fct_advising_step order by step, date")
    assert steps.rows() == [
        ("apply", later(30)),
        ("finance", later(5)),
        ("finance", later(30)),
        ("research", DAY),
        ("research", later(5)),
    ]
    first = snapshot.rows(
        "select next_days, known_days from fct_advising_contact where is_first order by date"
    )
    assert first.rows() == [(30, 30), (None, 25), (None, 24)]


def test_only_the_same_person_on_the_same_item_makes_a_pair(given) -> None:
    answers = [
        # respondent, code, wave, item, value
        ("r1", "k1", "before", "q1", 2), ("r1", "k1", "before", "q2", 3), ("r2", "k1", "after", "q1", 4),
        ("r2", "k1", "after", "q2", 4), ("r2", "k1", "after", "q3", 1),
        ("r3", "k2", "before", "q1", 1),
        ("r4", "k3", "before", "q1", 1), ("r5", "k3", "before", "q1", 5), ("r6", "k3", "after", "q1", 5),
    ]  # fmt: skip
    rows = [
        {"row": row, "survey": "robotics", "wave": wave, "respondent": who, "answered_on": DAY, "question": item,
         "kind": "likert", "state": "answered", "value": float(value)}
        for row, (who, _, wave, item, value) in enumerate(answers, 2)
    ]  # fmt: skip
    people = [{"row": row, "seen_on": DAY, "code_key": code} for row, (_, code, *_) in enumerate(answers, 2)]
    given.file("form", response=rows, person=people)
    found = given.published().rows("select before, after, gain, items from fct_pair")
    # k2 answered once; k3 filled the first wave in twice, so that nothing says which one is meant.
    assert found.rows() == [(2.5, 4.0, 1.5, 2)]


def test_a_machine_is_down_while_it_is_closed_offline_or_disabled_and_hours_count_once(given) -> None:
    def log(row: int, kind: str, start: int, stop: int | None = None) -> dict[str, Any]:
        return {"row": row, "resource_code": "printer-3d-1", "type": kind, "started_at": at(start),
                "stopped_at": at(stop) if stop else None, "started_on": DAY}  # fmt: skip

    logs = [
        log(2, "disabled", 11),
        log(3, "offline", 12, 14),
        log(4, "enabled", 15),
        log(5, "allowed", 16, 17),
    ]
    laser = date(2026, 5, 12)  # the laser cutter is serviced from 12 to 20 May
    logs.append(
        {"row": 6, "resource_code": "laser-cutter", "type": "denied", "reason": "booking",
         "started_at": at(12, laser), "started_on": laser}
    )  # fmt: skip
    given.file("logs", machine_log=logs)
    found = given.published().rows(
        "select resource, date, open_hours, down_hours from fct_downtime where down_hours > 0 order by date"
    )
    assert found.rows() == [("printer-3d-1", DAY, 9.0, 4.0), ("laser-cutter", laser, 9.0, 9.0)]
    shown = given.published().rows("select count(*) from fct_downtime where resource = 'study-room-1'")
    assert shown.row(0) == (0,)
