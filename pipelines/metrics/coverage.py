"""Which days a fact table covers: no data is not zero."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pipelines.metrics.periods import month_end
from pipelines.metrics.question import Snapshot

# A weekend and a holiday: so long the Space may be closed at a month's end without data being missing.
QUIET_DAYS = 3


@dataclass(frozen=True)
class Coverage:
    """First and last local day with a record in a table.

    `last_complete` is the last day of the last month with records that is over. `known_until` is the day up
    to which silence is quiet and not missing data: at most the end of that table's last month, and only where
    some table has records up to then.
    """

    first: date
    last: date
    last_complete: date | None
    known_until: date

    def meets(self, start: date | None, end: date | None) -> bool:
        """True when at least one of the days asked for is covered."""
        return (start is None or start <= self.known_until) and (end is None or end >= self.first)

    def holds(self, start: date, end: date, opened: date) -> bool:
        """True when all days asked for are covered; a table that begins in the opening month covers it
        whole.
        """
        from_opening = opened <= self.first <= month_end(opened)
        return (opened if from_opening else self.first) <= start and end <= self.known_until


def coverage(snapshot: Snapshot, table: str) -> Coverage | None:
    """Coverage of a table; None when it holds no rows.

    A month is over when it ended before the snapshot was made, or when its last day has records: later files
    may still correct it, none of its days is still to come.
    """
    sql = (
        "select first_date, last_date, cast(created_at as date) as made_on,"
        " (select max(last_date) from meta_coverage where rows > 0) as horizon"
        " from meta_coverage, meta_snapshot where table_name = ? and rows > 0 and first_date is not null"
    )
    found = snapshot.rows(sql, [table])
    if found.is_empty():
        return None
    first, last, made_on, horizon = (_day(value) for value in found.row(0))
    end = month_end(last)
    is_over = end < made_on or last == end
    last_complete = end if is_over else last.replace(day=1) - timedelta(days=1)
    is_quiet = is_over and horizon >= end - timedelta(days=QUIET_DAYS)
    known_until = end if is_quiet else max(last, min(end, horizon))
    return Coverage(first, last, last_complete if last_complete >= first else None, known_until)


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    raise TypeError(f"not a day: {type(value).__name__}")
