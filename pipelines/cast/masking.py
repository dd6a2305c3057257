"""E-mail addresses and telephone numbers inside texts that are handed on, masked."""

from __future__ import annotations

import re

import phonenumbers
import polars as pl

from pipelines.distinct import map_distinct

MASK = "…"
ADDRESS = re.compile(r"[^\s@<>()\",;:]+@[^\s@<>()\",;:]+\.[^\s@<>()\",;:]+")
SUSPECT = r"@|(?:\d[\s()+.–-]*){10}"


def mask_contacts(texts: pl.Series, region: str) -> tuple[pl.Series, pl.Series]:
    """The texts with contacts masked, and a mask of the rows where there were any.

    `region` is the ISO country whose way of dialling telephone numbers are read in.
    """
    suspect = texts.str.contains(SUSPECT).fill_null(False)
    if not suspect.any():
        return texts, suspect

    def masked(text: str) -> str:
        text = ADDRESS.sub(MASK, text)
        found = list(phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.POSSIBLE))
        for match in reversed(found):
            if sum(letter.isdigit() for letter in match.raw_string) >= 10:
                text = text[: match.start] + MASK + text[match.end :]
        return text

    only = pl.select(pl.when(suspect).then(texts)).to_series()
    clean = pl.select(pl.coalesce(map_distinct(only, masked), texts)).to_series().alias(texts.name)
    return clean, (clean != texts).fill_null(False)
