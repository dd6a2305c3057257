"""How much less answers tell that came in clusters: the design effect by which a proportion's n is divided.

Those who sat in one session, or several answers of one person, resemble each other. A metric declares its
`clusters`; the likeness within each kind (intraclass correlation) is estimated once, over all that the
metric has in a snapshot, because a single cell has too few clusters for it. A cell's design effect is then
Kish's

    1 + sum over kinds of (m - 1) * rho,    m = sum of size^2 / sum of size

(Kish 1965, Survey Sampling, 8.2; sizes that differ: Kish 1987; additive over kinds). `rho` is the analysis of
variance estimator for binary answers (Ridout, Demetrio and Firth 1999, Biometrics 55), never below 0. Design
effects are rounded up to a tenth, so that no sizes of clusters can be worked out of an interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Any

from pipelines.metrics.metric import Metric, catalogue
from pipelines.metrics.question import Question, Snapshot
from pipelines.metrics.statement import Statement, select, source

STEP = 10


@dataclass(frozen=True)
class Clusters:
    """Sums over the clusters of a yes-or-no answer: their number, the answers, the `squares` of their sizes,
    how many said `yes`, and `between`, the sum of yes^2 / size.
    """

    number: int
    answers: int
    squares: float
    yes: float
    between: float

    @property
    def likeness(self) -> float:
        """Intraclass correlation, 0..1; 0 where it cannot be told (no cluster has two answers, or one has
        all).
        """
        if self.number < 2 or self.answers == self.number:
            return 0.0
        usual = (self.answers - self.squares / self.answers) / (self.number - 1)
        apart = (self.between - self.yes**2 / self.answers) / (self.number - 1)
        within = (self.yes - self.between) / (self.answers - self.number)
        spread = apart + (usual - 1) * within
        return min(1.0, max(0.0, (apart - within) / spread)) if spread > 0 else 0.0


def design_effects(
    snapshot: Snapshot, metric: Metric, question: Question, keys: dict[str, str]
) -> dict[tuple[Any, ...], float]:
    """The design effect of each cell, by its keys, where it is above 1; `keys` are the SQL of the keys."""
    found: dict[tuple[Any, ...], float] = {}
    for place, cluster in enumerate(metric.clusters):
        likeness = pooled(snapshot, metric.code, place).likeness
        if likeness == 0.0:
            continue
        asked = sizes(metric, question, cluster, keys)
        for row in snapshot.rows(asked.sql, asked.parameters).to_dicts():
            key = tuple(row[name] for name in keys)
            usual = float(row["squares"]) / float(row["answers"])
            found[key] = found.get(key, 1.0) + (usual - 1) * likeness
    return {key: effect for key, value in found.items() if (effect := _rounded_up(value)) > 1}


@lru_cache(maxsize=512)
def pooled(snapshot: Snapshot, code: str, place: int) -> Clusters:
    """The clusters of one kind over everything that a metric has in a snapshot."""
    metric = catalogue()[code]
    asked = sizes(metric, Question(code), metric.clusters[place], {})
    rows = snapshot.rows(asked.sql, asked.parameters).to_dicts()
    row = rows[0] if rows else {}
    if not row.get("answers"):
        return Clusters(0, 0, 0.0, 0.0, 0.0)
    return Clusters(
        int(row["number"]),
        int(row["answers"]),
        float(row["squares"]),
        float(row["yes"]),
        float(row["between"]),
    )


def sizes(metric: Metric, question: Question, cluster: str, keys: dict[str, str]) -> Statement:
    """SQL of the sums over clusters in each cell; an answer without a cluster stands on its own."""
    rows = source(metric, question.filters, question.start, question.end)
    columns = {
        **keys,
        "cluster": f"({cluster})",
        "alone": f"case when ({cluster}) is null then row_number() over () end",
        "high": f"cast(coalesce(({metric.numerator}), false) as integer)",
    }
    stated = f"{select(columns)}\n{rows.sql}\n  and coalesce(({metric.stated}), false)"
    names = "".join(f"{name}, " for name in keys)
    each = f"select {names}count(*) as size, sum(high) as yes from ({stated}) group by {names}cluster, alone"
    grouped = f" group by {', '.join(keys)}" if keys else ""
    sums = {
        "number": "count(*)",
        "answers": "sum(size)",
        "squares": "sum(size * size)",
        "yes": "sum(yes)",
        "between": "sum(yes * yes / size)",
    }
    return Statement(
        f"{select({**dict(zip(keys, keys, strict=True)), **sums})}\nfrom ({each}){grouped}", rows.parameters
    )


def _rounded_up(effect: float) -> float:
    return ceil(round(effect * STEP, 6)) / STEP
