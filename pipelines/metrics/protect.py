"""Which cells to hide so that no small one can be found by subtraction: a pure function over counts.

Cells are counts that hang together: a parent is the sum of its children (rows, columns, totals, months in a
quarter), or, for distinct people, at least each child and at most their sum. Someone who knows every shown
cell can work out a range for each hidden one by linear programming; that range has to contain [1, k] for
every small cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipelines.metrics.attack import EPSILON, Knowledge, attack, cheapest_disturbance

Key = tuple[str, ...]


@dataclass(frozen=True)
class Counts:
    """One count per cell, and the cells among them that are small and must not be found."""

    values: Mapping[Key, float]
    small: frozenset[Key]


@dataclass(frozen=True)
class Relation:
    """A parent cell and the cells it is made of."""

    parent: Key
    children: tuple[Key, ...]


def protect(
    tables: Sequence[Counts],
    relations: Sequence[Relation],
    k: int,
    hidden: Iterable[Key] = (),
    fixed: Iterable[Key] = (),
) -> frozenset[Key]:
    """Cells to hide: the small ones, those already `hidden`, and the fewest and smallest others that protect
    them.

    Tables share their cells and the pattern (numerator and complement of a share). `fixed` cells keep the
    status that another table gave them. A cell that is zero in all tables is never hidden. Where fixed cells
    alone already narrow a range, nothing more is given away than they give. The same input gives the same
    pattern.
    """
    kept = frozenset(fixed)
    pattern = set(hidden)
    for table in tables:
        pattern |= {key for key in table.small if key not in kept}
    present = {key for table in tables for key, value in table.values.items() if value}
    for table in tables:
        knowledge = Knowledge.of(table.values, relations, present | pattern)
        free = frozenset(key for key in present | pattern if key not in kept)
        _protect(knowledge, table, pattern, free, k)
    return frozenset(pattern)


def _protect(knowledge: Knowledge, table: Counts, pattern: set[Key], free: frozenset[Key], k: int) -> None:
    for sign, goal in ((1, float(k)), (-1, 1.0)):
        small = sorted(table.small & pattern, key=lambda key: (table.values.get(key, 0.0), key))
        pending = _without_reached(small, table.values, sign, goal)
        while pending:
            cell, *others = pending
            reached = attack(knowledge, pattern, pending, sign, goal)
            if not _reaches(reached, cell, sign, goal):
                reached = cheapest_disturbance(knowledge, pattern, free, cell, sign, goal)
                pattern.update(key for key in free & reached.keys() if _differs(reached[key], table, key))
            pending = _without_reached(others, reached, sign, goal)


def _reaches(found: Mapping[Key, float], cell: Key, sign: int, goal: float) -> bool:
    if cell not in found:
        return False  # it hangs together with none of the cells looked at
    return found[cell] >= goal - EPSILON if sign > 0 else found[cell] <= goal + EPSILON


def _without_reached(cells: Sequence[Key], found: Mapping[Key, float], sign: int, goal: float) -> list[Key]:
    return [cell for cell in cells if not _reaches(found, cell, sign, goal)]


def _differs(value: float, table: Counts, key: Key) -> bool:
    return abs(value - table.values.get(key, 0.0)) > EPSILON
