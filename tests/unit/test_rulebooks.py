"""The same records under several rule books: what differs, what may not, and the days that do not fit."""

from __future__ import annotations

from datetime import date
from typing import Any

from pipelines.metrics import Question, catalogue, rule_books
from pipelines.metrics.rulebooks import Counted, books
from tests.spec.handmade import hand_made

DAY = "2026-07-01"
COVERED = ("2026-01-18", "2026-10-31")


def counted(role: str = "partner", **tables: list[dict[str, Any]]) -> Counted:
    facts = {name: [{"date": DAY, **record} for record in records] for name, records in tables.items()}
    return rule_books(hand_made(facts, COVERED), Question("visits", role=role))


def values(found: Counted, book: str, measure: str) -> dict[str, Any]:
    return {
        part: answer.rows["value"][0]
        for (one, two, part), answer in found.answers.items()
        if (one, two) == (book, measure)
    }


def test_a_hybrid_session_is_apart_in_oasis_and_in_person_in_imls() -> None:
    sessions = [{"mode": mode} for mode in ("in-person", "off-site", "virtual", "hybrid", "hybrid")]
    found = counted(fct_session=sessions)
    assert values(found, "OASIS", "programmes_held") == {
        "in_person": 2, "virtual": 1, "hybrid": 2, "unknown": 0, "total": 5,
    }  # fmt: skip
    assert values(found, "IMLS", "programmes_held") == {
        "in_person": 4,
        "virtual": 1,
        "unknown": 0,
        "total": 5,
    }
    assert found.hybrid_sessions.rows["value"].to_list() == [2]


def test_attendance_of_a_hybrid_session_is_split_by_format_in_imls_only() -> None:
    rows = [
        {"kind": "headcount", "mode": "in-person", "format": "in-person", "count": 20},
        {"kind": "headcount", "mode": "hybrid", "format": "in-person", "count": 12},
        {"kind": "headcount", "mode": "hybrid", "format": "online", "count": 8},
    ]
    found = counted(fct_attendance=rows)
    oasis, imls = (values(found, book, "attendance") for book in ("OASIS", "IMLS"))
    assert (oasis["in_person"], oasis["hybrid"], oasis["total"]) == (20, 20, 40)
    assert (imls["in_person"], imls["virtual"], imls["total"]) == (32, 8, 40)
    assert "hybrid" not in imls


def test_a_consultation_for_one_person_is_a_program_in_neither_and_its_person_no_attendance() -> None:
    found = counted(
        fct_session=[{"mode": "in-person", "one_to_one": True, "attended": 1}, {"mode": "in-person"}],
        fct_attendance=[{"mode": "in-person", "one_to_one": True}, {"mode": "in-person"}],
    )
    for book in books():
        assert values(found, book.code, "programmes_held")["total"] == 1
        assert values(found, book.code, "attendance")["total"] == 1


def test_a_session_that_nobody_came_to_is_a_program_and_one_without_a_number_is_not_zero() -> None:
    found = counted(fct_session=[{"attended": 0}, {"attended": None, "stated": False}, {"attended": 5}])
    assert (found.without_anybody, found.without_number) == (1, 1)
    assert all(values(found, book.code, "programmes_held")["total"] == 3 for book in books())


def test_attendance_by_age_and_by_format_add_up_to_the_whole() -> None:
    rows = [
        {"kind": "person", "person_id": number, "age_band_imls": "19+" if number % 2 else "unknown"}
        for number in range(1, 30)
    ]
    assert counted(fct_attendance=rows).sums == (29, 29, 29)


def test_a_day_with_more_attendance_in_the_room_than_visits_is_named() -> None:
    here = {"kind": "headcount", "mode": "in-person", "format": "in-person"}
    rows = [
        {**here, "count": 12},
        {**here, "mode": "off-site", "count": 90},
        {**here, "mode": "virtual", "format": "online", "count": 90},
        {**here, "mode": "hybrid", "format": "online", "count": 90},
        {**here, "date": "2026-07-02", "count": 5},
        {**here, "date": "2026-07-03", "count": 4},
    ]
    visits = [
        {"count": 10, "weekday": 3},
        {"date": "2026-07-02", "count": 5, "weekday": 4},
    ]
    above = counted(fct_attendance=rows, fct_visit=visits).above
    assert [(day.day, day.attendance, day.visits) for day in above] == [
        (date(2026, 7, 1), 12, 10),
        (date(2026, 7, 3), 4, None),
    ]


def test_a_month_that_is_known_as_a_total_says_nothing_about_its_days() -> None:
    rows = [{"kind": "headcount", "mode": "in-person", "format": "in-person", "count": 12}]
    visits = [{"count": 800, "weekday": None, "kind": "door_count"}]
    assert counted(fct_attendance=rows, fct_visit=visits).above == ()


def test_every_line_of_a_book_names_a_metric_and_dimensions_that_there_are() -> None:
    assert [book.code for book in books()] == ["OASIS", "IMLS"]
    for book in books():
        for line in book.lines:
            assert set(line.where) <= set(catalogue()[line.measure].by)
            assert book.code in catalogue()[line.measure].standard
