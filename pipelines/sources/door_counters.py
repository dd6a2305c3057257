"""Door counters and headcounts: each record is an hour, a day or a month of one counter."""

from __future__ import annotations

import polars as pl

from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.sources._fields import INSTANT, Types, complete
from pipelines.sources._moments import starts

TABLES = ("visit",)
FIELDS: Types = {
    "counted_at": INSTANT,
    "counted_date": pl.Date,
    "counted_time": pl.Time,
    "period_month": pl.Date,
    **dict.fromkeys(("zone", "counter", "kind"), pl.String),
    **dict.fromkeys(("people", "reading"), pl.Int64),
    **dict.fromkeys(("digits", "most_a_day"), pl.Int64),
}
DIGITS = 6
MOST_A_DAY = 20_000
"""More people than this cannot have come in on one day; a mapping may declare another figure."""


def shape(fields: pl.DataFrame, mapping: Mapping, site: SiteContext) -> dict[str, pl.DataFrame]:
    """One `visit` a record: `people` who came in, or the `reading` of a counter that shows a running total.

    `kind` is door_count unless the mapping's constant says occupancy (people present: never added up) or
    interval_count. Of a running total the people are the difference to the reading before, which may stand in
    another file: the snapshot's model takes it (prep_register.sql).
    """
    zone = site.site.time_zone
    records = complete(fields, FIELDS).with_columns(
        **starts("counted_at", "counted_date", "counted_time", zone)
    )
    of_month = pl.col("on").is_null() & pl.col("period_month").is_not_null()
    running = pl.col("reading").is_not_null()
    visits = records.select(
        "row",
        pl.col("at").alias("visited_at"),
        pl.coalesce("on", "period_month").alias("visited_on"),
        "hour",
        pl.col("people").alias("count"),
        pl.coalesce("kind", pl.lit("door_count")).alias("kind"),
        pl.when(of_month).then(pl.lit("month"))
        .when(pl.col("at").is_null()).then(pl.lit("day")).otherwise(pl.lit("time")).alias("precision"),
        "zone",
        pl.when(running).then(pl.coalesce("counter", "zone", pl.lit("door"))).alias("counter"),
        "reading",
        pl.when(running).then(pl.col("digits").fill_null(DIGITS)).alias("digits"),
        pl.when(running).then(pl.col("most_a_day").fill_null(MOST_A_DAY)).alias("most_a_day"),
    )  # fmt: skip
    return {"visit": visits}
