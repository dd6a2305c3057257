"""What a record says about its person: keys of contacts and attributes, never a name or a contact."""

from __future__ import annotations

import polars as pl

from pipelines.context import SiteContext
from pipelines.sources._fields import Types, complete

KEYS = {
    "card_key": "card",
    "email_key": "email",
    "phone_key": "phone",
    "code_key": "respondent_code",
    "member_key": "member",
}
ATTRIBUTES = ("year_of_birth", "sex", "district", "occupation", "home_language")
FIELDS: Types = {
    **dict.fromkeys(KEYS.values(), pl.String),
    **dict.fromkeys(("sex", "district", "occupation", "home_language"), pl.String),
    "year_of_birth": pl.Int64,
    "birth_date": pl.Date,
    "age": pl.Int64,
}


def person(fields: pl.DataFrame, seen_on: str, site: SiteContext) -> pl.DataFrame:
    """Canonical `person` rows of the records that say anything of one; `seen_on` names the column of the day.

    Of a day that lies ahead (a booking, a place on a list) the person is known since the file came in.

    The year of birth is the one stated, else that of the birth date, else the day's year less the age (so it
    may be one too late). A contact column holds its keyed hash already.
    """
    arrived = pl.lit(site.arrived_on, pl.Date)
    stated = complete(fields, FIELDS).select(
        "row",
        pl.when(pl.col(seen_on) > arrived).then(arrived).otherwise(seen_on).alias("seen_on"),
        *(pl.col(field).alias(key) for key, field in KEYS.items()),
        pl.coalesce(
            pl.col("year_of_birth"),
            pl.col("birth_date").dt.year().cast(pl.Int64),
            pl.col(seen_on).dt.year().cast(pl.Int64) - pl.col("age"),
        ).alias("year_of_birth"),
        *(pl.col(name) for name in ATTRIBUTES if name != "year_of_birth"),
    )
    return stated.filter(pl.any_horizontal(pl.col(*KEYS, *ATTRIBUTES).is_not_null()))
