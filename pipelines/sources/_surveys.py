"""Survey submissions: what every survey source does with a respondent's answers."""

from __future__ import annotations

import polars as pl

from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.records import hash_rows
from pipelines.sources import _people
from pipelines.sources._fields import INSTANT, Types, complete
from pipelines.sources._people import person
from pipelines.sources._sessions import with_programme

ANSWER = ("row", "question", "kind", "outcome", "state", "value", "option", "scale_low", "scale_high")
FIELDS: Types = dict.fromkeys(("programme", "language", "form_language"), pl.String)
SUBMISSION: Types = {
    **FIELDS,
    "submission_id": pl.String,
    "submitted_on": pl.Date,
    **dict.fromkeys(("submitted_at", "started_at", "ended_at"), INSTANT),
}


def shape_export(
    fields: pl.DataFrame, mapping: Mapping, site: SiteContext, answers: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """Responses and respondents of an export with an id, a moment, or neither.

    An answer is dated by the moment it was sent, else by the end or start of filling in, else by the day that
    the mapping states for the whole file. Without an id the moment, the person's key and what was answered
    name a submission.
    """
    records = complete(fields, SUBMISSION, _people.FIELDS)
    moment = pl.coalesce("submitted_at", "ended_at", "started_at").dt.to_string("%Y-%m-%dT%H:%M:%SZ")
    key = pl.coalesce("respondent_code", "email", "phone").str.head(8)
    unnamed = pl.concat_str(moment, key, "content", "row", separator="/", ignore_nulls=True)
    records = records.join(_contents(answers), on="row", how="left", maintain_order="left").with_columns(
        respondent=pl.coalesce("submission_id", unnamed),
        answered_on=pl.coalesce("submitted_at_on", "ended_at_on", "started_at_on", "submitted_on"),
    )
    return shape_submissions(records.drop("content"), mapping, site, answers)


def _contents(answers: pl.DataFrame) -> pl.DataFrame:
    """`row` and a hash of all its answers: forms without any id differ at least in what was answered."""
    said = pl.concat_str("question", "state", "value", "option", separator="=", ignore_nulls=True)
    joined = answers.group_by("row").agg(said.sort().str.join("/").alias("said"))
    hashes, _ = hash_rows([joined["said"]])
    return joined.select("row", content=hashes.str.head(16))


def shape_submissions(
    records: pl.DataFrame, mapping: Mapping, site: SiteContext, answers: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """`response`, one row a question asked (an option chosen, for multi), and `person`, one row a respondent.

    `records` has `respondent` (text) and `answered_on` (date) beside the fields of a survey.
    """
    survey = mapping.survey
    if survey is None:
        raise ValueError(f"the mapping {mapping.name} declares no survey")
    wave = pl.col(survey.wave_field) if survey.wave_field else pl.lit(survey.wave)
    about = with_programme(records, site).select(
        "row",
        pl.lit(survey.code).alias("survey"),
        wave.alias("wave"),
        "respondent",
        "answered_on",
        pl.coalesce("language", "form_language").alias("language"),
        "programme_code",
    )
    responses = answers.select(ANSWER).join(about, on="row", how="inner", maintain_order="left")
    return {"response": responses, "person": person(records, "answered_on", site)}
