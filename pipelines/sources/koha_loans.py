"""Koha loans: each line of the SQL report is one copy lent to one patron."""

from __future__ import annotations

import polars as pl

from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.sources._fields import INSTANT, Types, complete
from pipelines.sources._people import person

TABLES = ("loan", "person")
FIELDS: Types = {
    **dict.fromkeys(("lent_at", "returned_at"), INSTANT),
    **dict.fromkeys(("item_kind", "language"), pl.String),
}


def shape(fields: pl.DataFrame, mapping: Mapping, site: SiteContext) -> dict[str, pl.DataFrame]:
    """One `loan` a line and its `person` by card and patron's number. A renewal is no new loan."""
    records = complete(fields, FIELDS)
    loans = records.select(
        "row",
        pl.col("lent_at_on").alias("lent_on"),
        pl.col("returned_at_on").alias("returned_on"),
        "item_kind",
        "language",
    )
    return {"loan": loans, "person": person(records, "lent_at_on", site)}
