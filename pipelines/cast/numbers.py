"""Whole and decimal numbers as people and systems write them."""

from __future__ import annotations

import polars as pl

from pipelines.cast.outcome import Cast, Failure, unread

SPACES = r"[\s\u00a0\u2009\u202f']"
THOUSANDS_ONLY = r"^[+-]?\d{1,3}(?:,\d{3})+$"
COMMA_LAST = r"^[+-]?\d{1,3}(?:\.\d{3})*,\d+$|^[+-]?\d+,\d+$"
POINT_LAST = r"^[+-]?\d{1,3}(?:,\d{3})+\.\d+$"
ONE_COMMA_THREE_DIGITS = r"^[+-]?[1-9]\d{0,2},\d{3}$"


def cast_integers(texts: pl.Series) -> Cast:
    """Whole numbers (Int64); spaces, or commas before three digits, may part thousands."""
    read = texts.cast(pl.Int64, strict=False)
    failed = unread(texts, read)
    if failed.any():
        plain = texts.str.replace_all(SPACES, "")
        plain = _where(
            plain, plain.str.contains(THOUSANDS_ONLY), plain.str.replace_all(",", "", literal=True)
        )
        plain = plain.str.replace(r"^([+-]?\d+)[.,]0+$", "$1").str.replace("−", "-", literal=True)
        read = plain.cast(pl.Int64, strict=False)
        failed = unread(texts, read)
    return Cast((read,), (Failure("not_an_integer", failed),))


def cast_numbers(texts: pl.Series) -> Cast:
    """Decimal numbers (Float64) with point or comma; `1,234` may be either and is refused as ambiguous."""
    read = texts.cast(pl.Float64, strict=False)
    read = _where(read, read.is_finite().fill_null(False), read, otherwise_null=True)
    failed = unread(texts, read)
    nothing = (
        pl.Series([False]).new_from_index(0, len(texts)) if len(texts) else pl.Series([], dtype=pl.Boolean)
    )
    if not failed.any():
        return Cast((read,), (Failure("not_a_number", failed), Failure("ambiguous_number", nothing)))
    plain = texts.str.replace_all(SPACES, "").str.replace("−", "-", literal=True)
    ambiguous = failed & plain.str.contains(ONE_COMMA_THREE_DIGITS).fill_null(False)
    without_points = plain.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    without_commas = plain.str.replace_all(",", "", literal=True)
    plain = _where(
        _where(plain, plain.str.contains(COMMA_LAST), without_points),
        plain.str.contains(POINT_LAST) | plain.str.contains(THOUSANDS_ONLY),
        without_commas,
    )
    again = plain.cast(pl.Float64, strict=False)
    read = _where(again, again.is_finite().fill_null(False) & ~ambiguous, again, otherwise_null=True)
    failed = unread(texts, read) & ~ambiguous
    return Cast((read,), (Failure("not_a_number", failed), Failure("ambiguous_number", ambiguous)))


def _where(values: pl.Series, mask: pl.Series, then: pl.Series, otherwise_null: bool = False) -> pl.Series:
    chosen = pl.when(mask).then(then)
    return pl.select(chosen if otherwise_null else chosen.otherwise(values)).to_series()
