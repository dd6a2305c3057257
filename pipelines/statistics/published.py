"""Forecasts and flags as a snapshot holds them: made once at publish, where the packages they need are loaded
anyway, so that no reader waits for them.

A snapshot that has none (an older one), or another horizon, is worked out when it is asked for.
"""

from __future__ import annotations

import json

import duckdb
import polars as pl

from pipelines.metrics.question import Snapshot
from pipelines.statistics.daily import daily, weekly
from pipelines.statistics.forecast import HORIZON, Backtest, Forecast, forecast
from pipelines.statistics.gaps import Flag, flags

# Raised when the same records would give another forecast or other flags.
MAKING = 1
FORECAST = ("visits", "bookings")
TESTED = {
    **{"metric": pl.String, "horizon": pl.Int64, "reason": pl.String, "level": pl.Float64},
    **{"origins": pl.Int64, "error": pl.Float64, "naive_error": pl.Float64, "coverage": pl.Float64},
}
WEEKS = {
    **{"metric": pl.String, "week": pl.Int64, "start": pl.Date, "end": pl.Date, "open_days": pl.Int64},
    **{"value": pl.Float64, "lower": pl.Float64, "upper": pl.Float64},
    **{"error": pl.Float64, "naive_error": pl.Float64},
}
FLAGS = {
    **{"table_name": pl.String, "source": pl.String, "part": pl.String, "kind": pl.String},
    **{"first": pl.Date, "last": pl.Date, "before": pl.Float64, "after": pl.Float64},
    **{"expected": pl.Float64, "known": pl.String},
}


def write_published(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
    """Make `meta_forecast`, `meta_forecast_week` and `meta_flag` of a snapshot that is being built."""
    tested, weeks = [], []
    for metric in FORECAST:
        found = forecast(snapshot, metric, HORIZON)
        tested.append(_tested(metric, found))
        weeks += _weeks(metric, found)
    flagged = [_flag_row(flag) for flag in flags(snapshot)]
    for name, rows, schema in (
        ("meta_forecast", tested, TESTED),
        ("meta_forecast_week", weeks, WEEKS),
        ("meta_flag", flagged, FLAGS),
    ):
        frame = pl.DataFrame(rows, schema=schema, orient="row")
        connection.register("given", frame)
        connection.execute(f"create table {name} as select * from given")
        connection.unregister("given")


def read_forecast(snapshot: Snapshot, metric: str, weeks: int = HORIZON) -> Forecast:
    """The forecast of the snapshot, without loading what made it; worked out where the snapshot has none."""
    if weeks != HORIZON or metric not in FORECAST or not _has(snapshot, "meta_forecast"):
        return forecast(snapshot, metric, weeks)
    row = snapshot.rows("select * from meta_forecast where metric = ?", [metric]).row(0, named=True)
    days = daily(snapshot, metric)
    history = weekly(days, days["date"][-1]) if days.height else pl.DataFrame()
    ahead = snapshot.rows("select * from meta_forecast_week where metric = ? order by week", [metric])
    backtest = None
    if row["origins"] is not None:
        by_week = ahead.select("week", "error", "naive_error")
        figures = (row["origins"], row["error"], row["naive_error"], row["coverage"])
        backtest = Backtest(*figures, by_week)
    found = ahead.select("start", "end", "open_days", "value", "lower", "upper")
    return Forecast(row["reason"], history, None if row["reason"] else found, backtest, row["level"])


def read_flags(snapshot: Snapshot) -> tuple[Flag, ...]:
    """The flags of the snapshot, by day."""
    if not _has(snapshot, "meta_flag"):
        return flags(snapshot)
    rows = snapshot.rows("select * from meta_flag order by first, table_name, source, part, kind").to_dicts()
    return tuple(
        Flag(
            row["table_name"],
            row["source"],
            row["kind"],
            row["first"],
            row["last"],
            row["before"],
            row["after"],
            row["expected"],
            tuple(json.loads(row["known"])),
            tuple((name, code) for name, code in json.loads(row["part"])),
        )
        for row in rows
    )


def _tested(metric: str, found: Forecast) -> tuple[object, ...]:
    test = found.backtest
    figures = (test.origins, test.error, test.naive_error, test.coverage) if test else (None,) * 4
    return (metric, HORIZON, found.reason, found.level, *figures)


def _weeks(metric: str, found: Forecast) -> list[tuple[object, ...]]:
    """A row for each week ahead; without a forecast only the errors of the back-test."""
    errors = found.backtest.by_week.rows() if found.backtest else []
    ahead = found.weeks.rows() if found.weeks is not None else [(None,) * 6] * len(errors)
    return [
        (metric, week, *values, error, naive)
        for (week, error, naive), values in zip(errors, ahead, strict=True)
    ]


def _flag_row(flag: Flag) -> tuple[object, ...]:
    named = (flag.table, flag.source, json.dumps(flag.part), flag.kind, flag.first, flag.last)
    return (*named, flag.before, flag.after, flag.expected, json.dumps(flag.known))


def _has(snapshot: Snapshot, table: str) -> bool:
    sql = "select 1 from information_schema.tables where table_name = ?"
    return not snapshot.rows(sql, [table]).is_empty()
