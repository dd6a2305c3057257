"""KoboToolbox: each record is one submission, from the API or from an export with labels."""

from __future__ import annotations

import polars as pl

from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.sources import _people, _surveys
from pipelines.sources._fields import INSTANT, Types, complete

TABLES = ("response", "person")
FIELDS: Types = {
    **_surveys.FIELDS,
    "submission_id": pl.String,
    "repeat_index": pl.String,  # of a repeat group's entry: each entry answers for itself
    **dict.fromkeys(("started_at", "ended_at", "submitted_at"), INSTANT),
}


def shape(
    fields: pl.DataFrame, mapping: Mapping, site: SiteContext, answers: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """Responses and respondents, dated by the end of filling in, else its start, else its arrival."""
    records = complete(fields, FIELDS, _people.FIELDS).with_columns(
        respondent=pl.concat_str("submission_id", "repeat_index", separator="/", ignore_nulls=True),
        answered_on=pl.coalesce("ended_at_on", "started_at_on", "submitted_at_on"),
    )
    return _surveys.shape_submissions(records, mapping, site, answers)
