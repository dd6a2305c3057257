"""Periods of local dates: months, quarters, years and fiscal years, their codes and their first and last
days.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

GRAINS = ("month", "quarter", "year", "fiscal")


@dataclass(frozen=True)
class FiscalYear:
    """The day on which a fiscal year starts. `FY2026` is the one that ends in 2026 (starts on its first day
    of 2025).
    """

    month: int
    day: int

    @classmethod
    def of(cls, first_day: str) -> FiscalYear:
        """From `MM-DD` as the site declares it."""
        month, day = (int(part) for part in first_day.split("-"))
        date(2001, month, day)
        return cls(month, day)

    def year(self, day: date) -> int:
        later = (day.month, day.day) >= (self.month, self.day) and (self.month, self.day) != (1, 1)
        return day.year + int(later)

    def first(self, year: int) -> date:
        return date(year if (self.month, self.day) == (1, 1) else year - 1, self.month, self.day)

    @property
    def of_whole_months(self) -> bool:
        """True when months nest in the fiscal year."""
        return self.day == 1

    @property
    def of_whole_quarters(self) -> bool:
        """True when quarters nest in the fiscal year."""
        return self.of_whole_months and self.month % 3 == 1


def period_of(day: date, grain: str, fiscal: FiscalYear) -> str:
    """The code of the period a day lies in: `2026-07`, `2026-Q3`, `2026`, `FY2026`."""
    match grain:
        case "month":
            return f"{day.year:04d}-{day.month:02d}"
        case "quarter":
            return f"{day.year:04d}-Q{(day.month + 2) // 3}"
        case "year":
            return f"{day.year:04d}"
        case "fiscal":
            return f"FY{fiscal.year(day):04d}"
    raise ValueError(grain)


def bounds(code: str, fiscal: FiscalYear) -> tuple[date, date]:
    """First and last day of a period."""
    if code.startswith("FY"):
        year = int(code[2:])
        return fiscal.first(year), fiscal.first(year + 1) - timedelta(days=1)
    if "-Q" in code:
        year, quarter = (int(part) for part in code.split("-Q"))
        return date(year, 3 * quarter - 2, 1), month_end(date(year, 3 * quarter, 1))
    if "-" in code:
        first = date.fromisoformat(f"{code}-01")
        return first, month_end(first)
    return date(int(code), 1, 1), date(int(code), 12, 31)


def month_end(day: date) -> date:
    """Last day of the month a day lies in."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def periods_between(start: date, end: date, grain: str, fiscal: FiscalYear) -> Iterator[str]:
    """Codes of all periods that the days from start to end touch, in order."""
    day = start
    while day <= end:
        code = period_of(day, grain, fiscal)
        yield code
        day = bounds(code, fiscal)[1] + timedelta(days=1)


def period_sql(grain: str, fiscal: FiscalYear) -> str:
    """DuckDB expression that gives a fact's period code from its `date`."""
    year = "cast(year(date) as varchar)"
    match grain:
        case "month":
            return "strftime(date, '%Y-%m')"
        case "quarter":
            return f"{year} || '-Q' || cast(quarter(date) as varchar)"
        case "year":
            return year
        case "fiscal":
            if (fiscal.month, fiscal.day) == (1, 1):
                return f"'FY' || {year}"
            later = f"month(date) * 100 + day(date) >= {fiscal.month * 100 + fiscal.day}"
            return f"'FY' || cast(year(date) + cast({later} as integer) as varchar)"
    raise ValueError(grain)
