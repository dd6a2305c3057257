"""Sessions and attendance: nobody is counted twice, and unknown stays unknown."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.warehouse.rows import attended, headcount, listed, person, session


@pytest.mark.parametrize(("counted", "names", "expected"), [(20, 3, 20), (2, 3, 3), (3, 3, 3), (0, 0, 0)])
def test_a_list_and_a_headcount_of_one_session_are_the_same_people(given, counted, names, expected) -> None:
    given.file("events", session=[session(2)], attendance=[headcount(2, counted)])
    rows = range(2, 2 + names)
    given.file(
        "list",
        session=[session(row) for row in rows],
        attendance=[listed(row) for row in rows],
        person=[person(row) for row in rows],
    )
    snapshot = given.published()
    assert attended(snapshot) == (expected, expected)
    people = "select count(distinct person_id) from fct_attendance where status = 'attended'"
    assert snapshot.rows(people).item() == names


@pytest.mark.parametrize(
    ("format", "names", "rest"),
    [
        ("in-person", 6, (0, 3)),
        ("online", 3, (5, 1)),
        ("online", 6, (3, 0)),
        (None, 6, (0, 3)),
        (None, 12, (0, 0)),
    ],
)
def test_the_listed_are_taken_off_the_headcount_of_their_format_first(given, format, names, rest) -> None:
    formats = [headcount(2, 5, format="in-person"), headcount(2, 4, format="online")]
    given.file("events", session=[session(2)], attendance=formats)
    given.file(
        "list", session=[session(2)], attendance=[listed(row, format=format) for row in range(2, 2 + names)]
    )
    snapshot = given.published()
    assert attended(snapshot) == (max(9, names),) * 2
    query = "select format, count from fct_attendance where kind = 'headcount' order by format"
    assert snapshot.rows(query).rows() == [("in-person", rest[0]), ("online", rest[1])]


def test_the_later_source_of_a_headcount_holds_they_do_not_add_up(given) -> None:
    given.file("events", session=[session(2)], attendance=[headcount(2, 20)])
    given.file("report", session=[session(2)], attendance=[headcount(2, 18)])
    assert attended(given.published()) == (18, 18)


def test_unknown_attendance_stays_unknown(given) -> None:
    given.file("events", session=[session(2), session(3, "s2")], attendance=[headcount(2, None)])
    rows = given.published().rows("select attended, stated from fct_session").rows()
    assert rows == [(None, False)] * 2


def test_a_session_that_nobody_came_to_is_held_with_none(given) -> None:
    given.file("list", session=[session(2)], attendance=[listed(2, "no-show")], person=[person(2)])
    found = given.published().rows("select attended, stated, registered, status from fct_session")
    assert found.row(0) == (0, True, 1, "held")


def test_a_list_without_marks_does_not_say_that_nobody_came(given) -> None:
    given.file("list", session=[session(2)], attendance=[listed(2, "registered")], person=[person(2)])
    found = given.published().rows("select attended, stated, registered from fct_session")
    assert found.row(0) == (None, False, 1)


def test_a_person_listed_twice_at_a_session_counts_once(given) -> None:
    given.file(
        "list",
        session=[session(2), session(3)],
        attendance=[listed(2, "registered"), listed(3)],
        person=[person(2, email_key="same"), person(3, email_key="same")],
    )
    assert attended(given.published()) == (1, 1)


def test_several_records_of_a_session_are_one_and_the_latest_stated_value_holds(given) -> None:
    given.file("events", session=[session(2, capacity=20, mode="hybrid", zone="hall")])
    given.file("list", session=[session(2, capacity=25), session(3)])
    found = given.published().rows("select capacity, mode, zone, hours, weekday, sessions from fct_session")
    assert found.rows() == [(25, "hybrid", "hall", 1.5, 2, 1)]


def test_a_cancelled_event_stays_cancelled_though_a_list_of_it_was_kept(given) -> None:
    given.file("events", session=[session(2, status="cancelled")])
    given.file("list", session=[session(2)], attendance=[listed(2, "registered")])
    assert given.published().rows("select status from fct_session").to_series().to_list() == ["cancelled"]


def test_counts_of_a_month_in_two_files_are_never_one_session(given) -> None:
    month = {"precision": "month", "starts_at": None, "ends_at": None, "sessions": 4}
    for count in (30, 40):
        given.file("counts", session=[session(2, "m", **month)], attendance=[headcount(2, count, code="m")])
    snapshot = given.published()
    assert attended(snapshot) == (70, 70)
    assert snapshot.rows("select sum(sessions)::integer, min(weekday) from fct_session").row(0) == (8, None)


def test_first_attendance_is_marked_once_a_person(given) -> None:
    given.file(
        "list",
        session=[session(2), session(3, "s2"), session(4, "s0", held_on=date(2026, 2, 3))],
        attendance=[
            listed(2),
            listed(3, code="s2"),
            listed(4, "no-show", "s0", attended_on=date(2026, 2, 3)),
        ],
        person=[person(row, email_key="same") for row in (2, 3, 4)],
    )
    found = given.published().rows("select status, is_first from fct_attendance order by all").rows()
    assert found == [("attended", False), ("attended", True), ("no-show", False)]
