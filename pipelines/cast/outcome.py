"""What a cast gives: columns, and for each way to fail the rows that failed so."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from expectations.schema import Severity


@dataclass(frozen=True)
class Failure:
    """Rows (a boolean mask, never null) whose value could not be taken as it stands."""

    code: str
    where: pl.Series
    severity: Severity = "critical"


@dataclass(frozen=True)
class Cast:
    """Typed columns of one field, the value first, and the failures among its rows."""

    columns: tuple[pl.Series, ...]
    failures: tuple[Failure, ...] = ()


def unread(texts: pl.Series, values: pl.Series) -> pl.Series:
    """Mask of the rows that have a text and no value."""
    return texts.is_not_null() & values.is_null()
