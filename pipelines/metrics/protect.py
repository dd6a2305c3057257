"""Which cells to hide so that no small one can be found by subtraction: a pure function over counts.

Cells are counts that hang together: a parent is the sum of its children (rows, columns, totals, months in a
quarter), or, for distinct people, at least each child and at most their sum. Someone who knows every shown
cell can work out a range for each hidden one by linear programming; that range has to contain [1, k] for
every small cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipelines.metrics.attack import Attack
from pipelines.metrics.knowledge import EPSILON, Key, Knowledge, Relation


@dataclass(frozen=True)
class Counts:
    """One count per cell, and the cells among them that are small and must not be found."""

    values: Mapping[Key, float]
    small: frozenset[Key]


def protect(
    tables: Sequence[Counts],
    relations: Sequence[Relation],
    k: int,
    hidden: Iterable[Key] = (),
    fixed: Iterable[Key] = (),
    cheap: Collection[Key] = frozenset(),
) -> frozenset[Key]:
    """Cells to hide: the small ones, those already `hidden`, and the fewest and smallest others that protect
    them.

    Tables share their cells and the pattern (numerator and complement of a share). `fixed` cells keep the
    status that another table gave them; `cheap` ones are hidden before others. A cell that is zero in all
    tables is never hidden. Where fixed cells alone already narrow a range, nothing more is given away than
    they give. The same input gives the same pattern.
    """
    kept = frozenset(fixed)
    pattern = set(hidden)
    for table in tables:
        pattern |= {key for key in table.small if key not in kept}
    present = {key for table in tables for key, value in table.values.items() if value} | pattern
    free = frozenset(present - kept)
    for table in tables:
        if table.small & pattern:
            attack = Attack(Knowledge.of(table.values, relations, present), pattern, free)
            _protect(attack, table, pattern, free, frozenset(cheap), k)
    return frozenset(pattern)


def _protect(
    attack: Attack, table: Counts, pattern: set[Key], free: frozenset[Key], cheap: frozenset[Key], k: int
) -> None:
    for sign, goal in ((1, float(k)), (-1, 1.0)):
        small = sorted(table.small & pattern, key=lambda key: (table.values.get(key, 0.0), key))
        pending = _without_reached(small, table.values, sign, goal)
        while pending:
            cell, *others = pending
            reached = attack.reach(pending, sign, goal)
            if not _reaches(reached, cell, sign, goal):
                reached = attack.disturb(cell, sign, goal, cheap)
                more = sorted(key for key in free - pattern if _differs(reached[key], table, key))
                attack.hide(more)
                pattern.update(more)
            pending = _without_reached(others, reached, sign, goal)


def _reaches(found: Mapping[Key, float], cell: Key, sign: int, goal: float) -> bool:
    count = found.get(cell, 0.0)
    return count >= goal - EPSILON if sign > 0 else count <= goal + EPSILON


def _without_reached(cells: Sequence[Key], found: Mapping[Key, float], sign: int, goal: float) -> list[Key]:
    return [cell for cell in cells if not _reaches(found, cell, sign, goal)]


def _differs(value: float, table: Counts, key: Key) -> bool:
    return abs(value - table.values.get(key, 0.0)) > EPSILON
