"""Dates with month names, in English and the site's languages, rewritten with figures."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError

YEAR_WORDS = re.compile(r"(?<=\d)\s*(?:года|год|г\.?|жылғы|жылы|жыл|ж\.?)(?=[\s,]|$)")
DAY_WORD_YEAR = re.compile(r"(\d{1,2})[\s.-]+([^\W\d_]+)\.?,?[\s-]+(\d{4})")
WORD_DAY_YEAR = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2}),?\s+(\d{4})")
YEAR_DAY_WORD = re.compile(r"(\d{4}),?\s+(\d{1,2})\s+([^\W\d_]+)\.?")
WORD_YEAR = re.compile(r"([^\W\d_]+)\.?,?\s+(\d{4})")
YEAR_WORD = re.compile(r"(\d{4}),?\s+([^\W\d_]+)\.?")
WEEKDAY = re.compile(r"^[^\W\d_]+,\s+(?=.*\d)")


@lru_cache(maxsize=8)
def month_numbers(languages: tuple[str, ...]) -> dict[str, int]:
    """Number of each month name, wide or abbreviated, in any of the languages and English."""
    numbers: dict[str, int] = {}
    for language in ("en", *languages):
        try:
            locale = Locale.parse(language)
        except (UnknownLocaleError, ValueError):
            continue
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[form][width].items():
                    numbers.setdefault(name.casefold().strip("."), number)
    return numbers


def with_figures(text: str, languages: tuple[str, ...]) -> str | None:
    """`1 февраля 2026 18:30` as `2026-02-01 18:30`, `Feb 2026` as `2026-02`; None where no month is named."""
    numbers = month_numbers(languages)
    plain = YEAR_WORDS.sub("", WEEKDAY.sub("", text.casefold().strip()))
    for pattern, year, word, day in (
        (DAY_WORD_YEAR, 3, 2, 1),
        (WORD_DAY_YEAR, 3, 1, 2),
        (YEAR_DAY_WORD, 1, 3, 2),
        (WORD_YEAR, 2, 1, 0),
        (YEAR_WORD, 1, 2, 0),
    ):
        found = pattern.match(plain)
        if found and (month := numbers.get(found.group(word).strip("."))):
            rest = plain[found.end() :].strip(" ,").upper()
            date = f"{found.group(year)}-{month:02}" + (f"-{int(found.group(day)):02}" if day else "")
            return f"{date} {rest}".strip()
    return None
