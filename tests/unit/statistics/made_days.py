"""Days of a Space made by rule: what the tests of forecasts and gaps are worked out from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

FIRST = date(2026, 1, 6)  # a Tuesday
PROFILE = {1: 0.0, 2: 50.0, 3: 60.0, 4: 55.0, 5: 45.0, 6: 120.0, 7: 80.0}


def days(
    number: int, value: Callable[[int, float], float | None], closed: tuple[int, ...] = ()
) -> pl.DataFrame:
    """So many days from a Tuesday on, closed on Mondays and on the days of these numbers.

    `value` is told the number of an open day and what its weekday usually has.
    """
    rows = []
    for place in range(number):
        day = FIRST + timedelta(days=place)
        is_open = day.isoweekday() != 1 and place not in closed
        rows.append(
            {"date": day, "weekday": day.isoweekday(), "is_open": is_open, "open_hours": 9.0 * is_open}
            | {"holiday": None, "school_break": None, "short_break": False}
            | {"value": value(place, PROFILE[day.isoweekday()]) if is_open else 0.0}
        )
    texts = {"holiday": pl.String, "school_break": pl.String, "value": pl.Float64}
    return pl.DataFrame(rows, schema_overrides=texts)
