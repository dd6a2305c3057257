"""Deciding linked metrics with regard to each other: what is hidden of each, given what the others show."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from time import thread_time

from pipelines.metrics.cube import names_of
from pipelines.metrics.knowledge import Counts, Key
from pipelines.metrics.metric import Metric
from pipelines.metrics.protect import Limits, protect
from pipelines.metrics.sheet import Sheet

Patterns = dict[str, frozenset[Key]]


def families(metrics: Iterable[Metric]) -> list[tuple[Metric, ...]]:
    """Metrics that are linked, however indirectly, each with the others in one group; in order."""
    known = {metric.code: metric for metric in metrics}
    groups = {code: {code} for code in known}
    for metric in known.values():
        for other in metric.links:
            if other in known:
                both = groups[metric.code] | groups[other]
                groups |= dict.fromkeys(both, both)
    found = {tuple(sorted(group)) for group in groups.values()}
    return [tuple(known[code] for code in group) for group in sorted(found)]


def decide(sheets: Mapping[str, Sheet], k: int) -> tuple[Patterns, float]:
    """The hidden cells of each metric of a family, those that nobody is shown among them; and the processor
    seconds spent beside the calling thread.

    Metrics with common `denominators` hide the same cells in which few answered, so that none of them tells
    how many there were; elsewhere the number is taken as known. Of metrics that are parts of each other every
    one is decided again when what the others show of its cells has changed.
    """
    hidden: Patterns = {code: sheet.unseen for code, sheet in sheets.items()}
    items = {code: sheet for code, sheet in sheets.items() if sheet.metric.denominators in sheets}
    rest = [sheet for code, sheet in sheets.items() if code not in items]
    before: dict[str, _Told] = {}
    limits: dict[str, Limits] = {code: {} for code in sheets}
    for again in (False, True):
        for sheet in _wholes_first(rest, sheets):
            code, told = sheet.metric.code, _Told.of(sheet, sheets, hidden, k)
            if told != before.get(code):
                hidden[code] = _decide(sheet, hidden[code], told, k, limits[code], at_once=again)
            before[code] = told
    few = frozenset[Key]()
    for sheet in items.values():
        whole = sheets[sheet.metric.denominators or ""]
        few |= hidden[whole.metric.code] - whole.unseen
        few |= _records(sheet, few, k) - sheet.unseen
    beside = 0.0
    # Each knows of the others only which cells few answered; the solver lets go of the interpreter's lock.
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for (code, sheet), (pattern, seconds) in zip(
            items.items(),
            pool.map(lambda item: _decide_item(item[1], few, k, limits[item[0]]), items.items()),
            strict=True,
        ):
            hidden[code] = pattern
            whole = sheets[sheet.metric.denominators or ""]
            hidden[whole.metric.code] |= few & whole.cube.cells.keys()
            beside += seconds
    return hidden, beside


def _decide_item(sheet: Sheet, few: frozenset[Key], k: int, limits: Limits) -> tuple[frozenset[Key], float]:
    began, start = thread_time(), sheet.unseen | (few & sheet.cube.cells.keys())
    return _decide(sheet, start, _Told(records_from=k), k, limits), thread_time() - began


@dataclass(frozen=True)
class _Told:
    """What is known of a metric's cells from others: bounds, and further cells that must not be found.

    The number of records is taken as known where it is at least `records_from`.
    """

    least: Mapping[Key, float] = field(default_factory=dict)
    most: Mapping[Key, float] = field(default_factory=dict)
    goals: Mapping[Key, tuple[float, float]] = field(default_factory=dict)
    records_from: int | None = None

    @classmethod
    def of(cls, sheet: Sheet, sheets: Mapping[str, Sheet], hidden: Patterns, k: int) -> _Told:
        """What the shown cells of linked metrics tell."""
        least: dict[Key, float] = {}
        most: dict[Key, float] = {}
        goals: dict[Key, tuple[float, float]] = {}
        own = sheet.values(sheet.parts[0]) if sheet.parts else {}
        for link in (sheet.metric.part_of, sheet.metric.within):
            for key, whole in _shown(link, sheets, hidden):
                value = own.get(key, 0.0)
                if value <= whole:
                    most[key] = min(whole, most.get(key, whole))
                    if link == sheet.metric.part_of and 0 < whole - value < k and key not in sheet.unseen:
                        goals[key] = (max(0.0, whole - k), whole - 1.0)
        for other in sheets.values():
            if sheet.metric.code in (other.metric.part_of, other.metric.within):
                for key, part in _shown(other.metric.code, sheets, hidden):
                    if part <= own.get(key, 0.0):
                        least[key] = max(part, least.get(key, 0.0))
        return cls(least, most, {key: goal for key, goal in goals.items() if key in own})


def _shown(code: str | None, sheets: Mapping[str, Sheet], hidden: Patterns) -> Iterator[tuple[Key, float]]:
    sheet = sheets.get(code or "")
    if sheet is not None and sheet.parts:
        for key, value in sheet.values(sheet.parts[0]).items():
            if key not in hidden[sheet.metric.code]:
                yield key, value


def _wholes_first(sheets: Iterable[Sheet], known: Mapping[str, Sheet]) -> list[Sheet]:
    """Metrics before those that are parts of them."""

    def depth(sheet: Sheet) -> int:
        above = [known[code] for code in sheet.metric.links if code in known]
        return 1 + max(map(depth, above), default=0)

    return sorted(sheets, key=lambda sheet: (depth(sheet), sheet.metric.code))


def _decide(
    sheet: Sheet, start: frozenset[Key], told: _Told, k: int, limits: Limits, at_once: bool = False
) -> frozenset[Key]:
    """Cells to hide of one metric, in steps unless `at_once`: what hangs together most first, then all."""
    counts = [_counts(sheet, part, told, k) for part in dict.fromkeys(_apart(sheet))]
    pattern, weights = start, sheet.weights()
    if not counts:
        return pattern
    for names in () if at_once else sheet.together:
        some = [_within(table, set(names)) for table in counts]
        held = [relation for relation in sheet.relations if _is_within(relation.children[0], set(names))]
        pattern |= protect(some, held, k, pattern & some[0].values.keys(), sheet.fixed, weights, limits)
    return pattern | protect(counts, sheet.relations, k, pattern, sheet.fixed, weights, limits)


def _records(sheet: Sheet, hidden: frozenset[Key], k: int) -> frozenset[Key]:
    """Cells in which the number of records behind a metric is not to be known."""
    values = _number(sheet)
    shown = values.keys() - sheet.unseen
    small = frozenset(key for key in shown if 0 < values[key] < k)
    counts = Counts(values, small, least=dict.fromkeys(shown, 1.0))
    start = (hidden & values.keys()) | sheet.unseen
    return protect([counts], sheet.relations, k, start, sheet.fixed, sheet.weights())


def _number(sheet: Sheet) -> dict[Key, float]:
    return {key: sum(size for size, _ in sizes.values()) for key, sizes in sheet.cube.cells.items()}


def _apart(sheet: Sheet) -> Iterator[str]:
    """The parts of a metric that differ from each other."""
    seen: list[dict[Key, float]] = []
    for part in sheet.parts:
        values = sheet.values(part)
        if values not in seen:
            seen.append(values)
            yield part


def _counts(sheet: Sheet, part: str, told: _Told, k: int) -> Counts:
    counts = (_group if sheet.metric.is_share else _amount)(sheet, part, told)
    held = {key: goal for key, goal in sheet.held.get(part, {}).items() if key not in counts.small}
    return replace(counts, small=counts.small | held.keys(), goals={**counts.goals, **held})


def _group(sheet: Sheet, part: str, told: _Told) -> Counts:
    """One of the groups of a share or score."""
    values, cells, k = sheet.values(part), sheet.cube.cells, told.records_from
    small = {
        key
        for key in sheet.small
        if cells[key][part][0] < sheet.threshold or cells[key][part][1] < sheet.threshold
    }
    most = {} if k is None else {key: number for key, number in _number(sheet).items() if number >= k}
    # The only group that anybody is in is not empty, since its row is there.
    least = {
        key: 1.0
        for key, sizes in cells.items()
        if key not in sheet.unseen and values[key] and sum(size > 0 for size, _ in sizes.values()) == 1
    }
    return Counts(values, frozenset(small), least=least, most=most)


def _amount(sheet: Sheet, part: str, told: _Told) -> Counts:
    """A figure, or another of the counts behind it."""
    values = sheet.values(part)
    # Whoever sees that a row is there knows that it is not empty.
    least = {key: min(1.0, value) for key, value in values.items() if key not in sheet.unseen}
    if part != sheet.parts[0]:
        return Counts(values, sheet.small - sheet.goals.keys(), least=least)
    alone = {
        key: goal for key, goal in told.goals.items() if key not in sheet.small and key not in sheet.fixed
    }
    least |= {key: max(value, least.get(key, 0.0)) for key, value in told.least.items() if key in values}
    most = {key: value for key, value in told.most.items() if key in values}
    return Counts(values, sheet.small | alone.keys(), alone | dict(sheet.goals), least, most)


def _within(table: Counts, names: set[str]) -> Counts:
    """The cells that are divided by none but some dimensions."""
    values = {key: value for key, value in table.values.items() if _is_within(key, names)}
    return replace(table, values=values, small=table.small & values.keys())


def _is_within(key: Key, names: set[str]) -> bool:
    return names.issuperset(names_of(key))
