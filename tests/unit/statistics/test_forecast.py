"""Forecasts: what is planted comes back, closures are known, and none is given that is not worth it."""

from __future__ import annotations

import math
from datetime import date, timedelta
from random import Random

import polars as pl
import pytest

from pipelines.statistics.calendar import calendar, open_days
from pipelines.statistics.daily import daily, weekly
from pipelines.statistics.forecast import forecast, forecast_days
from pipelines.statistics.forecast_models import combined, seasonal_naive
from tests.spec.handmade import hand_made
from tests.unit.statistics.made_days import FIRST, PROFILE, days

WEEK = sum(PROFILE.values())


def noisy(seed: int, spread: float = 0.2, growth: float = 0.0) -> pl.DataFrame:
    chance = Random(seed)  # noqa: S311
    return days(
        45 * 7,
        lambda place, usual: round(usual * math.exp(growth * place / 7) * chance.lognormvariate(0, spread)),
        closed=(40, 41, 42, 95, 180, 181),
    )


def ahead_of(past: pl.DataFrame, weeks: int, closed: tuple[int, ...] = ()) -> pl.DataFrame:
    every = days(past.height + 7 * weeks, lambda _, usual: usual, closed)
    return every.tail(7 * weeks).drop("value")


def test_a_steady_profile_is_forecast_within_its_interval() -> None:
    past = noisy(1)
    found = forecast_days(past, ahead_of(past, 8))
    assert found.reason is None and found.weeks is not None and found.backtest is not None
    assert found.backtest.beats and found.backtest.error < found.backtest.naive_error
    assert found.weeks["value"].to_list() == pytest.approx([WEEK] * 8, rel=0.06)
    for row in found.weeks.to_dicts():
        assert row["lower"] < WEEK < row["upper"]
    assert 0.85 <= found.backtest.coverage <= 1


def test_the_same_records_give_the_same_forecast() -> None:
    past = noisy(1)
    one, other = (forecast_days(past, ahead_of(past, 8)) for _ in range(2))
    assert one.weeks is not None and other.weeks is not None
    assert one.weeks.equals(other.weeks)


def test_a_closed_day_ahead_takes_its_visits_away() -> None:
    past = noisy(2)
    saturday = past.height + 4
    assert (FIRST + timedelta(days=saturday)).isoweekday() == 6
    usual = combined(past, ahead_of(past, 8))
    shut = combined(past, ahead_of(past, 8, (saturday,)))
    assert shut[4] == 0 and usual[4] == pytest.approx(120, rel=0.15)
    assert [a for place, a in enumerate(usual) if place != 4] == pytest.approx(
        [a for place, a in enumerate(shut) if place != 4]
    )


def test_a_school_break_that_empties_the_space_is_learned() -> None:
    past = days(40 * 7, lambda place, usual: usual * (0.5 if place % 70 < 7 else 1.0) + place % 2)
    in_break = (pl.int_range(pl.len()) % 70) < 7
    past = past.with_columns(in_break.alias("short_break"))
    ahead = ahead_of(past, 1).with_columns(pl.lit(True).alias("short_break"))
    assert combined(past, ahead).sum() == pytest.approx(WEEK / 2, rel=0.05)


def test_a_forecast_that_does_not_beat_seasonal_naive_is_not_given() -> None:
    # A level that jumps up or down every nine weeks and holds: the last week tells it, a mean of weeks lags.
    past = days(45 * 7, lambda place, usual: usual * (1 + place // 63 % 2) + place % 2)
    found = forecast_days(past, ahead_of(past, 8))
    assert found.reason == "not_better_than_naive"
    assert found.weeks is None
    assert found.backtest is not None and not found.backtest.beats


def test_a_short_history_gives_no_forecast() -> None:
    past = noisy(1).head(26 * 7)
    assert forecast_days(past, ahead_of(past, 8)).reason == "history_too_short"


def test_a_source_that_was_silent_for_its_first_months_is_learned_from_where_it_speaks() -> None:
    past = noisy(1)
    late = past.with_columns(
        pl.when(pl.int_range(pl.len()) < 16 * 7).then(None).otherwise("value").alias("value")
    )
    found = forecast_days(late, ahead_of(past, 8))
    # Six open days a week: 28 of them are on record five weeks later.
    assert found.backtest is not None and found.backtest.origins == 45 - 8 - 21 + 1
    silent = past.with_columns(pl.when(pl.int_range(pl.len()) == 0).then("value").alias("value"))
    assert forecast_days(silent, ahead_of(past, 8)).reason == "history_too_short"


def test_days_ahead_without_known_hours_give_no_forecast() -> None:
    past = noisy(1)
    ahead = ahead_of(past, 8).with_columns(pl.lit(None, pl.Boolean).alias("is_open"))
    assert forecast_days(past, ahead).reason == "calendar_unknown"
    with pytest.raises(ValueError, match="whole weeks"):
        forecast_days(past, ahead.head(10))


def test_seasonal_naive_repeats_the_last_open_weekday() -> None:
    past = days(28, lambda place, usual: usual + place, closed=(25,))  # the last Saturday is shut
    found = seasonal_naive(past, ahead_of(past, 1))
    assert found.tolist() == [50 + 21, 60 + 22, 55 + 23, 45 + 24, 120 + 18, 80 + 26, 0]


def test_silent_days_are_not_nought() -> None:
    past = noisy(1)
    silent = past.with_columns(
        pl.when(pl.col("date").is_in([FIRST + timedelta(days=d) for d in range(281, 286)]))
        .then(None)
        .otherwise("value")
        .alias("value")
    )
    found = forecast_days(silent, ahead_of(past, 8))
    assert found.history["value"].null_count() == 1
    assert found.weeks is not None
    assert found.weeks["value"].to_list() == pytest.approx([WEEK] * 8, rel=0.08)


def test_days_come_from_the_metric_with_no_record_kept_apart_from_nought() -> None:
    visits = [
        {"date": "2026-06-09", "count": 3},
        {"date": "2026-06-09", "count": 4},
        {"date": "2026-06-11", "count": 5},
    ]
    snapshot = hand_made({"fct_visit": visits}, ("2026-06-07", "2026-06-11"))
    found = dict(daily(snapshot, "visits").select("date", "value").iter_rows())
    # Sunday 7 and Wednesday 10 June are open days without a record, Monday 8 June is closed.
    assert [found[date(2026, 6, day)] for day in range(7, 12)] == [None, 0, 7, None, 5]
    with pytest.raises(ValueError, match="no total of events"):
        daily(snapshot, "unique_participants")
    assert forecast(hand_made({}), "visits").reason == "no_data"


def test_weeks_are_whole_and_counted_back_from_the_last_day() -> None:
    past = days(17, lambda _, usual: usual)
    found = weekly(past, FIRST + timedelta(days=16))
    assert found["start"].to_list() == [FIRST + timedelta(days=3), FIRST + timedelta(days=10)]
    assert found["value"].to_list() == [WEEK, WEEK]
    assert found["open_days"].to_list() == [6, 6]


def test_the_calendar_reaches_beyond_the_records_and_knows_holidays_and_closures() -> None:
    found = {row["date"]: row for row in calendar(date(2026, 12, 1), date(2027, 1, 10)).to_dicts()}
    assert found[date(2026, 12, 16)]["holiday"] and not found[date(2026, 12, 16)]["is_open"]
    assert found[date(2026, 12, 15)]["is_open"] and not found[date(2026, 12, 14)]["is_open"]
    spring = calendar(date(2026, 3, 20), date(2026, 3, 20)).row(0, named=True)
    summer = calendar(date(2026, 7, 1), date(2026, 7, 1)).row(0, named=True)
    assert spring["short_break"] and not summer["short_break"] and summer["school_break"]
    assert open_days(date(2026, 8, 10), date(2026, 8, 16)) == 3
    assert open_days(date(2025, 12, 1), date(2026, 2, 1)) is None
    assert open_days(date(2026, 2, 1), date(2026, 1, 31)) == 0
