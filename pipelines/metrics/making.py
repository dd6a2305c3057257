"""Making the suppression patterns of a metric: all its declared tables, from the totals inwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from time import thread_time

from pipelines.metrics.cube import TOTAL, Cube, Names, is_month, read_cubes, widen
from pipelines.metrics.knowledge import Key
from pipelines.metrics.metric import Metric
from pipelines.metrics.policy import Guard, Span, guarded
from pipelines.metrics.protect import Counts, protect
from pipelines.metrics.question import Snapshot
from pipelines.metrics.stored import Stored, digest, made_for

Pattern = frozenset[Key]
Made = tuple[str, Names]  # of which cells, for which dimensions


@dataclass(frozen=True)
class Table:
    """Dimensions whose cells are decided together. `along` are those of them whose own totals are decided
    with it and not before; what is not `published` is decided for their sake only.
    """

    names: Names
    along: Names = ()
    published: bool = True

    @property
    def decides(self) -> tuple[Names, ...]:
        return (*((name,) for name in self.along), *((self.names,) if self.published else ()))


def tables(metric: Metric) -> tuple[Table, ...]:
    """The tables of a metric in the order in which they are decided: outer ones before those inside.

    Two ways to divide the same thing are decided in one table, whose inmost cells nobody is shown. Where
    totals over a dimension give way, they are decided with the parts.
    """
    pairs: list[Names] = [tuple(sorted(pair)) for pair in metric.pairs]
    joint = [Table(pair, pair, False) for pair in metric.alike]
    for pair in pairs:
        if metric.gives_way in pair:
            joint.append(Table(pair, tuple(name for name in pair if name != metric.gives_way)))
    later = {name for table in joint for name in table.along}
    alone = [Table((name,)) for name in metric.by if name not in later]
    rest = [Table(pair) for pair in pairs if metric.gives_way not in pair]
    return (Table(()), *alone, *joint, *rest)


def make(
    snapshot: Snapshot, metric: Metric, span: Span, known: Mapping[Made, Pattern] | None = None
) -> Iterator[Stored]:
    """The pattern of each guarded table; those that are `known` for the same cells are taken over."""
    chosen = [table for table in tables(metric) if guarded(metric, table.names)]
    cubes = read_cubes(snapshot, metric, [table.names for table in chosen], span.last, span.fiscal)
    decided: dict[Names, Pattern] = {}
    for table in chosen:
        began, cube = thread_time(), cubes[table.names]
        outer = {names: decided.get(names, frozenset()) for names in _outer(table)}
        made_of = digest(metric, table.names, span, cube, outer)
        found = {names: (known or {}).get((made_of, names)) for names in table.decides}
        again = any(pattern is None for pattern in found.values())
        if again:
            hidden = _decide(metric, table, cube, outer, span.threshold)
            found = {names: _within(hidden, table.names, names) for names in table.decides}
        seconds = (thread_time() - began) / len(table.decides)
        for names, pattern in found.items():
            decided[names] = pattern or frozenset()
            is_for = made_for(metric, names, span)
            yield Stored(
                metric.code, names, is_for, made_of, len(cube.cells), decided[names], seconds, not again
            )


def _outer(table: Table) -> Iterator[Names]:
    for size in range(len(table.names)):
        for names in combinations(table.names, size):
            if names not in table.decides:
                yield names


def _decide(metric: Metric, table: Table, cube: Cube, outer: Mapping[Names, Pattern], k: int) -> Pattern:
    names, guard = table.names, guarded(metric, table.names)
    if guard is None:
        return frozenset()
    hidden = {widen(key, some, names) for some, pattern in outer.items() for key in pattern}
    fixed = {key for key in cube.cells if _shape(key, names) in outer}
    never = {key for key in cube.cells if TOTAL not in key[1:] and not _is_published(key, table, guard)}
    counts = [Counts(item.values, item.small - never) for item in _counts(metric, cube, guard, k)]
    totals = {(name,) for name in table.along if table.published}
    cheap = {key for key in cube.cells if _shape(key, names) in totals}
    return protect(counts, cube.relations, k, hidden | never, fixed, cheap) - never


def _is_published(key: Key, table: Table, guard: Guard) -> bool:
    return table.published and (guard.finest == "month" or not is_month(key[0]))


def _shape(key: Key, names: Names) -> Names:
    return tuple(name for name, code in zip(names, key[1:], strict=True) if code != TOTAL)


def _within(hidden: Pattern, names: Names, some: Names) -> Pattern:
    """The hidden cells of a table over some of the dimensions."""
    places = [0, *(1 + names.index(name) for name in some)]
    return frozenset(tuple(key[at] for at in places) for key in hidden if _shape(key, names) == some)


def _counts(metric: Metric, cube: Cube, guard: Guard, k: int) -> list[Counts]:
    looked_at = set(cube.cells) if guard.everything else set(cube.one_to_one)
    small = {key for key in looked_at if _is_small(metric, cube.cells[key], guard.personal, k)}
    counts: list[Counts] = []
    for name in next(iter(cube.cells.values()), {}):
        values = {key: float(sizes[name][0]) for key, sizes in cube.cells.items()}
        if any(table.values == values for table in counts):
            continue
        exposed = (
            small
            if metric.estimate not in ("share", "nps")
            else {key for key in small if values[key] < k or cube.cells[key][name][1] < k}
        )
        counts.append(Counts(values, frozenset(exposed)))
    return counts


def _is_small(metric: Metric, sizes: Mapping[str, tuple[float, int]], crossed: bool, k: int) -> bool:
    if any(0 < size < k or 0 < people < k for size, people in sizes.values()):
        return True
    # Everybody, or nobody, of a group of people gave an answer: known of each of them, whatever the size of
    # the group.
    return metric.is_share and crossed and sum(size > 0 for size, _ in sizes.values()) == 1
