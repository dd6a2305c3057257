"""Fabman resource logs: each record is a use of a machine, or an attempt that was denied."""

from __future__ import annotations

import polars as pl

from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.sources._fabman import resource_code
from pipelines.sources._fields import INSTANT, Types, complete
from pipelines.sources._people import person

TABLES = ("machine_log", "person")
FIELDS: Types = {
    **dict.fromkeys(("resource", "type", "reason", "stop_type"), pl.String),
    **dict.fromkeys(("started_at", "stopped_at"), INSTANT),
    "idle_seconds": pl.Int64,
}


def shape(fields: pl.DataFrame, mapping: Mapping, site: SiteContext) -> dict[str, pl.DataFrame]:
    """One `machine_log` a record, and its `person` by the member's number.

    Fabman adds the time a machine stood idle before it switched off to the use; the use ends before it.
    """
    records = complete(fields, FIELDS)
    idle = pl.duration(seconds=pl.col("idle_seconds").fill_null(0))
    stopped = pl.max_horizontal(pl.col("stopped_at") - idle, "started_at")
    logs = records.select(
        "row",
        resource_code("resource").alias("resource_code"),
        "started_at",
        pl.when(pl.col("stopped_at").is_not_null()).then(stopped).alias("stopped_at"),
        pl.col("started_at_on").alias("started_on"),
        "type",
        "reason",
        "stop_type",
    )
    return {"machine_log": logs, "person": person(records, "started_at_on", site)}
