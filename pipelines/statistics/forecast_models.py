"""What a forecast can be made by: models of statsmodels with the known calendar, and seasonal-naive to beat.

Each takes the days so far (`daily`) and the calendar of the days ahead and gives a value for each day ahead;
closed days are nought.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

import numpy as np
import polars as pl

Model = Callable[[pl.DataFrame, pl.DataFrame], np.ndarray]


def seasonal_naive(past: pl.DataFrame, ahead: pl.DataFrame) -> np.ndarray:
    """The same weekday of the last week in which it was open and on record; a closed day is nought.

    That closed days ahead are known is granted to it as well: a model that only knows when the Space is shut
    would otherwise seem to know more.
    """
    last = dict(_told(past).sort("date").select("weekday", "value").iter_rows())
    usual = float(_told(past).sort("date").tail(6)["value"].mean() or 0.0)  # type: ignore[arg-type]
    return np.array(
        [
            last.get(weekday, usual) if is_open else 0.0
            for weekday, is_open in ahead.select("weekday", "is_open").iter_rows()
        ]
    )


def combined(past: pl.DataFrame, ahead: pl.DataFrame) -> np.ndarray:
    """The mean of the three models below: none is chosen, so no choice can flatter the back-test, and a mean
    of forecasts errs less than most of them (Bates and Granger 1969).
    """
    return np.mean([model(past, ahead) for model in MODELS.values()], axis=0)


def growing(past: pl.DataFrame, ahead: pl.DataFrame) -> np.ndarray:
    """The profile with growth by a constant rate, at the mean level of the last three weeks, growing on."""
    levels, profile = _levels(past, ahead, trend=True)
    return profile * float(levels[-3:].mean())


def smoothed_level(past: pl.DataFrame, ahead: pl.DataFrame) -> np.ndarray:
    """The profile of weekdays, holidays and breaks over all days, at a level that follows the weeks by simple
    exponential smoothing (Brown 1959), its weight estimated.
    """
    from statsmodels.tsa.holtwinters import SimpleExpSmoothing

    levels, profile = _levels(past, ahead)
    fitted = SimpleExpSmoothing(levels, initialization_method="estimated").fit()
    return profile * max(float(fitted.forecast(1)[0]), 0.0)


def last_weeks(past: pl.DataFrame, ahead: pl.DataFrame) -> np.ndarray:
    """The same profile, at the mean level of the last three weeks: soon right after a jump."""
    levels, profile = _levels(past, ahead)
    return profile * float(levels[-3:].mean())


def _levels(past: pl.DataFrame, ahead: pl.DataFrame, trend: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Each week's total over what the profile expects of its days, oldest first, and the profile ahead."""
    told = _told(past)
    columns = told.drop("value").columns
    profile = _poisson(past, pl.concat([told.select(columns), ahead.select(columns)]), trend)
    week = pl.Series("week", (_day_numbers(told)[-1] - _day_numbers(told)) // 7)
    sums = told.select("value", pl.Series("profile", profile[: told.height]), week)
    weeks = sums.group_by("week").agg(pl.col("value", "profile").sum()).sort("week", descending=True)
    return (weeks["value"] / weeks["profile"]).to_numpy(), profile[told.height :]


MODELS: Mapping[str, Model] = MappingProxyType(
    {
        "growing": growing,
        "last_weeks": last_weeks,
        "smoothed_level": smoothed_level,
    }
)


def _poisson(past: pl.DataFrame, ahead: pl.DataFrame, trend: bool) -> np.ndarray:
    """Poisson regression (its error need not be Poisson's: only the mean is used) on constant, weekday, open
    holiday, short school break and, with `trend`, time.
    """
    import statsmodels.api as sm

    told, coming = _told(past), ahead.filter(pl.col("is_open").fill_null(True))
    values = np.zeros(ahead.height)
    if coming.is_empty():
        return values
    usual = int(told["weekday"].mode().min())  # type: ignore[arg-type]
    known, future = (_regressors(days, usual, trend, told["date"][0]) for days in (told, coming))
    # Nothing can be learned of what did not vary.
    varies = [True, *(known[:, 1:].min(axis=0) != known[:, 1:].max(axis=0))]
    fitted = sm.GLM(told["value"].to_numpy(), known[:, varies], family=sm.families.Poisson()).fit()
    values[ahead["is_open"].fill_null(True).to_numpy()] = fitted.predict(future[:, varies])
    return values


def _regressors(days: pl.DataFrame, usual: int, trend: bool, first: date) -> np.ndarray:
    """Constant, weekdays against the usual one (as which a weekday never seen counts), open holiday, short
    break, and years since the first day.
    """
    weekdays = [pl.col("weekday") == day for day in range(1, 8) if day != usual]
    marks = days.select(
        (pl.col("weekday") > 0).cast(pl.Float64).alias("constant"),
        *(condition.cast(pl.Float64).alias(f"weekday_{place}") for place, condition in enumerate(weekdays)),
        pl.col("holiday").is_not_null().cast(pl.Float64).alias("open_holiday"),
        pl.col("short_break").cast(pl.Float64),
    ).to_numpy()
    years = _day_numbers(days, first) / 365.25 * trend
    return np.column_stack([marks, years])


def _told(days: pl.DataFrame) -> pl.DataFrame:
    """Open days on record: closed and silent ones say nothing of the demand."""
    return days.filter(pl.col("is_open").fill_null(True) & pl.col("value").is_not_null())


def _day_numbers(days: pl.DataFrame, first: date | None = None) -> np.ndarray:
    """Days since the first one."""
    return (days["date"] - (first or days["date"][0])).dt.total_days().to_numpy()
