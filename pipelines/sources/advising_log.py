"""Advising contacts: each record is one contact, with what the person reported of applications and aid."""

from __future__ import annotations

import polars as pl

from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.sources._fields import INSTANT, Types, complete
from pipelines.sources._moments import starts
from pipelines.sources._people import person

TABLES = ("advising_contact", "person")
FIELDS: Types = {
    "contacted_at": INSTANT,
    "contacted_date": pl.Date,
    "contacted_time": pl.Time,
    **dict.fromkeys(("mode", "step", "reported", "cancelled"), pl.String),
    "aid_usd": pl.Float64,
}
NOT_CANCELLED = ("", "0", "false")


def shape(fields: pl.DataFrame, mapping: Mapping, site: SiteContext) -> dict[str, pl.DataFrame]:
    """One `advising_contact` a record and its `person`. What was cancelled is accepted and is no contact."""
    records = complete(fields, FIELDS).with_columns(
        **starts("contacted_at", "contacted_date", "contacted_time", site.site.time_zone)
    )
    took_place = pl.col("cancelled").fill_null("").str.to_lowercase().is_in(NOT_CANCELLED)
    contacts = records.filter(took_place).select(
        "row",
        pl.col("at").alias("contacted_at"),
        pl.col("on").alias("contacted_on"),
        "mode",
        "step",
        pl.col("reported").alias("outcome"),
        "aid_usd",
    )
    return {"advising_contact": contacts, "person": person(records, "on", site)}
