"""LibCal bookings and events: statuses, check-ins, places, seats and headcounts."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

from pipelines.sources import libcal_bookings, libcal_events

INSTANT = pl.Datetime("us", "UTC")
TWO, THREE, FOUR = (datetime(2026, 2, 1, hour, tzinfo=UTC) for hour in (9, 10, 11))
BOOKING = {
    **dict.fromkeys(
        ("book_id", "item_id", "space_id", "seat_id", "space_name", "seat_name", "email"), pl.String
    ),
    **dict.fromkeys(("kind", "service", "status", "check_in", "cancelled_at"), pl.String),
    **dict.fromkeys(("starts_at", "ends_at", "created_at"), INSTANT),
}


def booking(**stated):
    blank = dict.fromkeys(BOOKING)
    return (
        blank
        | {"book_id": "cs_1", "space_id": "7", "status": "confirmed", "starts_at": TWO, "ends_at": FOUR}
        | stated
    )


@pytest.mark.parametrize(
    ("status", "check_in", "cancelled_at", "expected"),
    [
        ("confirmed", None, None, ("confirmed", "unknown")),
        ("confirmed", "yes", None, ("confirmed", "yes")),
        ("confirmed", "no", None, ("confirmed", "no")),
        ("checked_in", None, None, ("confirmed", "yes")),
        ("checked_in", "no", None, ("confirmed", "yes")),
        ("no_show", None, "2026-02-01T14:15:00+05:00", ("confirmed", "no")),
        ("tentative", None, None, ("tentative", "unknown")),
        ("cancelled", None, None, ("cancelled", "unknown")),
        ("confirmed", None, "2026-01-31T14:00:00+05:00", ("cancelled", "unknown")),
        ("confirmed", None, "False", ("confirmed", "unknown")),
        ("denied", None, "2026-01-31T14:00:00+05:00", ("denied", "unknown")),
    ],
)
def test_status_and_check_in(site, mappings, records, status, check_in, cancelled_at, expected):
    fields = records(BOOKING, booking(status=status, check_in=check_in, cancelled_at=cancelled_at))
    shaped = libcal_bookings.shape(fields, mappings["libcal_space_bookings"], site)["booking"]
    assert shaped.select("status", "checked_in").row(0) == expected


def test_a_check_in_that_moved_the_start_makes_neither_hours_nor_lead_negative(site, mappings, records):
    fields = records(
        BOOKING,
        booking(check_in="yes", starts_at=FOUR, ends_at=THREE, created_at=TWO),
        booking(check_in="yes", starts_at=TWO, ends_at=FOUR, created_at=THREE),
        booking(check_in="no", starts_at=FOUR, ends_at=THREE),
    )
    shaped = libcal_bookings.shape(fields, mappings["libcal_space_bookings"], site)["booking"]
    came = shaped.head(2)
    assert (came["ends_at"] >= came["starts_at"]).all()
    assert (came["created_at"] <= came["starts_at"]).all()
    assert shaped["created_at"][2] is None
    assert shaped["starts_at"][2] > shaped["ends_at"][2]  # an error to be seen, not to be mended


def test_a_space_is_a_seat_where_one_is_booked_and_else_what_its_category_says(site, mappings, records):
    fields = records(
        BOOKING,
        booking(space_name="Study room 1", kind="room"),
        booking(space_name="Computers", seat_id="3", seat_name="Computer 3", kind="room"),
        booking(space_name="Laser cutter", kind="machine", service="makerspace"),
        booking(service="Some category"),
    )
    shaped = libcal_bookings.shape(fields, mappings["libcal_space_bookings"], site)["resource"]
    assert shaped["kind"].to_list() == ["room", "seat", "machine", "room"]
    assert shaped["name"].to_list() == ["Study room 1", "Computer 3", "Laser cutter", "libcal-7"]
    assert shaped["resource_code"].to_list() == ["libcal-7", "libcal-7-3", "libcal-7", "libcal-7"]
    assert shaped["service"].to_list() == [None, None, "makerspace", None]


EVENT = {
    **dict.fromkeys(("programme", "zone", "service", "calendar_service", "core_program"), pl.String),
    **dict.fromkeys(("theme", "audience"), pl.String),
    **dict.fromkeys(("all_day", "registration", "cancelled"), pl.Boolean),
    **dict.fromkeys(("starts_at", "ends_at"), INSTANT),
    **dict.fromkeys(("seats", "seats_taken", "physical_seats", "physical_seats_taken"), pl.Int64),
    **dict.fromkeys(
        ("online_seats", "online_seats_taken", "attended_in_person", "attended_online"), pl.Int64
    ),
}


def event(**stated):
    return (
        dict.fromkeys(EVENT) | {"programme": "Unlisted evening", "starts_at": TWO, "ends_at": FOUR} | stated
    )


@pytest.mark.parametrize(
    ("stated", "mode"),
    [
        ({}, "in-person"),
        ({"physical_seats": 20, "online_seats": 10}, "hybrid"),
        ({"physical_seats": 0, "online_seats": 10}, "virtual"),
        ({"physical_seats": 20, "online_seats": 0}, "in-person"),
        ({"zone": "online"}, "virtual"),
        ({"zone": "off_site"}, "off-site"),
    ],
)
def test_the_mode_of_an_event_follows_its_seats_and_its_place(site, mappings, records, stated, mode):
    shaped = libcal_events.shape(records(EVENT, event(**stated)), mappings["libcal_events"], site)
    assert shaped["session"]["mode"].to_list() == [mode]


def headcounts(shaped, status):
    rows = shaped["attendance"].filter(pl.col("status") == status).select("format", "count")
    return sorted(rows.rows(), key=str)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({}, [("in-person", None)]),
        ({"attended_in_person": 12, "attended_online": 0}, [("in-person", 12)]),
        ({"attended_in_person": 0, "attended_online": 0}, [("in-person", 0)]),
        ({"online_seats": 9, "attended_in_person": 0, "attended_online": 5}, [("online", 5)]),
        ({"online_seats": 9, "physical_seats": 9, "attended_in_person": 3, "attended_online": 5},
         [("in-person", 3), ("online", 5)]),
        ({"online_seats": 9, "physical_seats": 9}, [(None, None)]),
        ({"cancelled": True, "attended_in_person": 12}, []),
    ],
)  # fmt: skip
def test_attendance_of_an_event_is_split_by_format_and_unknown_where_nobody_counted(
    site, mappings, records, stated, expected
):
    shaped = libcal_events.shape(records(EVENT, event(**stated)), mappings["libcal_events"], site)
    assert headcounts(shaped, "attended") == sorted(expected, key=str)


def test_seats_taken_are_registrations_only_of_events_that_ask_for_one(site, mappings, records):
    fields = records(
        EVENT,
        event(registration=True, seats=20, seats_taken=8),
        event(registration=False, seats=20, seats_taken=0),
        event(registration=True, seats_taken=8, physical_seats=9, physical_seats_taken=5, online_seats=9,
              online_seats_taken=3),
    )  # fmt: skip
    shaped = libcal_events.shape(fields, mappings["libcal_events"], site)
    registered = shaped["attendance"].filter(pl.col("status") == "registered")
    assert sorted(registered.select("row", "format", "count").rows(), key=str) == [
        (2, "in-person", 8), (4, "in-person", 5), (4, "online", 3),
    ]  # fmt: skip
    assert shaped["session"]["capacity"].to_list() == [20, 20, 18]


def test_an_all_day_event_has_a_day_and_no_hours_and_a_cancelled_one_says_so(site, mappings, records):
    fields = records(EVENT, event(all_day=True), event(cancelled=True))
    shaped = libcal_events.shape(fields, mappings["libcal_events"], site)["session"]
    assert shaped.row(0, named=True)["starts_at"] is None
    assert shaped["precision"].to_list() == ["day", "time"]
    assert shaped["held_on"].to_list() == [date(2026, 2, 1)] * 2
    assert shaped["status"].to_list() == ["held", "cancelled"]


def test_the_register_goes_before_the_category_and_the_category_before_the_calendar(site, mappings, records):
    fields = records(
        EVENT,
        event(programme="English club", service="makerspace"),
        event(service="makerspace", calendar_service="english", core_program="alumni"),
        event(service="Some category", calendar_service="english", theme="Some category"),
        event(service="Some category"),
    )
    shaped = libcal_events.shape(fields, mappings["libcal_events"], site)["programme"]
    assert shaped["service"].to_list() == ["english", "makerspace", "english", None]
    assert shaped["core_program"].to_list() == ["english", "alumni", None, None]
    assert shaped["theme"].to_list() == [None] * 4
