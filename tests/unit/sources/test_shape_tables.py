"""Sign-in sheets, attendance lists and aggregated tables: what each line becomes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from importlib import import_module

import polars as pl

from expectations import attendance as attendance_table
from pipelines.sources import attendance_list, programme_counts, sign_in, source_names

INSTANT = pl.Datetime("us", "UTC")
EVENING = datetime(2026, 2, 1, 13, 30, tzinfo=UTC)  # 18:30 in Almaty


def test_every_source_is_found_by_being_there_and_names_its_tables():
    assert "sign_in" in source_names()
    assert not any(name.startswith("_") for name in source_names())
    for name in source_names():
        assert import_module(f"pipelines.sources.{name}").TABLES


def test_a_sign_in_with_one_moment_and_one_with_date_and_time_are_the_same_visit(site, mappings, records):
    one = records({"visited_at": INSTANT}, {"visited_at": EVENING})
    two = records(
        {"visited_date": pl.Date, "visited_time": pl.Time},
        {"visited_date": date(2026, 2, 1), "visited_time": time(18, 30)},
    )
    shaped = [sign_in.shape(fields, mappings["sign_in_sheet"], site)["visit"] for fields in (one, two)]
    assert shaped[0].equals(shaped[1])
    assert shaped[0].select("visited_at", "visited_on", "hour", "count", "kind").row(0) == (
        EVENING, date(2026, 2, 1), 18, 1, "sign_in",
    )  # fmt: skip


def test_before_march_2024_the_same_clock_time_in_almaty_was_another_utc_instant(site, mappings, records):
    fields = records(
        {"visited_date": pl.Date, "visited_time": pl.Time},
        {"visited_date": date(2024, 2, 1), "visited_time": time(18, 30)},
        {"visited_date": date(2024, 4, 1), "visited_time": time(18, 30)},
    )
    visits = sign_in.shape(fields, mappings["sign_in_sheet"], site)["visit"]
    assert [moment.hour for moment in visits["visited_at"]] == [12, 13]


def test_a_sign_in_that_states_only_a_day_has_no_hour_and_no_instant(site, mappings, records):
    fields = records({"visited_date": pl.Date}, {"visited_date": date(2026, 2, 1)})
    visit = sign_in.shape(fields, mappings["sign_in_sheet"], site)["visit"].row(0, named=True)
    assert (visit["visited_at"], visit["visited_on"], visit["hour"]) == (None, date(2026, 2, 1), None)


def test_a_line_that_says_nothing_of_a_person_is_a_visit_without_a_person(site, mappings, records):
    fields = records(
        {"visited_at": INSTANT, "email": pl.String, "sex": pl.String},
        {"visited_at": EVENING, "email": "ab" * 16, "sex": None},
        {"visited_at": EVENING, "email": None, "sex": "female"},
        {"visited_at": EVENING, "email": None, "sex": None},
    )
    shaped = sign_in.shape(fields, mappings["sign_in_sheet"], site)
    assert shaped["visit"].height == 3
    assert shaped["person"]["row"].to_list() == [2, 3]
    assert shaped["person"]["email_key"].to_list() == ["ab" * 16, None]


def test_the_year_of_birth_comes_from_the_year_the_birth_date_or_the_age_in_this_order(
    site, mappings, records
):
    types = {"visited_at": INSTANT, "year_of_birth": pl.Int64, "birth_date": pl.Date, "age": pl.Int64}
    fields = records(
        types,
        {"visited_at": EVENING, "year_of_birth": 2008, "birth_date": date(2009, 5, 1), "age": 15},
        {"visited_at": EVENING, "year_of_birth": None, "birth_date": date(2009, 5, 1), "age": 15},
        {"visited_at": EVENING, "year_of_birth": None, "birth_date": None, "age": 15},
    )
    person = sign_in.shape(fields, mappings["sign_in_sheet"], site)["person"]
    assert person["year_of_birth"].to_list() == [2008, 2009, 2011]
    assert "birth_date" not in person.columns


LIST = {
    "programme": pl.String,
    "session_date": pl.Date,
    "start_time": pl.Time,
    "end_time": pl.Time,
    "mode": pl.String,
    "status": pl.String,
    "attended": pl.Boolean,
}


def line(**stated):
    return dict.fromkeys(LIST) | {"programme": "English club", "session_date": date(2026, 2, 1)} | stated


def test_lines_of_one_meeting_share_its_code_in_whatever_language_the_programme_is_named(
    site, mappings, records
):
    fields = records(
        LIST,
        line(start_time=time(18, 30), end_time=time(20)),
        line(start_time=time(18, 30), end_time=time(20), programme="Разговорный  клуб"),
        line(start_time=time(20, 30), end_time=time(0, 30)),
        line(),
    )
    shaped = attendance_list.shape(fields, mappings["attendance_list"], site)
    codes = shaped["attendance"]["session_code"].to_list()
    assert codes[0] == codes[1] == "english-club@2026-02-01T13:30Z"
    assert codes[2:] == ["english-club@2026-02-01T15:30Z", "english-club@2026-02-01"]
    assert shaped["session"]["session_code"].to_list() == codes
    assert shaped["session"]["ends_at"][2] == datetime(2026, 2, 1, 19, 30, tzinfo=UTC)
    assert shaped["session"]["precision"].to_list() == ["time", "time", "time", "day"]
    assert shaped["programme"]["service"].to_list() == ["english"] * 4
    assert shaped["session"]["language"].to_list() == ["en"] * 4


def test_the_mark_decides_over_the_place_and_a_blank_mark_says_nothing(site, mappings, records):
    cases = {
        ("registered", True): "attended",
        ("registered", False): "no-show",
        ("registered", None): "registered",
        (None, False): "no-show",
        (None, None): "registered",
        ("invited", False): "invited",
        ("cancelled", False): "cancelled",
        ("waitlisted", True): "attended",
        ("no-show", None): "no-show",
    }
    fields = records(LIST, *(line(status=status, attended=attended) for status, attended in cases))
    shaped = attendance_list.shape(fields, mappings["attendance_list"], site)["attendance"]
    assert shaped["status"].to_list() == list(cases.values())
    allowed = next(c.values for c in attendance_table.TABLE.columns if c.name == "status")
    assert set(shaped["status"]) <= set(allowed)


def test_the_format_follows_the_mode_only_where_it_leaves_no_choice(site, mappings, records):
    modes = ["in-person", "off-site", "virtual", "hybrid", None]
    fields = records(LIST, *(line(mode=mode) for mode in modes))
    shaped = attendance_list.shape(fields, mappings["attendance_list"], site)["attendance"]
    assert shaped["format"].to_list() == ["in-person", "in-person", "online", None, None]


COUNTS = {
    **dict.fromkeys(("programme", "mode", "audience"), pl.String),
    **dict.fromkeys(("period_month", "held_date"), pl.Date),
    **dict.fromkeys(("year", "month", "sessions", "attendance"), pl.Int64),
}


def test_a_blank_attendance_stays_unknown_and_a_zero_stays_zero(site, mappings, records):
    base = dict.fromkeys(COUNTS) | {
        "programme": "STEAM",
        "year": 2021,
        "month": 5,
        "sessions": 2,
        "mode": "virtual",
    }
    fields = records(COUNTS, base | {"attendance": None}, base | {"attendance": 0}, base | {"attendance": 7})
    shaped = programme_counts.shape(fields, mappings["programme_counts"], site)
    assert shaped["attendance"]["count"].to_list() == [None, 0, 7]
    assert shaped["attendance"]["format"].to_list() == ["online"] * 3
    assert shaped["session"]["sessions"].sum() == 6
    assert shaped["session"]["row"].to_list() == shaped["attendance"]["row"].to_list() == [2, 3, 4]


def test_an_aggregate_is_dated_by_its_day_its_month_or_its_year_and_month(site, mappings, records):
    base = dict.fromkeys(COUNTS) | {"programme": "STEAM", "sessions": 1}
    fields = records(
        COUNTS,
        base | {"held_date": date(2026, 2, 14), "period_month": date(2026, 2, 1)},
        base | {"period_month": date(2026, 3, 1)},
        base | {"year": 2026, "month": 4},
        base | {"year": 2026, "month": 13},
    )
    shaped = programme_counts.shape(fields, mappings["programme_counts"], site)["session"]
    assert shaped["held_on"].to_list() == [date(2026, 2, 14), date(2026, 3, 1), date(2026, 4, 1), None]
    assert shaped["precision"].to_list() == ["day", "month", "month", "month"]
