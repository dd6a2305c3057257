"""Google Forms: each line of the response table is one respondent's submission."""

from __future__ import annotations

import polars as pl

from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.sources import _people, _surveys
from pipelines.sources._fields import INSTANT, Types, complete

TABLES = ("response", "person")
FIELDS: Types = {**_surveys.FIELDS, "submitted_at": INSTANT}


def shape(
    fields: pl.DataFrame, mapping: Mapping, site: SiteContext, answers: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """Responses and respondents. A form gives no id, so moment, contact and row name a submission."""
    records = complete(fields, FIELDS, _people.FIELDS).with_columns(
        respondent=pl.concat_str(
            pl.col("submitted_at").dt.to_string("%Y-%m-%dT%H:%M:%SZ"),
            pl.coalesce("respondent_code", "email").str.head(8),
            "row",
            separator="/",
            ignore_nulls=True,
        ),
        answered_on=pl.col("submitted_at_on"),
    )
    return _surveys.shape_submissions(records, mapping, site, answers)
