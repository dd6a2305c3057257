"""Every word a reader sees, in one language: texts, plural forms, numbers, dates and labels of codes.

Texts stand in `locales/<language>.toml`; labels of a site's own codes (districts, programmes, rooms) stand
in its `reference/*.csv` under `name_<language>`. Numbers and dates are Babel's.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_decimal, format_percent

from dashboard.periods import Period, parse
from pipelines.metrics.periods import FiscalYear
from pipelines.settings import Site, load_site, site_folder

DOUBLE_STOP = re.compile(r"(?<=\w)\.\.(?!\.)")
LOCALES = Path(__file__).parent / "locales"
REFERENCE_FILES = {
    "districts": "district",
    "programmes": "programme",
    "resources": "resource",
    "zones": "zone",
}
SAME_CODES_AS = {"home_language": "language", "first_time": "yes_no", "first_visit": "yes_no"}


@dataclass(frozen=True)
class Words:
    """The words of one language. Calling it gives a text: `words("filter.period.label")`."""

    language: str
    site: Site
    texts: Mapping[str, Any]
    labels: Mapping[tuple[str, str], str]

    @property
    def locale(self) -> Locale:
        return Locale.parse(self.language)

    @property
    def fiscal(self) -> FiscalYear:
        return FiscalYear.of(self.site.first_day_of_fiscal_year)

    def has(self, key: str) -> bool:
        return _find(self.texts, key) is not None

    def __call__(self, key: str, **places: Any) -> str:
        """The text under a dotted key, its places filled; the place `count` chooses the plural form."""
        count = places.get("count")
        found = _find(self.texts, key)
        if found is None:
            raise KeyError(f"locales/{self.language}.toml has no [{key}]")
        if isinstance(found, Mapping):
            form = self.locale.plural_form(abs(count or 0))
            found = found.get(form) or found["other"]
        if count is not None:
            places["count"] = self.number(count)
        # An abbreviated year at the end of a sentence already has its full stop.
        return DOUBLE_STOP.sub(".", str(found).format(**places))

    def plain(self, key: str) -> str:
        """The text under a key with its places left as they stand."""
        return str(_find(self.texts, key))

    def label(self, dimension: str, code: object) -> str:
        """What readers call one value of a dimension; a code without a label shows as itself."""
        if code is None or code == "unknown":
            return self("value.unknown")
        if dimension == "weekday":
            return self.weekday(int(str(code)))
        if isinstance(code, bool):
            code = "yes" if code else "no"
        if dimension in ("period", "month", "quarter", "year", "fiscal"):
            return self.period(parse(str(code), self.fiscal))
        for name in (dimension, SAME_CODES_AS.get(dimension, dimension)):
            if self.has(f"value.{name}.{code}"):
                return self(f"value.{name}.{code}")
            if (name, str(code)) in self.labels:
                return self.labels[name, str(code)]
        return str(code)

    def number(self, value: float, decimals: int = 0) -> str:
        pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
        text = format_decimal(value, format=pattern, locale=self.language)
        return text.replace("-", "\N{MINUS SIGN}")

    def percent(self, share: float, decimals: int = 0) -> str:
        pattern = self.locale.percent_formats[None].pattern
        if decimals:
            pattern = pattern.replace("0", "0." + "0" * decimals, 1).replace("#,##0.", "#,##0.")
        return format_percent(share, format=pattern, locale=self.language).replace("-", "\N{MINUS SIGN}")

    def value(self, unit: str, value: float | None) -> str:
        """A value as `findings.written_as` says: percent, points with sign, decimal, whole."""
        if value is None:
            return "–"
        if unit == "percent":
            return self.percent(value, 2 if 0 < abs(value) < 0.01 else 0)
        if unit == "points":
            return ("+" if round(value) > 0 else "") + self.number(value)
        return self.number(value, 1 if unit == "decimal" or value != round(value) else 0)

    def interval(self, unit: str, lower: float | None, upper: float | None) -> str:
        """An interval written out, such as `66–76%`; empty where there is none."""
        if lower is None or upper is None:
            return ""
        low, high = self.value(unit, lower), self.value(unit, upper)
        if unit == "percent":
            low = low.rstrip("%").rstrip("\N{NO-BREAK SPACE}")
        joined = " … " if unit == "points" else "–"
        return f"{low}{joined}{high}"

    def day(self, day: date) -> str:
        return format_date(day, format="long", locale=self.language)

    def span(self, start: date, end: date) -> str:
        """Days from start to end as a reader says them: whole months as `April – June 2026`."""
        if start.day != 1 or (end + timedelta(days=1)).day != 1:
            return self.days(start, end)
        if (start.year, start.month) == (end.year, end.month):
            return self.month(start, short=False)
        return format_interval(start, end, "yMMMM", locale=self.language)

    def days(self, start: date | None, end: date | None) -> str:
        """Days from start to end: `1 July – 30 September 2026`."""
        if start is None or end is None:
            return self("period.all")
        return format_interval(start, end, "yMMMMd", locale=self.language)

    def moment(self, instant: datetime) -> str:
        """An instant (UTC where it names no zone) as local date and time."""
        aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        local = aware.astimezone(self.site.zone)
        return f"{self.day(local.date())}, {local:%H:%M}"

    def period(self, period: Period) -> str:
        """The name of a period: `July – September 2026`, `2026`, `US fiscal year 2026`."""
        if period.kind == "fiscal":
            return self("period.fiscal", year=period.code[2:])
        if period.kind == "year":
            return self("period.year", year=period.code)
        if period.kind == "all":
            return self("period.all")
        return self.span(period.start, period.end)

    def month(self, day: date, short: bool = True) -> str:
        name = format_skeleton("MMM" if short else "yMMMM", day, locale=self.language)
        return name.rstrip(".") if short else name

    def weekday(self, number: int, width: str = "wide") -> str:
        """The name of a weekday, 1 being Monday."""
        return str(self.locale.days["stand-alone"][width][number - 1])


def capital(text: str) -> str:
    """The text with a capital first letter, for the start of a sentence or a line."""
    return text[:1].upper() + text[1:]


def _find(texts: Mapping[str, Any], key: str) -> Any:
    found: Any = texts
    for part in key.split("."):
        if not isinstance(found, Mapping) or part not in found:
            return None
        found = found[part]
    return found


@lru_cache(maxsize=16)
def load_words(language: str, folder: Path | None = None) -> Words:
    """The words of a language for the site declared in `folder`."""
    place = folder or site_folder()
    texts = tomllib.loads((LOCALES / f"{language}.toml").read_text("utf-8"))
    return Words(language, load_site(place), texts, reference_labels(language, place / "reference"))


def reference_labels(language: str, folder: Path) -> dict[tuple[str, str], str]:
    """Labels of a site's own codes, by dimension and code; English stands in for an empty cell."""
    labels: dict[tuple[str, str], str] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                dimension = row.get("list") or REFERENCE_FILES.get(path.stem)
                if dimension and row.get("code"):
                    label = row.get(f"name_{language}") or row.get("name_en")
                    if label:
                        labels[dimension, row["code"]] = label
    return labels
