"""What is coming: a plan is no programme held, until a file that came after its day still has it."""

from __future__ import annotations

from datetime import date

from tests.unit.warehouse.rows import DAY, headcount, listed, person, session

AHEAD = date(2027, 5, 4)
EVENT = [("event 7", "as announced")]


def status(snapshot) -> list[str]:
    return snapshot.rows("select status from fct_session order by session_id")["status"].to_list()


def test_an_event_ahead_is_planned_and_covers_nothing(given):
    given.file(session=[session(2), session(3, "s2", held_on=AHEAD, status="planned")])
    snapshot = given.published()
    assert status(snapshot) == ["held", "planned"]
    row = snapshot.rows(
        "select first_date, last_date, rows from meta_coverage where table_name = 'fct_session'"
    )
    assert row.rows() == [(DAY, DAY, 1)]


def test_the_same_event_in_a_file_that_came_after_its_day_was_held(given):
    given.file("events", EVENT, session=[session(2, status="planned")])
    assert status(given.published()) == ["planned"]
    given.file("events", EVENT, session=[session(2, status="held")])
    assert status(given.published()) == ["held"]


def test_an_event_that_was_called_off_meanwhile_was_not_held(given):
    given.file("events", EVENT, session=[session(2, status="planned")])
    given.file("events", [("event 7", "called off")], session=[session(2, status="cancelled")])
    assert status(given.published()) == ["cancelled"]


def test_an_event_that_moved_leaves_no_trace_on_its_former_day(given):
    given.file("events", EVENT, session=[session(2, "old", status="planned")])
    moved = session(2, "new", held_on=AHEAD, status="planned")
    given.file("events", [("event 7", "moved")], session=[moved])
    assert given.published().rows("select date, status from fct_session").rows() == [(AHEAD, "planned")]


def test_what_validation_set_aside_says_nothing_of_a_plan(given):
    given.file("events", EVENT, session=[session(2, status="planned")])
    wrong = given.file("events", EVENT, session=[session(2, status="held")])
    given.quarantined(wrong, 2, "session", "held_in_the_future")
    assert status(given.published()) == ["planned"]


def test_people_who_came_are_enough_whatever_the_schedule_says(given):
    given.file("events", session=[session(2, status="planned")])
    given.file("list", session=[session(2, status="planned")], attendance=[listed(2)], person=[person(2)])
    snapshot = given.published()
    assert status(snapshot) == ["held"]
    assert snapshot.rows("select attended from fct_session").item() == 1


def test_a_place_taken_ahead_is_registered_and_no_attendance_is_unknown_yet(given):
    attendance = [headcount(2, 8, "registered"), headcount(2, None), headcount(3, None, code="s2")]
    given.file(session=[session(2, status="planned"), session(3, "s2")], attendance=attendance)
    snapshot = given.published()
    found = snapshot.rows("select status, count from fct_attendance order by status, count")
    assert found.rows() == [("attended", None), ("registered", 8)]
    planned = snapshot.rows("select registered, attended, stated from fct_session where status = 'planned'")
    assert planned.rows() == [(8, None, False)]


def test_lines_of_counts_never_merge_over_files_nor_within_one(given):
    """Two tables of counts may agree in what a line is called and in its row; each line is a count of its own."""
    one = session(2, "count@chess@2026-03-03", precision="day", hour=None, starts_at=None, ends_at=None)
    for count in (9, 12):
        given.file(
            f"table {count}", session=[one], attendance=[headcount(2, count, code=one["session_code"])]
        )
    again = {**one, "row": 3}
    given.file("twice", session=[one, again], attendance=[
        headcount(2, 4, code=one["session_code"]), headcount(3, 5, code=one["session_code"])
    ])  # fmt: skip
    snapshot = given.published()
    found = snapshot.rows("select attended from fct_session order by attended")["attended"].to_list()
    assert found == [4, 5, 9, 12]
    assert snapshot.rows("select sum(count) from fct_attendance").item() == 30
