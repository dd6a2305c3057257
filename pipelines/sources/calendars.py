"""Calendars: each record is one occurrence, a meeting of the programme that its title or category names."""

from __future__ import annotations

import hashlib

import polars as pl

from pipelines.context import SiteContext
from pipelines.distinct import map_distinct
from pipelines.mapping import Mapping
from pipelines.programmes import compared
from pipelines.sources._fields import INSTANT, Types, complete, declared_code
from pipelines.sources._sessions import programme, session_code, with_programme

TABLES = ("programme", "session")
FIELDS: Types = {
    **dict.fromkeys(("uid", "instance", "title", "service", "zone", "status"), pl.String),
    "all_day": pl.Boolean,
    "starts_at": INSTANT,
    "ends_at": INSTANT,
}
UNNAMED = "Calendar event"


def shape(fields: pl.DataFrame, mapping: Mapping, site: SiteContext) -> dict[str, pl.DataFrame]:
    """One `session` an occurrence. A title is kept only where the register of programmes knows it.

    Titles are open text ("Meeting with..."): any other event's programme is called "Calendar event", with the
    service that its category says. One of the register is the same meeting as in other sources; else the
    occurrence itself names it.
    """
    known = set(site.programmes.codes)
    records = complete(fields, FIELDS)
    listed = map_distinct(records["title"], lambda title: compared(title) in known, pl.Boolean)
    records = records.with_columns(listed=listed.fill_null(False))
    name = pl.when("listed").then("title").otherwise(pl.lit(UNNAMED))
    records = with_programme(records.with_columns(programme=name), site).with_columns(
        at=pl.when(~pl.col("all_day").fill_null(False)).then("starts_at"),
        on=pl.col("starts_at_on"),
        service=declared_code(mapping, "service"),
    )
    # Programmes of one name and several services would be one: each service has its own.
    of_service = pl.concat_str(pl.lit("calendar"), "service", separator="-", ignore_nulls=True)
    records = records.with_columns(
        programme_code=pl.when("listed").then("programme_code").otherwise(of_service)
    )
    own = map_distinct(
        records.select(pl.concat_str("uid", "instance", separator="\n", ignore_nulls=True)).to_series(),
        lambda text: "calendar-" + hashlib.sha256(text.encode()).hexdigest()[:16],
    )
    code = pl.when("listed").then(session_code(pl.col("on"), pl.col("at"))).otherwise(own)
    records = records.with_columns(session_code=code)
    return {"programme": programme(records, service=pl.col("service")), "session": _sessions(records)}


def _sessions(records: pl.DataFrame) -> pl.DataFrame:
    timed = pl.col("at").is_not_null()
    mode = {"online": "virtual", "off_site": "off-site"}
    return records.select(
        "row", "session_code", "programme_code",
        pl.col("at").alias("starts_at"),
        pl.when(timed).then("ends_at").alias("ends_at"),
        pl.col("on").alias("held_on"),
        pl.when(timed).then("starts_at_hour").alias("hour"),
        pl.when(timed).then(pl.lit("time")).otherwise(pl.lit("day")).alias("precision"),
        pl.col("zone").replace_strict(mode, default=None, return_dtype=pl.String).alias("mode"),
        "zone",
        pl.col("register_language").alias("language"),
        pl.lit(1, pl.Int64).alias("sessions"),
        pl.col("status").fill_null("held").alias("status"),
    )  # fmt: skip
