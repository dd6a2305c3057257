"""Nothing leaves without passing here: small cells, and the others that would give them away, lose every
number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations, product
from typing import Any

from pipelines.metrics.cube import TOTAL, Cube, declared_periods, read_cube
from pipelines.metrics.metric import Metric, catalogue
from pipelines.metrics.periods import FiscalYear, bounds, periods_between
from pipelines.metrics.policy import Guard, guarded
from pipelines.metrics.protect import Counts, Key, protect
from pipelines.metrics.question import Question, Snapshot
from pipelines.problems import Problem, RefusalError

NUMBERS = ("value", "numerator", "denominator", "n", "unknown", "lower", "upper", "level", "method")


@dataclass(frozen=True)
class Span:
    """The complete months that are published, the fiscal year and the threshold."""

    first: date
    last: date
    fiscal: FiscalYear
    threshold: int


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
    hidden = pattern(snapshot, metric.code, guard.names, span)
    periods = declared_periods(span.first, span.last, span.fiscal)
    shown = []
    for row in rows:
        months = _months(row["period"], asked, span)
        values = [(row[name],) if name in question.by else question.filters[name] for name in guard.names]
        visible = _is_shown(metric, months, list(product(*values)), periods, hidden)
        shown.append(row if visible else hide(row))
    return shown


def refuse_what_cannot_be_added(
    metric: Metric, question: Question, guard: Guard, span: Span, asked: tuple[date, date]
) -> None:
    """Distinct people are published for declared periods and single values only; raises RefusalError for
    others.
    """
    if question.grain == "fiscal" and not span.fiscal.of_whole_months:
        raise RefusalError(Problem("period_not_declared"))
    if metric.estimate != "distinct":
        return
    for name, values in question.filters.items():
        if name not in question.by and len(values) > 1:
            raise RefusalError(Problem("filter_not_declared", values={"dimension": name}))
    declared = set(declared_periods(span.first, span.last, span.fiscal).values())
    codes = list(periods_between(*asked, question.grain, span.fiscal)) if question.grain else [None]
    for code in codes:
        months = _months(code, asked, span)
        if months and months not in declared:
            raise RefusalError(Problem("period_not_declared"))


def _months(code: str | None, asked: tuple[date, date], span: Span) -> tuple[str, ...]:
    start, end = asked
    if code is not None:
        first, last = bounds(code, span.fiscal)
        start, end = max(start, first), min(end, last)
    return tuple(periods_between(start, end, "month", span.fiscal))


def _is_shown(
    metric: Metric,
    months: tuple[str, ...],
    values: list[tuple[str, ...]],
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
        if not fitting or (metric.estimate == "distinct" and months not in fitting):
            return False
        place += max(len(covers) for covers in fitting)
    return True


@lru_cache(maxsize=512)
def pattern(snapshot: Snapshot, code: str, names: tuple[str, ...], span: Span) -> frozenset[Key]:
    """Hidden cells of a metric's table over some dimensions: from the totals inwards, each keeping the outer
    pattern.
    """
    metric = catalogue()[code]
    guard = guarded(metric, names)
    if guard is None:
        return frozenset()
    cube = read_cube(snapshot, metric, names, span.last, span.fiscal)
    hidden: set[Key] = set()
    for size in range(len(names)):
        for some in combinations(range(len(names)), size):
            for key in pattern(snapshot, code, tuple(names[place] for place in some), span):
                places = {place: key[1 + number] for number, place in enumerate(some)}
                hidden.add((key[0], *(places.get(place, TOTAL) for place in range(len(names)))))
    margins = {key for key in cube.cells if TOTAL in key[1:]}
    tables = _tables(metric, cube, guard, span.threshold)
    return protect(tables, cube.relations, span.threshold, hidden, margins)


def _tables(metric: Metric, cube: Cube, guard: Guard, k: int) -> list[Counts]:
    looked_at = set(cube.cells) if guard.everything else set(cube.one_to_one)
    small = {key for key in looked_at if _is_small(metric, cube.cells[key], guard.personal, k)}
    tables: list[Counts] = []
    for name in next(iter(cube.cells.values()), {}):
        values = {key: float(sizes[name][0]) for key, sizes in cube.cells.items()}
        if any(table.values == values for table in tables):
            continue
        exposed = (
            small
            if metric.estimate not in ("share", "nps")
            else {key for key in small if values[key] < k or cube.cells[key][name][1] < k}
        )
        tables.append(Counts(values, frozenset(exposed)))
    return tables


def _is_small(metric: Metric, sizes: Mapping[str, tuple[int, int]], crossed: bool, k: int) -> bool:
    if any(0 < size < k or 0 < people < k for size, people in sizes.values()):
        return True
    # Everybody, or nobody, of a group of people gave an answer: known of each of them, whatever the size of
    # the group.
    return metric.is_share and crossed and sum(size > 0 for size, _ in sizes.values()) == 1
