"""What the star schema says of sessions, attendance, visits, bookings and days, row by row of what was staged."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from pipelines.settings import site_folder
from pipelines.warehouse import models

DAY = date(2026, 3, 3)  # a Tuesday, open 10:00-19:00


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    """A local time of the site (UTC+5) as the instant it is."""
    return datetime(day.year, day.month, day.day, hour - 5, minute, tzinfo=UTC)


def session(row: int, code: str = "s1", **other: object) -> dict:
    return {
        "row": row, "session_code": code, "programme_code": "speaking", "held_on": DAY, "precision": "time",
        "starts_at": at(18), "ends_at": at(19, 30), "hour": 18, "sessions": 1, "status": "held", **other,
    }  # fmt: skip


def listed(row: int, status: str = "attended", code: str = "s1", **other: object) -> dict:
    return {
        "row": row, "session_code": code, "attended_on": DAY, "kind": "person", "count": 1, "status": status, **other
    }  # fmt: skip


def headcount(row: int, count: int | None, status: str = "attended", code: str = "s1", **other: object) -> dict:
    return {
        "row": row, "session_code": code, "attended_on": DAY, "kind": "headcount", "count": count, "status": status,
        **other,
    }  # fmt: skip


def person(row: int, **other: object) -> dict:
    return {"row": row, "seen_on": DAY, "email_key": f"e{row}", **other}


def booking(row: int, start: datetime, end: datetime, **other: object) -> dict:
    return {
        "row": row, "booking_code": f"b{row}", "resource_code": "room", "starts_at": start, "ends_at": end,
        "booked_on": DAY, "hour": 10, "status": "confirmed", "checked_in": "yes", "created_at": at(9), **other,
    }  # fmt: skip


def attended(snapshot) -> tuple:
    return snapshot.rows("""
        select (select sum(count) from fct_attendance where status = 'attended')::integer,
            (select sum(attended) from fct_session)::integer""").row(0)


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


def test_headcounts_by_format_add_up_and_give_up_the_listed_in_order(given) -> None:
    formats = [headcount(2, 5, format="in-person"), headcount(2, 4, format="online")]
    given.file("events", session=[session(2)], attendance=formats)
    given.file(
        "list", session=[session(2)] * 6, attendance=[listed(row, format="in-person") for row in range(2, 8)]
    )
    snapshot = given.published()
    assert attended(snapshot) == (9, 9)
    rest = "select format, count from fct_attendance where kind = 'headcount' order by format"
    assert snapshot.rows(rest).rows() == [("in-person", 0), ("online", 3)]


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
        attendance=[listed(2), listed(3, code="s2"), listed(4, "no-show", "s0", attended_on=date(2026, 2, 3))],
        person=[person(row, email_key="same") for row in (2, 3, 4)],
    )
    found = given.published().rows("select status, is_first from fct_attendance order by all").rows()
    assert found == [("attended", False), ("attended", True), ("no-show", False)]


def test_a_visit_carries_what_its_person_stated_last_and_the_age_of_its_year(given) -> None:
    given.file(
        "sheet",
        visit=[{"row": row, "visited_on": DAY, "hour": 15, "count": 1, "kind": "sign_in"} for row in (2, 3)],
        person=[
            person(2, email_key="a", district="medeu", year_of_birth=2012),
            person(3, email_key="a", seen_on=date(2026, 3, 4), district="auezov", sex="female"),
        ],
    )
    found = given.published().rows("select district, sex, age_band, age_band_imls, first_time from fct_visit")
    assert found.rows() == [("auezov", "female", "14-17", "12-18", "unknown")] * 2


def test_a_visitor_without_contact_keeps_what_was_stated_and_is_nobody(given) -> None:
    visit = {"row": 2, "visited_on": DAY, "count": 1, "kind": "sign_in", "first_time": True}
    given.file("sheet", visit=[visit], person=[{"row": 2, "seen_on": DAY, "sex": "male"}])
    found = given.published().rows("select person_id, sex, age_band, district, first_time from fct_visit")
    assert found.row(0) == (None, "male", "unknown", "unknown", "yes")


@pytest.mark.parametrize(
    ("age", "local", "imls"),
    [
        (0, "0-5", "0-5"), (5, "0-5", "0-5"), (6, "6-11", "6-11"), (11, "6-11", "6-11"), (12, "12-13", "12-18"),
        (13, "12-13", "12-18"), (14, "14-17", "12-18"), (17, "14-17", "12-18"), (18, "18-24", "12-18"),
        (19, "18-24", "19+"), (24, "18-24", "19+"), (25, "25-34", "19+"), (35, "35-59", "19+"), (59, "35-59", "19+"),
        (60, "60+", "19+"), (None, "unknown", "unknown"), (-1, "unknown", "unknown"),
    ],
)  # fmt: skip
def test_age_bands_have_the_edges_of_the_rule_books(age, local, imls) -> None:
    connection = duckdb.connect()
    text = Path("pipelines/models/macros.sql").read_text("utf-8").split("-- Enumerations")[0]
    connection.execute(text)
    found = connection.execute("select age_band($1::integer), age_band_imls($1::integer)", [age]).fetchall()
    assert found == [(local, imls)]


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
        select open_hours, booked_hours, used_hours, cancelled from fct_resource_day where resource = 'room'""")
    assert found.rows() == [(9.0, 3.0, 1.0, 1)]
    states = snapshot.rows("select no_show, hours, lead_days from fct_booking order by object_id, hours, no_show")
    assert sorted(states["no_show"].to_list(), key=str) == [False, None, None, True]


def test_days_on_which_a_resource_is_repaired_are_not_open_to_booking(given) -> None:
    first, last = date(2026, 5, 10), date(2026, 5, 23)  # the laser cutter is serviced from 12 to 20 May
    days = [booking(2, at(10, day=first), at(11, day=first), booked_on=first),
            booking(3, at(10, day=last), at(11, day=last), booked_on=last)]  # fmt: skip
    given.file("bookings", booking=days)
    found = given.published().rows("""
        select resource, count(*) from fct_resource_day where resource in ('laser-cutter', 'study-room-1')
        group by all order by all""").rows()
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
    first = given.published().rows("select date, is_open, open_hours, fiscal_year from dim_date order by date")
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
    assert snapshot.rows("select resource, resource_kind from fct_booking").row(0) == ("laser-cutter", "machine")
    found = snapshot.rows("select programme, service from fct_session")
    assert found.row(0) == ("english-speaking-club", "english")


def test_respondents_are_numbers_and_their_codes_stay_behind(given) -> None:
    answer = {
        "survey": "outcome", "wave": "immediate", "answered_on": DAY, "kind": "likert", "state": "answered",
        "value": 5.0,
    }  # fmt: skip
    rows = [
        {"row": row, "respondent": f"secret-{row}", "question": question, **answer}
        for row in (2, 3)
        for question in ("knowledge", "confidence")
    ]
    given.file("form", response=rows)
    snapshot = given.published()
    assert snapshot.rows("select distinct respondent from fct_response order by 1")["respondent"].to_list() == [1, 2]
    path = given.home.warehouse / f"{snapshot.id}.duckdb"
    assert b"secret-" not in path.read_bytes()


def test_every_fact_has_its_date_its_file_and_the_columns_of_its_person(given) -> None:
    given.file("sheet", visit=[{"row": 2, "visited_on": DAY, "count": 1, "kind": "door_count"}])
    columns = given.published().rows("select table_name, column_name from duckdb_columns()")
    by_table: dict[str, set[str]] = {}
    for table, column in columns.rows():
        by_table.setdefault(table, set()).add(column)
    facts = {name: names for name, names in by_table.items() if name.startswith("fct_")}
    assert all({"date", "object_id"} <= names for names in facts.values())
    who = {
        "sex", "age_band", "age_band_imls", "district", "occupation", "home_language", "first_time", "person_id"
    }  # fmt: skip
    assert {name for name, names in facts.items() if not who <= names} == {"fct_session", "fct_resource_day"}


def test_a_space_without_reference_files_still_builds(new_given, tmp_path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    shutil.copy(site_folder() / "site.toml", folder / "site.toml")
    given = new_given(folder)
    given.file("events", session=[session(2)], attendance=[headcount(2, 4)])
    assert attended(given.published()) == (4, 4)


def test_models_come_after_what_they_need() -> None:
    order = list(models())
    assert order.index("dim_person") < order.index("prep_who") < order.index("fct_visit")
    assert order.index("prep_attendance") < order.index("prep_session") < order.index("fct_session")
