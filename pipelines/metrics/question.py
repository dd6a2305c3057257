"""What is asked and what is answered, and the check of a question against the allow-lists."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import polars as pl

from pipelines.metrics.dimensions import UNKNOWN, dimensions
from pipelines.metrics.metric import Metric, catalogue
from pipelines.metrics.periods import GRAINS
from pipelines.problems import Problem, RefusalError

ROLES = ("partner", "library", "analyst")


class Snapshot(Hashable, Protocol):
    """A published snapshot, read only."""

    @property
    def id(self) -> str: ...

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> pl.DataFrame: ...


@dataclass(frozen=True)
class Question:
    """One figure, or a table of it: which metric, broken down by what, over which local days, seen by
    whom. `closed` is asked of a former snapshot: partner and library are then given closed months only, and those up
    to `closed_until`, the last day of a month that was closed by hand on it.
    """

    metric: str
    by: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    grain: str | None = None
    where: tuple[tuple[str, str], ...] = ()
    role: str = "partner"
    closed: bool = False
    closed_until: date | None = None

    @property
    def filters(self) -> Mapping[str, tuple[str, ...]]:
        """Allowed values of each filtered dimension, sorted; several mean or."""
        found: dict[str, set[str]] = {}
        for name, value in self.where:
            found.setdefault(name, set()).add(value)
        return {name: tuple(sorted(values)) for name, values in sorted(found.items())}


@dataclass(frozen=True)
class Denominator:
    """The number of residents that figures are held against: of which day, and who says so."""

    as_of: date
    source: str


@dataclass(frozen=True)
class Answer:
    """Rows of an answer, already suppressed for the role that asked: by..., period, value, numerator,
    denominator, n, unknown, lower, upper, level, method, indicative, suppressed. A suppressed row has every
    number null. `residents` names the denominator of figures that are held against residents.
    """

    metric: Metric
    question: Question
    snapshot: str
    rows: pl.DataFrame
    sql: str
    residents: Denominator | None = None


def check(snapshot: Snapshot, question: Question) -> Metric:
    """The metric asked for; raises RefusalError naming what is not allowed and what is."""
    metrics = catalogue()
    if question.metric not in metrics:
        raise RefusalError(
            Problem("metric_unknown", values={"metric": question.metric, "allowed": listed(metrics)})
        )
    metric = metrics[question.metric]
    for name in (*question.by, *question.filters):
        if name not in metric.by:
            values = {"metric": metric.code, "dimension": name, "allowed": listed(metric.by)}
            raise RefusalError(Problem("dimension_unknown", values=values))
    if question.grain is not None and question.grain not in GRAINS:
        raise RefusalError(
            Problem("grain_unknown", values={"grain": question.grain, "allowed": listed(GRAINS)})
        )
    if question.role not in ROLES:
        raise RefusalError(Problem("role_unknown", values={"role": question.role, "allowed": listed(ROLES)}))
    if question.start and question.end and question.start > question.end:
        values = {"start": question.start.isoformat(), "end": question.end.isoformat()}
        raise RefusalError(Problem("period_reversed", values=values))
    for name, wanted in question.filters.items():
        _check_values(snapshot, metric, name, wanted)
    return metric


def _check_values(snapshot: Snapshot, metric: Metric, name: str, wanted: Iterable[str]) -> None:
    dimension = dimensions()[name]
    strange = set(wanted) - set(dimension.values) - {UNKNOWN}
    if not strange:
        return
    present = snapshot.rows(f"select distinct {dimension.sql} as code from {metric.table}", [])["code"]
    known = {*dimension.values, *present, UNKNOWN}
    for value in sorted(strange - known):
        allowed = listed(sorted(known, key=dimension.order))
        values = {"dimension": name, "value": value, "allowed": allowed}
        raise RefusalError(Problem("dimension_value_unknown", values=values))


def listed(names: Iterable[str]) -> str:
    """Names for a sentence."""
    return ", ".join(names) or "none"
