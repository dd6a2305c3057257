"""Schedules and lists that came before the day: what they say of what is ahead."""

from __future__ import annotations

import json
from datetime import date, timedelta

import duckdb
import polars as pl
import pytest

from expectations import attendance, session

ARRIVED = "2026-11-01"  # when every file of these tests came in
COUNTS = "Programme,Date,Sessions,Attendance\n"


def events(*days: str, **stated) -> bytes:
    """LibCal events on these days, of which nobody has counted the people."""
    listed = [
        {
            "id": number,
            "title": "English club",
            "start": f"{day}T18:00:00+05:00",
            "end": f"{day}T19:00:00+05:00",
            "attendance": {"in_person": 0, "online": 0},
            **stated,
        }
        for number, day in enumerate(days, 1)
    ]
    return json.dumps({"events": listed}).encode()


def said(file) -> dict[date, str]:
    return dict(file["session"].select("held_on", "status").rows())


def test_an_event_is_held_once_its_day_was_over_when_the_file_came(staged):
    file = staged(events("2026-10-31", "2026-11-01", "2026-11-09"), "events.json")
    assert list(said(file).values()) == ["held", "planned", "planned"]


def test_a_cancelled_event_is_cancelled_on_whichever_side_of_today(staged):
    file = staged(events("2026-10-31", "2026-11-09", cancelled=True), "events.json")
    assert set(said(file).values()) == {"cancelled"}


def test_a_list_of_places_ahead_is_a_plan_and_one_that_says_who_came_is_not(staged):
    lines = "Programme,Session date,Status,E-mail\nEnglish club,2026-11-09,{},person1@example.org\n"
    assert set(said(staged(lines.format("Registered").encode(), "ahead.csv")).values()) == {"planned"}
    assert set(said(staged(lines.format("Attended").encode(), "wrong.csv")).values()) == {"held"}


def test_people_with_a_place_or_a_booking_ahead_are_known_since_the_file_came(staged):
    lines = b"Programme,Session date,Status,E-mail\nEnglish club,2026-11-19,Registered,person1@example.org\n"
    assert staged(lines, "ahead.csv")["person"]["seen_on"].to_list() == [date.fromisoformat(ARRIVED)]
    past = lines.replace(b"2026-11-19", b"2026-10-19")
    assert staged(past, "past.csv")["person"]["seen_on"].to_list() == [date(2026, 10, 19)]


def failing(table, name: str, frame: pl.DataFrame, today: date) -> int:
    """How many rows fail one rule, as validation would ask on that day."""
    (rule,) = [rule for rule in table.TABLE.rules if rule.name == f"{table.TABLE.name}.{name}"]
    tomorrow = today + timedelta(days=1)
    predicate = rule.failing.replace("$tomorrow", f"DATE '{tomorrow}'")
    connection = duckdb.connect()
    connection.register("rows", frame)
    return connection.sql(f"select count(*) from rows where {predicate}").fetchall()[0][0]


def test_a_headcount_of_nobody_ahead_is_no_claim_and_of_somebody_is_an_error(staged):
    today = date.fromisoformat(ARRIVED)
    silent = staged(events("2026-11-09"), "silent.json")["attendance"]
    bold = staged(events("2026-11-09", attendance={"in_person": 7}), "bold.json")["attendance"]
    assert failing(attendance, "attended_in_the_future", silent, today) == 0
    assert failing(attendance, "attended_in_the_future", bold, today) == 1


@pytest.mark.parametrize(("status", "wrong"), [("Registered", 0), ("Attended", 1)])
def test_a_meeting_that_a_list_says_was_held_ahead_is_still_an_error(staged, status, wrong):
    lines = f"Programme,Session date,Status,E-mail\nEnglish club,2026-11-09,{status},person1@example.org\n"
    meetings = staged(lines.encode(), f"{status}.csv")["session"]
    assert failing(session, "held_in_the_future", meetings, date.fromisoformat(ARRIVED)) == wrong


def test_a_table_of_counts_names_its_lines_by_content_and_not_by_place(staged):
    lines = ["English club,2026-02-05,1,9\n", "Chess,2026-02-05,1,12\n"]
    first = staged((COUNTS + lines[0] + lines[1]).encode(), "first.csv")["session"]
    shifted = staged((COUNTS + "Robotics,2026-02-01,1,3\n" + lines[1] + lines[0]).encode(), "later.csv")[
        "session"
    ]
    assert set(first["session_code"]) < set(shifted["session_code"])
    assert first["session_code"].n_unique() == 2
