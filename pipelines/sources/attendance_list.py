"""Attendance lists: each line is one person and one meeting, with what became of the place."""

from __future__ import annotations

import polars as pl

from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.sources._fields import INSTANT, Types, complete
from pipelines.sources._moments import instant, starts
from pipelines.sources._people import person
from pipelines.sources._sessions import came_before, format_of, programme, session_code, with_programme

TABLES = ("programme", "session", "attendance", "person")
FIELDS: Types = {
    "programme": pl.String,
    "session_at": INSTANT,
    "session_date": pl.Date,
    "start_time": pl.Time,
    "end_time": pl.Time,
    **dict.fromkeys(("mode", "zone", "language", "status"), pl.String),
    "capacity": pl.Int64,
    "attended": pl.Boolean,
    "first_time": pl.Boolean,
}


def shape(fields: pl.DataFrame, mapping: Mapping, site: SiteContext) -> dict[str, pl.DataFrame]:
    """One `attendance` a line, beside it the programme and the meeting, which repeat from line to line."""
    zone = site.site.time_zone
    records = with_programme(complete(fields, FIELDS), site)
    records = records.with_columns(**starts("session_at", "session_date", "start_time", zone))
    records = records.with_columns(session_code=session_code(pl.col("on"), pl.col("at")))
    return {
        "programme": programme(records),
        "session": _sessions(records, site),
        "attendance": _attendances(records),
        "person": person(records, "on", site),
    }


def _sessions(records: pl.DataFrame, site: SiteContext) -> pl.DataFrame:
    end = instant(pl.col("on"), pl.col("end_time"), site.site.time_zone)
    marked = _status().is_in(("attended", "no-show"))
    return records.select(
        "row",
        "session_code",
        "programme_code",
        pl.col("at").alias("starts_at"),
        # An evening that ends after midnight ends on the next day.
        pl.when(end < pl.col("at")).then(end.dt.offset_by("1d")).otherwise(end).alias("ends_at"),
        pl.col("on").alias("held_on"),
        "hour",
        pl.when(pl.col("at").is_null()).then(pl.lit("day")).otherwise(pl.lit("time")).alias("precision"),
        "mode",
        "zone",
        pl.coalesce("language", "register_language").alias("language"),
        "capacity",
        pl.lit(1, pl.Int64).alias("sessions"),
        # A list says who came, or who has a place; that a meeting did not take place is said elsewhere.
        pl.when(marked | came_before(site)).then(pl.lit("held")).otherwise(pl.lit("planned")).alias("status"),
    )


def _attendances(records: pl.DataFrame) -> pl.DataFrame:
    return records.select(
        "row",
        "session_code",
        pl.col("on").alias("attended_on"),
        pl.lit("person").alias("kind"),
        pl.lit(1, pl.Int64).alias("count"),
        _status().alias("status"),
        format_of(pl.col("mode")).alias("format"),
        "first_time",
    )


def _status() -> pl.Expr:
    """A mark decides: come is attended, absent from a place held is no-show; a blank mark says nothing."""
    place = pl.col("status").fill_null("registered")
    absent = ~pl.col("attended") & (place == "registered")
    return (
        pl.when(pl.col("attended"))
        .then(pl.lit("attended"))
        .when(absent)
        .then(pl.lit("no-show"))
        .otherwise(place)
    )
