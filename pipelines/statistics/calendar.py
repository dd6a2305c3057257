"""The days of the Space, past and to come: open or closed, holidays, school breaks, from the reference files.

The same SQL models make it that make `dim_date`, over any range of days: a snapshot's own calendar ends with
its last record, and a forecast or a target needs the days after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import duckdb
import polars as pl

from pipelines import reference
from pipelines.settings import load_site, site_folder
from pipelines.warehouse import models

# A longer break is a season: in a history of a year or two it cannot be told from the level.
LONGEST_BREAK = 42
SHORT_BREAK = """
    select d.date, d.weekday::bigint as weekday, d.is_open, d.open_hours, d.holiday, d.school_break,
        exists (from reference_school_breaks b where d.date between b.starts_on and b.ends_on
            and date_diff('day', b.starts_on, b.ends_on) < ?) as short_break,
        exists (from reference_closures c
            where c.resource is null and d.date between c.starts_on and c.ends_on) as closure
    from day d order by d.date"""


@dataclass(frozen=True)
class Spell:
    """Days on end that a chart over time marks: a school break, a public holiday, a closure of the Space."""

    kind: Literal["school_break", "holiday", "closure"]
    first: date
    last: date


@lru_cache(maxsize=32)
def calendar(first: date, last: date, folder: Path | None = None) -> pl.DataFrame:
    """A row a day, both ends included: date, weekday (1 = Monday), is_open, open_hours, holiday,
    school_break, short_break (up to six weeks), closure (of the whole Space). Before the first known opening
    hours is_open is null: not known, not closed.
    """
    site = load_site(folder)
    connection = duckdb.connect()
    try:
        reference.load(connection, site, (folder or site_folder()) / "reference", first, last)
        connection.execute(f"create temp table prep_opening as {models()['prep_opening']}")
        connection.execute(f"create temp table day as {models()['dim_date']}")
        return connection.sql(SHORT_BREAK, params=[LONGEST_BREAK]).pl()
    finally:
        connection.close()


def spells(days: pl.DataFrame) -> tuple[Spell, ...]:
    """What is to be marked on a chart over these days (`calendar`), by kind and day."""
    return (*_runs(days, "school_break"), *_runs(days, "closure"), *_runs(days, "holiday"))


def _runs(days: pl.DataFrame, kind: Literal["school_break", "holiday", "closure"]) -> Iterator[Spell]:
    held: list[Any] = []
    for day, value in days.select("date", kind).iter_rows():
        if held and (not value or value != held[2] or day - held[1] > timedelta(days=1)):
            yield Spell(kind, held[0], held[1])
            held = []
        if value:
            held = [held[0] if held else day, day, value]
    if held:
        yield Spell(kind, held[0], held[1])


def open_days(first: date, last: date, folder: Path | None = None) -> int | None:
    """How many days the Space is open from first to last; None where that is not known of every day."""
    if first > last:
        return 0
    known = calendar(first, last, folder)["is_open"]
    return None if known.null_count() else int(known.sum())
