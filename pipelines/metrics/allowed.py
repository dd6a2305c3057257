"""What a role may ask of a metric, told before it asks: breakdowns, and the periods they are published by.

The door itself is `answer`; this only spares readers choices that it would refuse.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.metrics.metric import Metric, catalogue
from pipelines.metrics.periods import GRAINS
from pipelines.metrics.policy import OPEN_ROLES, guard, guarded
from pipelines.metrics.question import Question
from pipelines.problems import RefusalError


def may_ask(metric: Metric, names: Iterable[str], role: str) -> bool:
    """Whether the role may divide or filter a metric by these dimensions together."""
    asked = tuple(sorted(set(names)))
    if not set(asked) <= set(metric.by):
        return False
    if not metric.is_derived:
        try:
            guard(metric, Question(metric.code, by=asked, role=role))
        except RefusalError:
            return False
        return True
    if metric.against is None and len(asked) > 1:
        return False
    return all(may_ask(part, shared, role) for part, shared in _parts(metric, asked))


def breakdowns(metric: Metric, role: str, besides: Iterable[str] = ()) -> tuple[str, ...]:
    """The dimensions by which the role may divide a metric, `besides` those that divide or filter it already."""
    others = set(besides)
    return tuple(name for name in metric.by if name not in others and may_ask(metric, {name, *others}, role))


def grains_of(metric: Metric, names: Iterable[str], role: str) -> tuple[str, ...]:
    """The periods that rows of a metric may be divided into, the shortest first; guarded pairs have no months."""
    asked = tuple(sorted(set(names)))
    if role in OPEN_ROLES or not _has_quarters_only(metric, asked):
        return GRAINS
    return tuple(grain for grain in GRAINS if grain != "month")


def _has_quarters_only(metric: Metric, asked: tuple[str, ...]) -> bool:
    if metric.is_derived:
        return any(_has_quarters_only(part, shared) for part, shared in _parts(metric, asked))
    found = guarded(catalogue()[metric.hidden_as] if metric.hidden_as else metric, asked)
    return found is not None and found.finest == "quarter"


def _parts(metric: Metric, asked: tuple[str, ...]) -> list[tuple[Metric, tuple[str, ...]]]:
    """The metrics that a derived one is made of, each with the dimensions that it is asked by."""
    parts = [catalogue()[code] for code in (metric.of, metric.against) if code]
    return [(part, tuple(name for name in asked if name in part.by)) for part in parts]
