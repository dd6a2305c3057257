"""Koha patrons: each line is one patron, of whom the category says what they do."""

from __future__ import annotations

import polars as pl

from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.sources._fields import Types, complete
from pipelines.sources._people import person

TABLES = ("person",)
FIELDS: Types = {"enrolled_on": pl.Date}


def shape(fields: pl.DataFrame, mapping: Mapping, site: SiteContext) -> dict[str, pl.DataFrame]:
    """One `person` a line, by card, patron's number and contacts, seen on the day of enrolment."""
    return {"person": person(complete(fields, FIELDS), "enrolled_on", site)}
