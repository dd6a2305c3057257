"""Trainings taken: each record is one person and one course, with its result."""

from __future__ import annotations

import polars as pl

from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.sources._fields import Types, complete
from pipelines.sources._people import person

TABLES = ("training", "person")
FIELDS: Types = {
    "trained_on": pl.Date,
    **dict.fromkeys(("course", "course_number", "resource", "level", "result"), pl.String),
}


def shape(fields: pl.DataFrame, mapping: Mapping, site: SiteContext) -> dict[str, pl.DataFrame]:
    """One `training` a record, by the course's name or Fabman's number of it, and its `person`."""
    records = complete(fields, FIELDS)
    opens_machines = pl.col("resource").is_not_null() | pl.lit(mapping.system == "fabman")
    number = pl.concat_str(pl.lit("fabman-course"), "course_number", separator="-")
    trainings = records.select(
        "row",
        "trained_on",
        pl.coalesce("course", number).alias("course"),
        pl.when(opens_machines).then(pl.lit("machine")).otherwise(pl.lit("course")).alias("kind"),
        pl.col("resource").alias("resource_code"),
        "level",
        pl.col("result").fill_null("completed").alias("result"),
    )
    return {"training": trainings, "person": person(records, "trained_on", site)}
