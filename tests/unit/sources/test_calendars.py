"""Calendars of our own making, each with one quirk of the real ones: what becomes of an occurrence."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from pipelines.problems import RefusalError

BERLIN = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""


def calendar(*events: str, head: str = "", stamp: str = "20260101T000000Z") -> bytes:
    """An ICS file with CRLF line ends; each event gives its lines without BEGIN and END."""
    body = "".join(f"BEGIN:VEVENT\nDTSTAMP:{stamp}\n{event.strip()}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Test//EN\n{head}{body}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


WEEKLY = """
UID:club@example.org
SUMMARY:English club
DTSTART:20260302T130000Z
DTEND:20260302T143000Z
RRULE:FREQ=WEEKLY;COUNT=4
"""


def meetings(file):
    return file["session"].sort("held_on").select("held_on", "hour", "status").rows()


def test_a_rule_gives_each_of_its_dates(staged):
    file = staged(calendar(WEEKLY), "weekly.ics")
    assert file.summary["mapping"] == "calendar"
    assert meetings(file) == [(date(2026, 3, day), 18, "held") for day in (2, 9, 16, 23)]
    assert file["session"]["session_code"][0] == "english-club@2026-03-02T13:00Z"


def test_a_date_that_was_taken_out_was_cancelled(staged):
    file = staged(calendar(WEEKLY + "EXDATE:20260309T130000Z\n"), "exdate.ics")
    assert [status for *_, status in meetings(file)] == ["held", "cancelled", "held", "held"]


MOVED = """
UID:club@example.org
SUMMARY:English club
RECURRENCE-ID:20260309T130000Z
DTSTART:20260311T110000Z
DTEND:20260311T120000Z
"""


def test_a_date_that_was_moved_takes_place_once_at_its_new_time(staged):
    file = staged(calendar(WEEKLY, MOVED), "moved.ics")
    assert meetings(file) == [
        (date(2026, 3, 2), 18, "held"), (date(2026, 3, 11), 16, "held"),
        (date(2026, 3, 16), 18, "held"), (date(2026, 3, 23), 18, "held"),
    ]  # fmt: skip


def keys(file):
    return set(file["record"]["record_key"])


@pytest.mark.parametrize(
    "later",
    [
        calendar(WEEKLY, MOVED),
        calendar(WEEKLY + "EXDATE:20260316T130000Z\n"),
        calendar(WEEKLY, MOVED + "STATUS:CANCELLED\n"),
    ],
)
def test_a_later_export_updates_the_occurrences_it_changes_and_adds_none(staged, later):
    first, second = staged(calendar(WEEKLY), "first.ics"), staged(later, "later.ics")
    assert keys(first) == keys(second)
    changed = set(second["record"]["digest"]) - set(first["record"]["digest"])
    assert len(changed) == 1


def test_an_event_that_is_marked_as_cancelled_was_not_held(staged):
    file = staged(calendar(WEEKLY + "STATUS:CANCELLED\n"), "cancelled.ics")
    assert {status for *_, status in meetings(file)} == {"cancelled"}


def test_a_rule_without_an_end_is_read_to_a_year_beyond_the_arrival(staged):
    endless = WEEKLY.replace(";COUNT=4", "")
    file = staged(calendar(endless), "endless.ics")  # it arrives on 1 November 2026
    held = file["session"].filter(pl.col("status") == "held")["held_on"]
    planned = file["session"].filter(pl.col("status") == "planned")["held_on"]
    assert held.max() == date(2026, 10, 26)
    assert (planned.min(), planned.max()) == (date(2026, 11, 2), date(2027, 11, 1))
    assert held.len() + planned.len() == 88


def test_a_whole_day_has_a_date_and_no_time(staged):
    event = "UID:day@example.org\nSUMMARY:Open day\nDTSTART;VALUE=DATE:20260305\nDTEND;VALUE=DATE:20260306"
    row = staged(calendar(event), "day.ics")["session"].row(0, named=True)
    assert (row["held_on"], row["precision"]) == (date(2026, 3, 5), "day")
    assert (row["starts_at"], row["ends_at"], row["hour"]) == (None, None, None)


FLOATING = "UID:float@example.org\nSUMMARY:English club\nDTSTART:20260305T100000\nDTEND:20260305T110000"


@pytest.mark.parametrize(
    ("head", "hour"),
    [("", 10), ("X-WR-TIMEZONE:Europe/Berlin\n", 14), ("X-WR-TIMEZONE:Nowhere/At All\n", 10)],
)
def test_a_floating_time_is_of_the_calendars_zone_else_of_the_site(staged, head, hour):
    assert meetings(staged(calendar(FLOATING, head=head), "float.ics")) == [(date(2026, 3, 5), hour, "held")]


def test_a_rule_in_a_zone_keeps_its_local_time_when_clocks_change(staged):
    event = """
UID:berlin@example.org
SUMMARY:English club
DTSTART;TZID=Europe/Berlin:20260326T100000
DTEND;TZID=Europe/Berlin:20260326T110000
RRULE:FREQ=DAILY;COUNT=5
"""
    file = staged(calendar(event, head=BERLIN), "berlin.ics")
    starts = file["session"].sort("starts_at")["starts_at"]
    assert [start.hour for start in starts] == [9, 9, 9, 8, 8]
    hours = file["session"].select((pl.col("ends_at") - pl.col("starts_at")).dt.total_minutes()).to_series()
    assert hours.to_list() == [60] * 5


def test_a_title_that_the_register_does_not_know_is_not_kept(staged):
    event = WEEKLY.replace("English club", "Meeting with Test Person 12").replace(";COUNT=4", ";COUNT=2")
    file = staged(calendar(event + "CATEGORIES:Makerspace\nLOCATION:Test street 12\n"), "private.ics")
    assert file["programme"].select("name", "service").unique().rows() == [("Calendar event", "makerspace")]
    assert file["session"]["session_code"].n_unique() == 2
    for path in file.folder.iterdir():
        content = path.read_bytes()
        assert b"Test Person" not in content
        assert b"Test street" not in content


def test_two_events_at_one_time_are_two_meetings_unless_they_are_one_programme(staged):
    other = WEEKLY.replace("club@", "other@").replace("English club", "Something else")
    assert staged(calendar(WEEKLY, other), "two.ics")["session"]["session_code"].n_unique() == 8


def test_private_events_are_left_out_and_counted(staged):
    file = staged(calendar(WEEKLY, FLOATING + "\nCLASS:PRIVATE"), "private.ics")
    assert file.summary["excluded_by_reason"] == {"private": 1}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (calendar(), "header_only"),
        (calendar(WEEKLY)[:-30], "broken_calendar"),
        (calendar(WEEKLY.replace("DTSTART:20260302T130000Z", "DTSTART:soon")), "broken_calendar"),
        (calendar(WEEKLY.replace("WEEKLY;COUNT=4", "SECONDLY")), "too_many_occurrences"),
    ],
)
def test_a_calendar_that_cannot_be_meant_is_refused_in_a_sentence(staged, content, code):
    with pytest.raises(RefusalError) as refusal:
        staged(content, "broken.ics")
    assert refusal.value.problems[0].code == code


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("LAST-MODIFIED:20260304T000000Z\n", ["held", "planned", "planned", "planned"]),
        ("METHOD:PUBLISH\n", ["held"] * 4),
    ],
)
def test_a_calendar_that_says_when_it_was_made_plans_what_is_after(staged, head, status):
    content = calendar(WEEKLY, head=head, stamp="20260304T000000Z")
    file = staged(content, "made.ics")  # it arrives on 1 November 2026
    assert file["session"].sort("held_on")["status"].to_list() == status


def test_a_calendar_is_never_made_after_it_arrived(staged):
    ahead = WEEKLY.replace("20260302", "20261102")
    file = staged(calendar(ahead, head="LAST-MODIFIED:20270101T000000Z\n"), "clock.ics")
    assert set(file["session"]["status"]) == {"planned"}
