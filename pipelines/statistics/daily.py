"""A metric day by day: what forecasts, gaps and change points are worked out from.

Only undivided totals of events (visits, bookings, attendance): those are shown to every role as they are
(docs/contract, disclosure control), so nothing that rests on them needs suppression. No data is not zero.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from pipelines.metrics import catalogue, coverage
from pipelines.metrics.metric import Metric
from pipelines.metrics.question import Snapshot
from pipelines.metrics.statement import select, source
from pipelines.statistics.calendar import calendar

DAY = {"date": pl.Date, "value": pl.Float64}


def has_days(metric: Metric) -> bool:
    """Whether a metric is an undivided total of events, which is shown to every role by day."""
    return metric.estimate == "total" and metric.counts == "events"


def daily(snapshot: Snapshot, metric: str) -> pl.DataFrame:
    """A row a day over the days that the metric's table covers: the calendar's columns and `value`.

    `value` is null on an open day without a record (nothing was recorded, which is not nought), 0 on a closed
    one. Empty where the table holds nothing. Raises ValueError for a metric that is no total of events.
    """
    declared = catalogue()[metric]
    if not has_days(declared):
        raise ValueError(f"{metric} is no total of events and has no days of its own")
    covered = coverage(snapshot, declared.table)
    if covered is None:
        return pl.DataFrame(schema=DAY)
    rows = source(declared, {}, covered.first, covered.last)
    amount = f"sum({declared.numerator}) filter (where {declared.stated})"
    sql = select({"date": "date", "value": f"cast({amount} as double)"}) + f"\n{rows.sql}\ngroup by date"
    found = snapshot.rows(sql, rows.parameters).with_columns(pl.col("date").cast(pl.Date))
    days = calendar(covered.first, covered.last).join(found.select("date", "value"), on="date", how="left")
    closed = pl.col("is_open").is_not_null() & ~pl.col("is_open")
    value = pl.when(closed & pl.col("value").is_null()).then(0.0).otherwise(pl.col("value"))
    return days.with_columns(value.alias("value")).sort("date")


def weekly(days: pl.DataFrame, last: date) -> pl.DataFrame:
    """Totals of whole weeks, counted back from `last`: start, end, value, open_days. A week with a day that
    is not on record has no value.
    """
    whole: list[dict[str, Any]] = []
    ordinal = (pl.lit(last) - pl.col("date")).dt.total_days() // 7
    for week in days.filter(pl.col("date") <= last).with_columns(ordinal.alias("week")).partition_by("week"):
        if week.height == 7:
            value = None if week["value"].null_count() else float(week["value"].sum())
            start, end = week["date"].min(), week["date"].max()
            opened = int(week["is_open"].fill_null(True).sum())
            whole.append({"start": start, "end": end, "value": value, "open_days": opened})
    schema = {"start": pl.Date, "end": pl.Date, "value": pl.Float64, "open_days": pl.Int64}
    return pl.DataFrame(whole, schema=schema).sort("start")
