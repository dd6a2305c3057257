"""Which days the Space is open in the sample, from when to when, and how busy they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from holidays import country_holidays

from pipelines.sample.reference import Reference


@dataclass(frozen=True)
class Day:
    """An open day. Hours are local; `age` counts days since the opening; `weekday` 1 is Monday."""

    date: date
    opens: int
    closes: int
    weekday: int
    age: int
    school_break: bool
    summer: bool


def span(row: Mapping[str, str]) -> Iterable[date]:
    """Every date of a row with `starts_on` and `ends_on`, both included."""
    day, last = date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_on"])
    while day <= last:
        yield day
        day += timedelta(days=1)


def open_days(reference: Reference, start: date, end: date) -> list[Day]:
    """The open days from `start` to `end`, both included, by the rule of `data/reference/README.md`."""
    hours = {
        int(row["weekday"]): (int(row["opens"][:2]), int(row["closes"][:2]))
        for row in reference.rows("opening_hours")
    }
    overrides = {
        date.fromisoformat(row["date"]): row["is_open"] == "yes" for row in reference.rows("day_overrides")
    }
    closed = {day for row in reference.rows("closures") if not row["resource"] for day in span(row)}
    holiday = country_holidays(reference.site.country, years=range(start.year, end.year + 1))
    breaks = {day: len(list(span(row))) > 30 for row in reference.rows("school_breaks") for day in span(row)}
    days = []
    current = max(start, reference.site.opened_on)
    while current <= end:
        usual = current.isoweekday() in hours and current not in closed and current not in holiday
        if overrides.get(current, usual):
            opens, closes = hours.get(current.isoweekday(), next(iter(hours.values())))
            days.append(
                Day(
                    current,
                    opens,
                    closes,
                    current.isoweekday(),
                    (current - reference.site.opened_on).days,
                    current in breaks,
                    breaks.get(current, False),
                )
            )
        current += timedelta(days=1)
    return days
