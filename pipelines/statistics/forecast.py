"""Visits or bookings of the coming weeks, given out only where a back-test shows that it is worth it.

Weeks are counted back from the last day on record, so that they are whole. The back-test has a rolling
origin: from every week that leaves enough before it and the horizon after it, what is known by now is
forecast, and set against seasonal-naive. Intervals are the errors of that back-test (split conformal; Vovk,
Gammerman and Shafer 2005): no distribution is assumed. Everything is deterministic.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

import numpy as np
import polars as pl

from pipelines.metrics.intervals import LEVEL
from pipelines.metrics.question import Snapshot
from pipelines.statistics.calendar import calendar
from pipelines.statistics.daily import daily, weekly
from pipelines.statistics.forecast_models import Model, combined, seasonal_naive
from pipelines.statistics.reasons import checked

HORIZON = 8
LONGEST = 12
FIRST_ORIGIN = 12  # weeks
FEWEST_ORIGINS = 8
FEWEST_DAYS = 28  # open days on record before an origin, so that each weekday was seen


@dataclass(frozen=True)
class Backtest:
    """How the forecast stood against seasonal-naive over `origins`: mean absolute error of a week's total.

    `by_week` has a row for each week ahead: week, error, naive_error.
    `coverage` is the share of weeks whose interval, made without that origin, held the outcome. `beats` is
    whether its error is the smaller one.
    """

    origins: int
    error: float
    naive_error: float
    coverage: float
    by_week: pl.DataFrame

    @property
    def beats(self) -> bool:
        return self.error < self.naive_error


@dataclass(frozen=True)
class Forecast:
    """Weekly totals ahead (start, end, open_days, value, lower, upper), or the `reason` why there are none:
    no_data, history_too_short, calendar_unknown, not_better_than_naive. `history` are the weeks on record.
    """

    reason: str | None
    history: pl.DataFrame
    weeks: pl.DataFrame | None = None
    backtest: Backtest | None = None
    level: float = LEVEL


def forecast(snapshot: Snapshot, metric: str, weeks: int = HORIZON) -> Forecast:
    """The next 1 to 12 weeks of an undivided total of events; such totals are shown to every role."""
    days = daily(snapshot, metric)
    if days.is_empty():
        return Forecast(checked("no_data"), pl.DataFrame())
    last = days["date"][-1]
    ahead = calendar(last + timedelta(days=1), last + timedelta(days=7 * weeks))
    return forecast_days(days, ahead)


def forecast_days(days: pl.DataFrame, ahead: pl.DataFrame) -> Forecast:
    """The same from days (`daily`) and the calendar of the whole weeks ahead."""
    horizon = ahead.height // 7
    if not 1 <= horizon <= LONGEST or ahead.height % 7:
        raise ValueError(f"a forecast covers 1 to {LONGEST} whole weeks")
    history = weekly(days, days["date"][-1])
    if ahead["is_open"].null_count():
        return Forecast(checked("calendar_unknown"), history)
    days = days.tail(7 * history.height)
    origins = _origins(days, history.height - horizon)
    if len(origins) < FEWEST_ORIGINS:
        return Forecast(checked("history_too_short"), history)
    absolute, relative = _errors(days, history, combined, origins, horizon)
    naive, _ = _errors(days, history, seasonal_naive, origins, horizon)
    tested = _backtest(absolute, relative, naive)
    if not tested.beats:
        return Forecast(checked("not_better_than_naive"), history, backtest=tested)
    totals = combined(days, ahead).reshape(horizon, 7).sum(axis=1)
    widths = _widths(relative)
    starts = ahead["date"].gather_every(7)
    opened = ahead["is_open"].cast(pl.Int64).to_numpy().reshape(horizon, 7).sum(axis=1)
    found = pl.DataFrame({"start": starts, "end": starts + timedelta(days=6), "open_days": opened})
    found = found.with_columns(
        pl.Series("value", totals),
        pl.Series("lower", np.maximum(totals * (1 - widths), 0.0)),
        pl.Series("upper", totals * (1 + widths)),
    )
    return Forecast(None, history, found, tested)


def _origins(days: pl.DataFrame, last: int) -> list[int]:
    """The weeks that have enough on record before them to learn from; a source may have long gaps."""
    stated = pl.col("is_open").fill_null(True) & pl.col("value").is_not_null()
    seen, counted = (
        days.select(part.cum_sum()).to_series()
        for part in (stated.cast(pl.Int64), pl.col("value").fill_null(0))
    )
    return [
        week
        for week in range(FIRST_ORIGIN, last + 1)
        if seen[7 * week - 1] >= FEWEST_DAYS and counted[7 * week - 1] > 0
    ]


def _errors(
    days: pl.DataFrame, history: pl.DataFrame, model: Model, origins: list[int], horizon: int
) -> tuple[np.ndarray, np.ndarray]:
    """Absolute errors of weekly totals, and the same relative to the forecast: a row an origin, a column a
    week ahead; not a number for weeks that are not on record, or closed throughout.
    """
    known = history["value"].to_numpy().astype(float)
    absolute, relative = (np.full((len(origins), horizon), np.nan) for _ in range(2))
    for row, origin in enumerate(origins):
        ahead = days.slice(7 * origin, 7 * horizon).drop("value")
        totals = model(days.head(7 * origin), ahead).reshape(horizon, 7).sum(axis=1)
        absolute[row] = np.abs(known[origin : origin + horizon] - totals)
        relative[row] = np.divide(absolute[row], totals, out=np.full(horizon, np.nan), where=totals > 0)
    return absolute, relative


def _backtest(absolute: np.ndarray, relative: np.ndarray, naive: np.ndarray) -> Backtest:
    held: list[bool] = []
    for row in range(len(relative)):
        widths = _widths(np.delete(relative, row, axis=0))
        held.extend((relative[row] <= widths)[~np.isnan(relative[row])])
    by_week = [
        {"week": week + 1, "error": _mean(absolute[:, week]), "naive_error": _mean(naive[:, week])}
        for week in range(absolute.shape[1])
    ]
    coverage = float(np.mean(held)) if held else 0.0
    return Backtest(len(absolute), _mean(absolute), _mean(naive), coverage, pl.DataFrame(by_week))


def _widths(relative: np.ndarray, level: float = LEVEL) -> np.ndarray:
    """Half the width of each week's interval, relative to the forecast: the conformal quantile of the errors
    of that week and its neighbours, never narrower than that of a week before.
    """
    widths = []
    for week in range(relative.shape[1]):
        near = relative[:, max(0, week - 1) : week + 2]
        sorted_errors = np.sort(near[~np.isnan(near)])
        place = min(ceil((len(sorted_errors) + 1) * level), len(sorted_errors))
        widths.append(sorted_errors[place - 1] if len(sorted_errors) else np.nan)
    return np.asarray(np.fmax.accumulate(widths))


def _mean(errors: np.ndarray) -> float:
    told = errors[~np.isnan(errors)]
    return float(told.mean()) if told.size else float("inf")
