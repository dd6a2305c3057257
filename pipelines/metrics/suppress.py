"""Nothing leaves without passing here: small cells, and the others that would give them away, lose every
number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

from pipelines.metrics.cube import declared_periods, grains
from pipelines.metrics.knowledge import Key
from pipelines.metrics.metric import Metric
from pipelines.metrics.pattern import pattern
from pipelines.metrics.periods import bounds, periods_between
from pipelines.metrics.policy import Guard, Span
from pipelines.metrics.question import Question, Snapshot
from pipelines.problems import Problem, RefusalError

NUMBERS = ("value", "numerator", "denominator", "n", "unknown", "lower", "upper", "level", "method")


def hide(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row without any number; `suppressed` says why."""
    return {**row, **dict.fromkeys(NUMBERS), "indicative": None, "suppressed": True}


def suppress(
    snapshot: Snapshot,
    metric: Metric,
    question: Question,
    guard: Guard,
    span: Span,
    rows: list[dict[str, Any]],
    asked: tuple[date, date],
) -> list[dict[str, Any]]:
    """Rows as the role may see them, by the one pattern of the metric's declared table in this snapshot.

    Cells of the declared table keep their status whatever the question. A row that is made of several of them
    (months that are no declared period, several values of a filter) is shown when it can be added up from
    shown cells, so that it tells nothing new; counts of distinct people cannot be added up, and such
    questions are refused.
    """
    hidden = pattern(snapshot, metric.hidden_as or metric.code, guard.names, span)
    periods = declared_periods(span.first, span.last, span.fiscal, guard.finest)
    is_shown = _is_shown if metric.adds_up else _is_one_shown
    shown = []
    for row in rows:
        months = _months(row["period"], asked, span)
        values = [(row[name],) if name in question.by else question.filters[name] for name in guard.names]
        visible = is_shown(months, list(product(*values)), periods, hidden)
        shown.append(row if visible else hide(row))
    return shown


def refuse_what_is_not_published(
    metric: Metric, question: Question, guard: Guard, span: Span, asked: tuple[date, date]
) -> None:
    """Tables are published for their declared periods and what those add up to; distinct people, who cannot
    be added up, for declared periods and single values only. Raises RefusalError for others.
    """
    if question.grain == "fiscal" and question.grain not in grains(span.fiscal, guard.finest):
        raise RefusalError(Problem("period_not_declared"))
    periods = declared_periods(span.first, span.last, span.fiscal, guard.finest)
    codes = list(periods_between(*asked, question.grain, span.fiscal)) if question.grain else [None]
    spans = [_months(code, asked, span) for code in codes]
    if not all(_is_shown(months, (), periods, frozenset()) for months in spans):
        names = " and ".join(guard.names)
        raise RefusalError(Problem("period_too_fine", values={"metric": metric.code, "combination": names}))
    if metric.adds_up:
        return
    for name, values in question.filters.items():
        if name not in question.by and len(values) > 1:
            raise RefusalError(Problem("filter_not_declared", values={"dimension": name}))
    if any(months and months not in periods.values() for months in spans):
        raise RefusalError(Problem("period_not_declared"))


def _months(code: str | None, asked: tuple[date, date], span: Span) -> tuple[str, ...]:
    start, end = asked
    if code is not None:
        first, last = bounds(code, span.fiscal)
        start, end = max(start, first), min(end, last)
    return tuple(periods_between(start, end, "month", span.fiscal))


def _is_shown(
    months: tuple[str, ...],
    values: Sequence[tuple[str, ...]],
    periods: Mapping[str, tuple[str, ...]],
    hidden: frozenset[Key],
) -> bool:
    """True when the months can be laid out with declared periods of which every cell is shown."""
    place = 0
    while place < len(months):
        fitting = [
            covers
            for code, covers in periods.items()
            if covers == months[place : place + len(covers)]
            and not any((code, *combination) in hidden for combination in values)
        ]
        if not fitting:
            return False
        place += max(len(covers) for covers in fitting)
    return True


def _is_one_shown(
    months: tuple[str, ...],
    values: Sequence[tuple[str, ...]],
    periods: Mapping[str, tuple[str, ...]],
    hidden: frozenset[Key],
) -> bool:
    """True when the months are a declared period of which every cell is shown, or none at all."""
    return not months or any(
        covers == months and not any((code, *combination) in hidden for combination in values)
        for code, covers in periods.items()
    )
