"""Fabman resources: each record is a machine, which gives the numbers in logs and bookings their names."""

from __future__ import annotations

import polars as pl

from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.sources._fabman import resource_code
from pipelines.sources._fields import Types, complete

TABLES = ("resource",)
FIELDS: Types = dict.fromkeys(("resource", "resource_name", "kind"), pl.String)


def shape(fields: pl.DataFrame, mapping: Mapping, site: SiteContext) -> dict[str, pl.DataFrame]:
    """One `resource` a record; a machine unless the mapping knows its kind."""
    resources = complete(fields, FIELDS).select(
        "row",
        resource_code("resource").alias("resource_code"),
        pl.coalesce("resource_name", resource_code("resource")).alias("name"),
        pl.col("kind").fill_null("machine").alias("kind"),
        pl.lit("makerspace").alias("service"),
    )
    return {"resource": resources}
