"""Survey submissions: what every survey source does with a respondent's answers."""

from __future__ import annotations

import polars as pl

from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.sources._fields import Types
from pipelines.sources._people import person
from pipelines.sources._sessions import with_programme

ANSWER = ("row", "question", "kind", "outcome", "state", "value", "option", "scale_low", "scale_high")
FIELDS: Types = dict.fromkeys(("programme", "language", "form_language"), pl.String)


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
    return {"response": responses, "person": person(records, "answered_on")}
