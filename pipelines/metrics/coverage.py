"""Which days a fact table covers: no data is not zero."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pipelines.metrics.periods import month_end
from pipelines.metrics.question import Snapshot


@dataclass(frozen=True)
class Coverage:
    """First and last local day with a record in a table, and the last month that is over as a whole."""

    first: date
    last: date
    last_complete: date | None

    def meets(self, start: date | None, end: date | None) -> bool:
        """True when at least one of the days asked for is covered."""
        return (start is None or start <= self.last) and (end is None or end >= self.first)

    def holds(self, start: date, end: date) -> bool:
        """True when all days asked for are covered."""
        return self.first <= start and end <= self.last


def coverage(snapshot: Snapshot, table: str) -> Coverage | None:
    """Coverage of a table; None when it holds no rows.

    A month is complete when it ended before the snapshot was made, or when its last day has records: later
    files may still correct it, none of its days is still to come.
    """
    sql = (
        "select first_date, last_date, cast(created_at as date) as made_on from meta_coverage, meta_snapshot"
        " where table_name = ? and rows > 0 and first_date is not null"
    )
    found = snapshot.rows(sql, [table])
    if found.is_empty():
        return None
    first, last, made_on = (_day(value) for value in found.row(0))
    end = month_end(last)
    if not (end < made_on or last == end):
        before = last.replace(day=1).toordinal() - 1
        end = date.fromordinal(before)
    return Coverage(first, last, end if end >= first else None)


def _day(value: object) -> date:
    return value.date() if isinstance(value, datetime) else value  # type: ignore[return-value]
