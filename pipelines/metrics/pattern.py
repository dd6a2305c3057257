"""The suppression pattern: which cells of a metric's declared tables are hidden from partner and library
alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import combinations

from pipelines.metrics import stored
from pipelines.metrics.cube import TOTAL, Cube, Names, read_cubes, widen
from pipelines.metrics.metric import Metric, catalogue
from pipelines.metrics.policy import Guard, Span, guarded
from pipelines.metrics.protect import Counts, Key, protect
from pipelines.metrics.question import Snapshot

Pattern = frozenset[Key]


def declared(metric: Metric) -> Iterator[Names]:
    """The dimensions of each table of a metric that is guarded, outer tables first."""
    for names in ((), *((name,) for name in metric.by), *(tuple(sorted(pair)) for pair in metric.pairs)):
        if guarded(metric, names) is not None:
            yield names


@lru_cache(maxsize=512)
def pattern(snapshot: Snapshot, code: str, names: Names, span: Span) -> Pattern:
    """Hidden cells of a metric's table over some dimensions, as the snapshot states them; made where it does
    not.
    """
    metric = catalogue()[code]
    if guarded(metric, names) is None:
        return frozenset()
    found = stored.read(snapshot, metric, names, span)
    if found is not None:
        return found
    cube = read_cubes(snapshot, metric, [names], span.last, span.fiscal)[names]
    outer = {some: pattern(snapshot, code, some, span) for some in inside(names)}
    return make(metric, names, cube, outer, span.threshold)


def inside(names: Names) -> Iterator[Names]:
    """The choices of fewer dimensions than all, smallest first."""
    for size in range(len(names)):
        yield from combinations(names, size)


def make(metric: Metric, names: Names, cube: Cube, outer: Mapping[Names, Pattern], k: int) -> Pattern:
    """Hidden cells of a table, from the totals inwards: it keeps what the tables over fewer of its dimensions
    hide and show.
    """
    guard = guarded(metric, names)
    if guard is None:
        return frozenset()
    hidden = {widen(key, some, names) for some in inside(names) for key in outer[some]}
    totals = {key for key in cube.cells if TOTAL in key[1:]}
    return protect(_tables(metric, cube, guard, k), cube.relations, k, hidden, totals)


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
