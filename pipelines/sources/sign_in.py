"""Sign-in sheets: each line is a visit of one person, who may have left a contact."""

from __future__ import annotations

import polars as pl

from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.sources._fields import INSTANT, Types, complete
from pipelines.sources._moments import starts
from pipelines.sources._people import person

TABLES = ("visit", "person")
FIELDS: Types = {
    "visited_at": INSTANT,
    "visited_date": pl.Date,
    "visited_time": pl.Time,
    "zone": pl.String,
    "service": pl.String,
    "first_time": pl.Boolean,
}


def shape(fields: pl.DataFrame, mapping: Mapping, site: SiteContext) -> dict[str, pl.DataFrame]:
    """One `visit` a line, and a `person` where the line says anything about one."""
    moment = starts("visited_at", "visited_date", "visited_time", site.site.time_zone)
    records = complete(fields, FIELDS).with_columns(**moment)
    visits = records.select(
        "row",
        pl.col("at").alias("visited_at"),
        pl.col("on").alias("visited_on"),
        "hour",
        pl.lit(1, pl.Int64).alias("count"),
        pl.lit("sign_in").alias("kind"),
        "zone",
        "service",
        "first_time",
    )
    return {"visit": visits, "person": person(records, "on", site)}
