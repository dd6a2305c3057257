"""What each source recorded, day by day: a counter, a sign-in sheet of one zone, an export of bookings.

Counts of events that nothing personal divides; they are shown to every role as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from pipelines.metrics import coverage
from pipelines.metrics.question import Snapshot
from pipelines.statistics.calendar import calendar

# What divides a source's records in a table, and what it counts.
COUNTED: dict[str, tuple[tuple[str, ...], str]] = {
    "fct_visit": (("kind", "zone"), "sum(f.count)"),
    "fct_attendance": ((), "sum(f.count) filter (where f.status = 'attended')"),
    "fct_booking": ((), "count(*)"),
}


@dataclass(frozen=True)
class SourceDays:
    """One source of a table, or `part` of it (dimension and code), from its first record to the last day of
    the table: the calendar's columns and `value`, null where the source recorded nothing.
    """

    table: str
    source: str
    part: tuple[tuple[str, str], ...]
    days: pl.DataFrame


def source_days(snapshot: Snapshot) -> tuple[SourceDays, ...]:
    """Every source of visits, attendance and bookings, in order of their names."""
    found = []
    for table, (parts, amount) in COUNTED.items():
        covered = coverage(snapshot, table)
        if covered is None:
            continue
        names = "".join(f", f.{name}" for name in parts)
        sql = (
            f"select m.source as source{names}, f.date, cast({amount} as double) as value"
            f" from {table} f join meta_object m using (object_id) where f.date between ? and ? group by all"
        )
        rows = snapshot.rows(sql, [covered.first, covered.last]).with_columns(pl.col("date").cast(pl.Date))
        for key, days in sorted(rows.partition_by("source", *parts, as_dict=True).items()):
            whole = calendar(covered.first, covered.last).filter(pl.col("date") >= days["date"].min())
            joined = whole.join(days.select("date", "value"), on="date", how="left").sort("date")
            codes = tuple(zip(parts, map(str, key[1:]), strict=True))
            found.append(SourceDays(table, str(key[0]), codes, joined))
    return tuple(found)
