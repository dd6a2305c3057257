"""Fabman bookings: each record is one reservation of a machine by a member."""

from __future__ import annotations

import polars as pl

from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.sources._fabman import resource_code
from pipelines.sources._fields import INSTANT, Types, complete
from pipelines.sources._people import person

TABLES = ("booking", "person")
FIELDS: Types = {
    **dict.fromkeys(("booking", "resource", "status"), pl.String),
    **dict.fromkeys(("starts_at", "ends_at", "created_at"), INSTANT),
}


def shape(fields: pl.DataFrame, mapping: Mapping, site: SiteContext) -> dict[str, pl.DataFrame]:
    """One `booking` a record and its `person`. Whether the member came stands in the logs: unknown."""
    records = complete(fields, FIELDS)
    bookings = records.select(
        "row",
        pl.concat_str(pl.lit("fabman"), "booking", separator="-").alias("booking_code"),
        resource_code("resource").alias("resource_code"),
        "starts_at",
        "ends_at",
        pl.col("starts_at_on").alias("booked_on"),
        pl.col("starts_at_hour").alias("hour"),
        "created_at",
        "status",
        pl.lit("unknown").alias("checked_in"),
    )
    return {"booking": bookings, "person": person(records, "starts_at_on", site)}
