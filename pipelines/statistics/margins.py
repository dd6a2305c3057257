"""Margins that weights have to meet: what shares of those invited fall into which category.

"unknown" is a category like any other. Categories in which too few answered are merged, because a weight that
rests on two people says little about anybody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

OTHER = "other"
UNKNOWN = "unknown"
LEAST = 5
SEPARATOR = " | "


@dataclass(frozen=True)
class Margin:
    """How many were invited in each category: one value of each of `columns`, joined by " | "."""

    columns: tuple[str, ...]
    totals: Mapping[str, float]

    @property
    def name(self) -> str:
        return "_by_".join(self.columns)

    @classmethod
    def of(cls, invited: pl.DataFrame, columns: Sequence[str], size: str) -> Margin:
        """The margin of a frame that has one row a group of invited people, with their number in `size`."""
        totals: dict[str, float] = {}
        for category, number in zip(category_of(invited, columns), invited[size], strict=True):
            totals[category] = totals.get(category, 0.0) + float(number or 0)
        return cls(tuple(columns), totals)


@dataclass(frozen=True)
class Merged:
    """A margin whose categories are wide enough, and into which of them every respondent falls."""

    margin: Margin
    categories: pl.Series
    merged: tuple[str, ...]  # categories that went into "other"

    @property
    def divides(self) -> bool:
        """True when there is something to weight by."""
        return len(self.margin.totals) > 1


def category_of(frame: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    """The category of each row; a missing value is "unknown"."""
    parts = [pl.col(name).cast(pl.String).fill_null(UNKNOWN) for name in columns]
    return frame.select(pl.concat_str(parts, separator=SEPARATOR).alias("_by_".join(columns))).to_series()


def merge_thin(margin: Margin, respondents: pl.DataFrame, least: int = LEAST) -> Merged:
    """Categories with fewer than `least` respondents, or with nobody invited, become one, "other".

    While "other" is itself thin the smallest of the remaining categories (by respondents, then by name) joins
    it, so that nobody who was invited is left out.
    """
    categories = category_of(respondents, margin.columns)
    answered = dict(categories.value_counts().iter_rows())
    every = sorted(set(answered) | {name for name, total in margin.totals.items() if total > 0})
    thin = {name for name in every if answered.get(name, 0) < least or margin.totals.get(name, 0) <= 0}

    def is_thin() -> bool:
        number = sum(answered.get(name, 0) for name in thin)
        return bool(thin) and (number < least or sum(margin.totals.get(name, 0) for name in thin) <= 0)

    while is_thin() and len(thin) < len(every):
        thin.add(min((name for name in every if name not in thin), key=lambda n: (answered.get(n, 0), n)))
    totals = {name: float(margin.totals[name]) for name in every if name not in thin}
    if thin:
        totals[OTHER] = float(sum(margin.totals.get(name, 0) for name in thin))
    kept = categories.replace_strict(dict.fromkeys(thin, OTHER), default=categories) if thin else categories
    return Merged(Margin(margin.columns, totals), kept, tuple(sorted(thin)))
