"""Periods a reader can choose: months, quarters, years, fiscal years, a span of months, or the whole time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipelines.metrics.periods import FiscalYear, bounds, periods_between

Kind = Literal["month", "quarter", "year", "fiscal", "span", "all"]


@dataclass(frozen=True)
class Period:
    """Local days from `start` to `end`, both inclusive, under the code of the command line and the URL."""

    code: str
    kind: Kind
    start: date
    end: date


def parse(code: str, fiscal: FiscalYear) -> Period:
    """The period of `2026-07`, `2026-Q3`, `2026`, `FY2026` or `2026-02..2026-05`; else ValueError."""
    first, dots, last = code.partition("..")
    if dots:
        start, end = bounds(first, fiscal)[0], bounds(last, fiscal)[1]
        if start > end:
            raise ValueError(code)
        return Period(code, "span", start, end)
    return Period(code, kind_of(code), *bounds(code, fiscal))


def kind_of(code: str) -> Kind:
    if code.startswith("FY"):
        return "fiscal"
    if "-Q" in code:
        return "quarter"
    return "month" if "-" in code else "year"


def offered(first: date, last: date, fiscal: FiscalYear) -> list[Period]:
    """The periods that hold a day of data: the whole time, then quarters, months and years, newest first."""
    codes: list[str] = []
    for grain in ("quarter", "month", "year", "fiscal"):
        codes += reversed(list(periods_between(first, last, grain, fiscal)))
    return [Period("all", "all", first, last), *(parse(code, fiscal) for code in codes)]


def usual(periods: Sequence[Period], first: date, last: date) -> Period:
    """The newest quarter that data cover to its end; else the whole time."""
    complete = [p for p in periods if p.kind == "quarter" and p.end <= last and p.start >= first]
    return complete[0] if complete else periods[0]
