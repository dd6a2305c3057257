"""Metrics in a notebook: the frames that `impact query` prints, suppressed for the role that asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from pipelines.metrics.answer import answer
from pipelines.metrics.question import Question
from pipelines.settings import home_folder
from pipelines.snapshot import Snapshots

Where = Mapping[str, str | Sequence[str]]


def query(
    metric: str,
    by: str | Sequence[str] = (),
    *,
    start: date | str | None = None,
    end: date | str | None = None,
    grain: str | None = None,
    where: Where | None = None,
    role: str = "analyst",
    snapshot: str | None = None,
    home: str | Path | None = None,
) -> pl.DataFrame:
    """The rows of `impact query METRIC` as a frame: by..., period, value, numerator, denominator, n, unknown,
    lower, upper, level, method, indicative, suppressed.

    Days are local and inclusive, as dates or ISO text; `where={"district": ["medeu", "almaly"]}` means or. The
    home is the one given, else IMPACT_HOME, else `data/home`; the snapshot the one given, else the current one.
    Raises RefusalError where the role may not ask, and where nothing is published.
    """
    snapshots = Snapshots(home_folder(home))
    opened = snapshots.open(snapshot or snapshots.require_current())
    question = Question(
        metric=metric,
        by=(by,) if isinstance(by, str) else tuple(by),
        start=_day(start),
        end=_day(end),
        grain=grain,
        where=tuple(_pairs(where or {})),
        role=role,
        closed=opened.id != snapshots.current(),
    )
    return answer(opened, question).rows


def _day(given: date | str | None) -> date | None:
    return date.fromisoformat(given) if isinstance(given, str) else given


def _pairs(where: Where) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in where.items()
        for value in ([values] if isinstance(values, str) else values)
    ]
