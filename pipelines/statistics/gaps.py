"""Counters and sources that fall silent or jump: flagged for a person to explain, never smoothed away.

A silence is a run of open days with nothing recorded that chance would leave empty less than once in a
thousand times: by Poisson's law on a weekday that is never empty otherwise, else by how often that weekday
is (a source with a meeting a week is silent on most days, and need not be explained). A jump is a change of
level by half or more that lasts two weeks at least: PELT (Killick, Fearnhead and Eckley 2012, of `ruptures`)
over the logarithm of each open day against its weekday's median.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from math import log
from statistics import median
from typing import Any, Literal

import numpy as np
import polars as pl

from pipelines.metrics.question import Snapshot
from pipelines.statistics.daily import daily
from pipelines.statistics.source_days import source_days

CHANCE = log(0.001)
JUMP = 1.5
# Open days: two weeks of six.
SHORTEST = 12
NEAR = timedelta(days=3)


@dataclass(frozen=True)
class Flag:
    """Something to explain about a source, or a `part` of it (dimension and code).

    `kind` is silence (from `first` to `last` nothing was recorded, of what would usually be `expected`) or
    jump (from `first` on, with means of an open day `before` and `after`). `known` are the school breaks
    that begin or end within three days of a jump: a likely reason, not an excuse.
    """

    table: str
    source: str
    kind: Literal["silence", "jump"]
    first: date
    last: date
    before: float | None = None
    after: float | None = None
    expected: float | None = None
    known: tuple[str, ...] = ()
    part: tuple[tuple[str, str], ...] = ()


def flags(snapshot: Snapshot) -> tuple[Flag, ...]:
    """Everything to be explained about the sources of visits, attendance and bookings, by day."""
    found = [
        replace(flag, part=one.part)
        for one in source_days(snapshot)
        for flag in (*silences(one.days, one.table, one.source), *jumps(one.days, one.table, one.source))
    ]
    return tuple(sorted(found, key=lambda flag: (flag.first, flag.table, flag.source, flag.part, flag.kind)))


def silences(days: pl.DataFrame, table: str = "", source: str = "") -> list[Flag]:
    """Runs of open days on which nothing, or nought, was recorded, with what they would usually have held."""
    opened = _open(days).select("date", "weekday", pl.col("value").fill_null(0.0))
    runs: list[list[dict[str, Any]]] = [[]]
    for row in opened.to_dicts():
        if row["value"] > 0:
            runs.append([])
        else:
            runs[-1].append(row)
    found = []
    for run in filter(None, runs):
        others = opened.filter(~pl.col("date").is_between(run[0]["date"], run[-1]["date"]))
        usual = {
            weekday: (sum(held) / len(held), _chance(held))
            for weekday, held in others.group_by("weekday").agg("value").iter_rows()
        }
        told = [usual.get(row["weekday"], (0.0, 0.0)) for row in run]
        if sum(chance for _, chance in told) < CHANCE:
            expected = sum(mean for mean, _ in told)
            found.append(Flag(table, source, "silence", run[0]["date"], run[-1]["date"], expected=expected))
    return found


def _chance(held: list[float]) -> float:
    """The logarithm of the chance that a day is empty, by the other days of its weekday (where some of them
    are, Laplace's rule of succession).
    """
    empty = held.count(0.0)
    return log((empty + 1) / (len(held) + 2)) if empty else -median(held)


def jumps(days: pl.DataFrame, table: str = "", source: str = "") -> list[Flag]:
    """Days from which the level is another by half or more, up or down, for two weeks at least."""
    told = pl.col("value").is_not_null() & (pl.col("value") > 0)
    usual = _open(days).filter(told).group_by("weekday").agg(pl.col("value").median().alias("usual"))
    opened = _open(days).filter(told).join(usual, on="weekday").sort("date")
    if opened.height < 2 * SHORTEST:
        return []
    from ruptures import Pelt

    logs = np.log(opened["value"].to_numpy() / opened["usual"].to_numpy())
    # Spread from day to day, by medians of differences, so that the jumps looked for do not count as noise.
    spread = float(np.median(np.abs(np.diff(logs)))) / (0.6745 * 2**0.5)
    if spread == 0:
        spread = 0.01
    penalty = 3 * log(len(logs)) * spread**2
    ends = Pelt(model="l2", min_size=SHORTEST, jump=1).fit(logs.reshape(-1, 1)).predict(pen=penalty)
    starts = [0, *ends[:-1]]
    found = []
    for place in range(1, len(starts)):
        before = opened.slice(starts[place - 1], starts[place] - starts[place - 1])
        after = opened.slice(starts[place], ends[place] - starts[place])
        edges = (starts[place - 1], starts[place], ends[place])
        level = [float(np.mean(logs[begin:end])) for begin, end in pairwise(edges)]
        if abs(level[1] - level[0]) >= log(JUMP):
            first, last = after["date"][0], after["date"][-1]
            known = _breaks_near(days, first)
            found.append(Flag(table, source, "jump", first, last, _mean(before), _mean(after), known=known))
    return found


def on_site_above_visits(snapshot: Snapshot) -> pl.DataFrame:
    """Days on which more people attended on site than came through the door (OASIS: an error to show): date,
    attendance, visits. Visits are null where the door has no record of the day.
    """
    visits = daily(snapshot, "visits")
    if visits.is_empty():
        return pl.DataFrame(schema={"date": pl.Date, "attendance": pl.Float64, "visits": pl.Float64})
    sql = (
        "select date, cast(sum(count) as double) as attendance from fct_attendance"
        " where status = 'attended' and mode in ('in-person', 'hybrid') and format <> 'online' group by date"
    )
    attended = snapshot.rows(sql, []).with_columns(pl.col("date").cast(pl.Date))
    both = attended.join(visits.select("date", visits="value"), on="date", how="inner")
    above = pl.col("visits").is_null() | (pl.col("attendance") > pl.col("visits"))
    return both.filter(above & (pl.col("attendance") > 0)).sort("date")


def _mean(days: pl.DataFrame) -> float:
    return float(days["value"].mean() or 0.0)  # type: ignore[arg-type]


def _open(days: pl.DataFrame) -> pl.DataFrame:
    return days.filter(pl.col("is_open").fill_null(True)).sort("date")


def _breaks_near(days: pl.DataFrame, day: date) -> tuple[str, ...]:
    spells = days.filter(pl.col("school_break").is_not_null()).group_by("school_break")
    edges = spells.agg(pl.col("date").min().alias("first"), pl.col("date").max().alias("last"))
    return tuple(
        sorted(
            row["school_break"]
            for row in edges.to_dicts()
            if min(abs(row["first"] - day), abs(row["last"] + timedelta(days=1) - day)) <= NEAR
        )
    )
