"""Days, opening hours, bookings and the codes of the reference."""

from __future__ import annotations

from datetime import date

from tests.unit.warehouse.rows import DAY, at, booking, session


def test_booked_hours_are_clipped_to_opening_hours_and_overlaps_count_once(given) -> None:
    bookings = [
        booking(2, at(9), at(11)),  # an hour before opening
        booking(3, at(10, 30), at(12), checked_in="no"),  # overlaps
        booking(4, at(18), at(20), checked_in="unknown"),  # an hour after closing
        booking(5, at(13), at(14), status="cancelled"),
    ]
    resource = {"row": 2, "resource_code": "room", "name": "Room", "kind": "room"}
    given.file("bookings", booking=bookings, resource=[resource])
    snapshot = given.published()
    found = snapshot.rows("""
        select open_hours, booked_hours, used_hours, cancelled
        from fct_resource_day where resource = 'room'""")
    assert found.rows() == [(9.0, 3.0, 1.0, 1)]
    states = snapshot.rows(
        "select no_show, hours, lead_days from fct_booking order by object_id, hours, no_show"
    )
    assert sorted(states["no_show"].to_list(), key=str) == [False, None, None, True]


def test_days_on_which_a_resource_is_repaired_are_not_open_to_booking(given) -> None:
    first, last = date(2026, 5, 10), date(2026, 5, 23)  # the laser cutter is serviced from 12 to 20 May
    days = [
        booking(2, at(10, day=first), at(11, day=first), booked_on=first),
        booking(3, at(10, day=last), at(11, day=last), booked_on=last),
    ]
    given.file("bookings", booking=days)
    found = (
        given.published()
        .rows("""
        select resource, count(*) from fct_resource_day where resource in ('laser-cutter', 'study-room-1')
        group by all order by all""")
        .rows()
    )
    laser, study = (count for _, count in found)
    assert study - laser == 8  # nine days of service, one of them a Monday


def test_holidays_closures_and_overrides_decide_whether_a_day_is_open(given) -> None:
    for day in (DAY, date(2026, 6, 30)):
        given.file("sheet", visit=[{"row": 2, "visited_on": day, "count": 1, "kind": "door_count"}])
    open_on = dict(given.published().rows("select date, open_hours from dim_date").rows())
    assert open_on[date(2026, 3, 3)] == 9.0
    assert open_on[date(2026, 3, 2)] == 0.0  # Monday
    assert open_on[date(2026, 3, 22)] == 0.0  # Nauryz
    assert open_on[date(2026, 5, 7)] > 0  # a public holiday that an override opens
    assert open_on[date(2026, 6, 1)] == 9.0  # a Monday that an override opens, with the hours of Tuesday
    assert open_on[date(2026, 6, 30)] == 0.0  # inventory


def test_before_the_first_known_opening_hours_a_day_is_neither_open_nor_closed(given) -> None:
    given.file("sheet", visit=[{"row": 2, "visited_on": date(2021, 5, 1), "count": 1, "kind": "door_count"}])
    first = given.published().rows(
        "select date, is_open, open_hours, fiscal_year from dim_date order by date"
    )
    assert first.row(0) == (date(2021, 5, 1), None, None, 2021)


def test_the_fiscal_year_turns_on_the_first_of_october(given) -> None:
    given.file("sheet", visit=[{"row": 2, "visited_on": date(2026, 10, 1), "count": 1, "kind": "door_count"}])
    years = dict(given.published().rows("select date, fiscal_year from dim_date").rows())
    assert (years[date(2026, 9, 30)], years[date(2026, 10, 1)]) == (2026, 2027)


def test_names_and_spellings_lead_to_the_codes_of_the_reference(given) -> None:
    given.file(
        "bookings",
        booking=[booking(2, at(10), at(11), resource_code="libcal-7")],
        resource=[{"row": 2, "resource_code": "libcal-7", "name": "  LASER  cutter ", "kind": "room"}],
        session=[session(2, programme_code="разговорный клуб")],
    )
    snapshot = given.published()
    assert snapshot.rows("select resource, resource_kind from fct_booking").row(0) == (
        "laser-cutter",
        "machine",
    )
    found = snapshot.rows("select programme, service from fct_session")
    assert found.row(0) == ("english-speaking-club", "english")
