"""Which days a pull asks for, and how they stand in a request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pipelines.pull.declaration import Window


@dataclass(frozen=True)
class Span:
    """Days asked for at once, both inclusive and local; `since` is null where everything is read.

    `reach` is the cursor that holds once what came is published: no later than today, which is not over, since
    of days ahead more may come.
    """

    since: date | None
    until: date
    reach: date

    @property
    def label(self) -> str:
        """How a file of this span is named, after its source."""
        return f"{self.since}-{self.until}" if self.since else f"{self.until}"

    def values(self, zone: ZoneInfo) -> dict[str, str]:
        """What `{since}` and its like stand for in a source's parameters."""
        since = self.since or date(2000, 1, 1)
        after = self.until + timedelta(days=1)
        midnight = datetime.combine(since, time(), zone).astimezone(UTC)
        return {
            "since": since.isoformat(),
            "since_utc": midnight.strftime("%Y-%m-%dT%H:%M:%S"),
            "until": self.until.isoformat(),
            "after": after.isoformat(),
            "days": str((self.until - since).days),
        }


def spans(
    declared: Window | None, cursor: date | None, first: date, today: date, everything: bool = False
) -> Iterator[Span]:
    """The spans of one pull, oldest first: from the cursor less the overlap to today and `ahead_days` beyond.

    The last one ends today as far as its cursor goes; without a window there is one that holds everything.
    """
    if declared is None:
        yield Span(None, today, today)
        return
    first = declared.first or first
    start = first if cursor is None or everything else max(first, cursor - timedelta(declared.overlap_days))
    end = max(today + timedelta(declared.ahead_days), start)
    # Each span begins on the day on which the one before ended, so that a chain of them has no gap to reason about.
    steps = timedelta((declared.span_days or (end - start).days + 2) - 1)
    while start + steps < end:
        yield Span(start, start + steps, min(start + steps, today))
        start += steps
    yield Span(start, end, min(end, today))


def filled(parameters: dict[str, str | int], values: dict[str, str]) -> dict[str, str | int]:
    """The parameters with `{since}`, `{since_utc}`, `{until}`, `{after}`, `{days}` filled in."""
    done = dict(parameters)
    for key, text in parameters.items():
        if isinstance(text, str):
            for name, value in values.items():
                text = text.replace("{" + name + "}", value)
            done[key] = text
    return done
