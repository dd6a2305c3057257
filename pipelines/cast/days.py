"""Days, months and times of day."""

from __future__ import annotations

import re

import polars as pl

from pipelines.cast.moments import CLOCKS, read_moments
from pipelines.cast.month_names import with_figures
from pipelines.distinct import map_distinct

YEAR_MONTH = re.compile(r"(\d{4})[-./](\d{1,2})")
MONTH_YEAR = re.compile(r"(\d{1,2})[-./](\d{4})")
DAY_ZERO = r"^(?:1899-12-3\d|1900-01-0\d)[T ]"  # the day a spreadsheet gives a bare time
DAY_FRACTION = r"^0?[.,]\d+$"
MICROSECONDS_A_DAY = 86_400_000_000


def read_days(
    texts: pl.Series, site_zone: str, formats: tuple[str, ...] = (), languages: tuple[str, ...] = ()
) -> pl.Series:
    """The date of each text, local to the site where it states an offset; null where it is none."""
    return read_moments(texts, site_zone, site_zone, formats, languages)["on"]


def read_months(texts: pl.Series, site_zone: str, languages: tuple[str, ...] = ()) -> pl.Series:
    """The first day of the month of each text (`2026-02`, `02.2026`, `февраль 2026`, or any date in it)."""

    def first_day(text: str) -> str:
        figures = with_figures(text, languages) or text
        if found := YEAR_MONTH.fullmatch(figures):
            return f"{found[1]}-{int(found[2]):02}-01"
        if found := MONTH_YEAR.fullmatch(figures):
            return f"{found[2]}-{int(found[1]):02}-01"
        return figures

    return read_days(map_distinct(texts, first_day), site_zone, (), languages).dt.month_start()


def read_times(texts: pl.Series, site_zone: str) -> pl.Series:
    """The time of day of each text (`18:30`, `6:30 PM`, a fraction of a day, or a full moment)."""
    texts = texts.str.replace(DAY_ZERO, "")
    columns = [texts.str.to_time(form, strict=False) for form in CLOCKS]
    dotted = texts.str.replace(r"^(\d{1,2})[.-](\d{2})$", "$1:$2").str.to_time("%H:%M", strict=False)
    fraction = texts.to_frame("text").select(
        pl.when(pl.col("text").str.contains(DAY_FRACTION))
        .then(pl.col("text").str.replace(",", ".", literal=True).cast(pl.Float64, strict=False))
        .mul(MICROSECONDS_A_DAY // 1_000_000).round().mul(1_000_000_000).cast(pl.Int64).cast(pl.Time)
    )  # fmt: skip
    read = pl.select(pl.coalesce(*columns, dotted, fraction.to_series())).to_series()
    left = texts.is_not_null() & read.is_null()
    if left.any():
        moments = read_moments(
            texts.to_frame("text").select(pl.when(left).then("text")).to_series(), "UTC", "UTC"
        )
        read = pl.select(pl.coalesce(read, moments["at"].dt.time())).to_series()
    return read
