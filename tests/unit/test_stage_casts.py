"""Each type reads what people and systems write in three languages, and says so where it cannot."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cast.days import read_days, read_months, read_times
from pipelines.cast.labels import codes_by_label, splitter, yes_no_reader
from pipelines.cast.masking import mask_contacts
from pipelines.cast.moments import read_moments
from pipelines.cast.numbers import cast_integers, cast_numbers
from pipelines.cast.outcome import Cast

ZONE = "Asia/Almaty"
LANGUAGES = ("en", "ru", "kk")


def moments(*texts: str | None, zone: str = ZONE, formats: tuple[str, ...] = ()) -> pl.DataFrame:
    return read_moments(pl.Series(texts, dtype=pl.String), zone, ZONE, formats, LANGUAGES)


def codes(cast: Cast, row: int = 0) -> list[str]:
    return [failure.code for failure in cast.failures if failure.where[row]]


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-01T18:30:00", "2026-02-01 18:30", "2026-02-01T18:30:00.000", "01.02.2026 18:30",
        "1.2.2026 18:30:00",
        "01/02/2026 18:30", "2026/02/01 6:30:00 PM GMT+5", "2026-02-01T13:30:00Z",
        "2026-02-01T15:30:00.000+02:00",
        "2026-02-01 18:30 +0500", "46054.7708333333", "1 февраля 2026 г. 18:30", "1 ақпан 2026 18:30",
        "1 February 2026 6:30 PM", "Feb 1, 2026, 6:30 pm", "2026 ж. 1 ақпан 18:30", "01.02.26 18:30",
    ],
)  # fmt: skip
def test_a_moment_is_the_same_instant_however_it_is_written(written: str) -> None:
    frame = moments(written)
    assert frame.row(0) == (datetime(2026, 2, 1, 13, 30, tzinfo=UTC), date(2026, 2, 1), 18)


@pytest.mark.parametrize("written", ["01.02.2026", "2026-02-01", "46054", "1 февраля 2026"])
def test_a_day_without_a_time_gives_no_instant(written: str) -> None:
    assert moments(written).row(0) == (None, date(2026, 2, 1), None)


@pytest.mark.parametrize(
    "written", ["31.02.2026 10:00", "2026-13-01", "01.02.2026 25:00", "0026-02-01", "soon", "12", "1.2.20266"]
)
def test_what_is_no_moment_is_null_and_never_guessed(written: str) -> None:
    assert moments(written).row(0) == (None, None, None)


def test_the_offset_of_almaty_changes_on_the_first_of_march_2024() -> None:
    frame = moments("29.02.2024 12:00", "29.02.2024 22:30", "01.03.2024 00:30", "01.03.2024 12:00")
    offsets = [
        local - at.replace(tzinfo=None)
        for at, local in zip(
            frame["at"],
            [
                datetime(2024, 2, 29, 12),
                datetime(2024, 2, 29, 22, 30),
                datetime(2024, 3, 1, 0, 30),
                datetime(2024, 3, 1, 12),
            ],
            strict=True,
        )
    ]
    assert offsets == [timedelta(hours=6), timedelta(hours=6), timedelta(hours=5), timedelta(hours=5)]


def test_an_hour_that_comes_twice_is_the_earlier_and_one_that_is_skipped_the_later() -> None:
    frame = read_moments(
        pl.Series(["2026-10-25 02:30", "2026-03-29 02:30"]), "Europe/Berlin", "Europe/Berlin"
    )
    assert frame["at"].to_list() == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    ]


def test_a_time_of_another_zone_keeps_its_instant_and_takes_the_sites_day() -> None:
    assert moments("2026-02-01T20:30:00", zone="UTC").row(0) == (
        datetime(2026, 2, 1, 20, 30, tzinfo=UTC),
        date(2026, 2, 2),
        1,
    )


def test_declared_formats_replace_day_first() -> None:
    frame = moments(
        "2/1/2026 18:30:00", "2026-02-01T18:30:00", "13/1/2026 18:30:00", formats=("%m/%d/%Y %H:%M:%S",)
    )
    assert frame["on"].to_list() == [date(2026, 2, 1), date(2026, 2, 1), None]


@given(st.datetimes(datetime(1990, 1, 1), datetime(2039, 12, 31)))
def test_any_moment_written_in_the_usual_forms_reads_as_python_places_it(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, fold=0)
    forms = ("%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%Y/%m/%d %I:%M:%S %p")
    frame = moments(*(moment.strftime(form) for form in forms))
    placed = moment.replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
    if placed.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None) == moment:  # else a clock change skipped it
        assert frame["at"].to_list() == [placed] * len(forms)
        assert frame["on"].to_list() == [moment.date()] * len(forms)


def test_a_long_mixed_column_reads_in_order() -> None:
    texts = ["01.02.2026 10:00", None, "2026-02-02T10:00:00Z", "nonsense", "46056.5"] * 50
    days = moments(*texts)["on"].to_list()
    assert days == [date(2026, 2, 1), None, date(2026, 2, 2), None, date(2026, 2, 3)] * 50


def test_days_and_months_read_in_three_languages() -> None:
    texts = pl.Series(
        ["28.02.2026", "28 ақпан 2026", "28 февраля 2026 года", "February 28, 2026", "31.02.2026"]
    )
    assert read_days(texts, ZONE, (), LANGUAGES).to_list() == [date(2026, 2, 28)] * 4 + [None]
    texts = pl.Series(
        ["2026-02", "02.2026", "февраль 2026", "Ақпан 2026", "Feb 2026", "15.02.2026", "2026-13"]
    )
    assert read_months(texts, ZONE, LANGUAGES).to_list() == [date(2026, 2, 1)] * 6 + [None]


def test_times_of_day_read_from_clocks_fractions_and_moments() -> None:
    texts = pl.Series(["18:30", "6:30 PM", "18.30", "18:30:00", "0.7708333333", "1899-12-30T18:30:00", None])
    read = read_times(texts, ZONE).to_list()
    assert read == [time(18, 30)] * 6 + [None]
    assert read_times(pl.Series(["25:00", "noon"]), ZONE).to_list() == [None, None]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12", 12),
        ("-3", -3),
        ("1 234", 1234),
        ("1\u00a0234", 1234),
        ("1,234,567", 1234567),
        ("12.0", 12),
        ("+5", 5),
    ],
)
def test_whole_numbers(written: str, read: int) -> None:
    assert cast_integers(pl.Series([written])).columns[0].to_list() == [read]


@pytest.mark.parametrize("written", ["12.5", "many", "1,5", "--1", "१२x"])
def test_what_is_no_whole_number_is_said(written: str) -> None:
    cast = cast_integers(pl.Series([written, "1"]))
    assert cast.columns[0].to_list() == [None, 1]
    assert codes(cast) == ["not_an_integer"]
    assert codes(cast, 1) == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("3.5", 3.5),
        ("3,5", 3.5),
        ("1 234,5", 1234.5),
        ("1.234,56", 1234.56),
        ("1,234.56", 1234.56),
        ("-0,25", -0.25),
    ],
)
def test_decimal_numbers_with_point_or_comma(written: str, read: float) -> None:
    assert cast_numbers(pl.Series([written])).columns[0].to_list() == [read]


def test_a_comma_before_three_digits_is_not_guessed() -> None:
    cast = cast_numbers(pl.Series(["1,234", "nan", "x", "2"]))
    assert cast.columns[0].to_list() == [None, None, None, 2.0]
    assert [codes(cast, row) for row in range(4)] == [
        ["ambiguous_number"],
        ["not_a_number"],
        ["not_a_number"],
        [],
    ]


@pytest.mark.parametrize(
    ("yes", "no"), [("Yes", "NO"), ("да", "Нет"), ("Иә", "жоқ"), ("1", "0"), ("TRUE", "false")]
)
def test_yes_and_no_read_in_three_languages(yes: str, no: str) -> None:
    read = yes_no_reader({})
    assert (read(yes), read(no), read("perhaps")) == (True, False, None)


def test_a_mappings_own_words_for_yes_and_no_come_first() -> None:
    assert yes_no_reader({"yes": ("впервые",), "no": ("1",)})("Впервые") is True
    assert yes_no_reader({"no": ("1",)})("1") is False


def test_a_label_that_holds_the_separator_stays_whole() -> None:
    known = codes_by_label({"often": ("Yes, often",), "never": ("Never",)})
    assert splitter((",",), known)("Yes, often, Never, Other") == ["Yes, often", "Never", "Other"]


def test_contacts_inside_a_text_are_masked_and_ordinary_figures_are_not() -> None:
    texts = pl.Series(
        ["Ask person12@example.org", "Call +7 727 250 00 12 now", "Room 12, 2026-02-01 18:30-20:00", None]
    )
    clean, masked = mask_contacts(texts, "KZ")
    assert clean.to_list() == ["Ask …", "Call … now", "Room 12, 2026-02-01 18:30-20:00", None]
    assert masked.to_list() == [True, True, False, False]
