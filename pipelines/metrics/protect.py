"""Which cells to hide so that no small one can be found by subtraction: a pure function over counts.

Cells are counts that hang together: a parent is the sum of its children (rows, columns, totals, months in a
quarter, programs of a service), or, for distinct people, at least each child and at most their sum. Someone
who knows every shown cell can work out a range for each hidden one by linear programming; that range has to
contain [1, k] for every small cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from pipelines.metrics.attack import Attack
from pipelines.metrics.bounds import bounds
from pipelines.metrics.knowledge import EPSILON, Counts, Key, Knowledge, Relation

Limits = dict[tuple[int, int], dict[Key, float]]
# Cells that one linear program protects. More are faster and hide more than one at a time would.
AT_ONCE = 6


def protect(
    tables: Sequence[Counts],
    relations: Sequence[Relation],
    k: int,
    hidden: Iterable[Key] = (),
    fixed: Iterable[Key] = (),
    weights: Mapping[Key, float] = MappingProxyType({}),
    limits: Limits | None = None,
) -> frozenset[Key]:
    """Cells to hide: the small ones, those already `hidden`, and few and small others that protect them.

    Tables share their cells and the pattern (numerator and complement of a share). `fixed` cells keep the
    status that was given to them; the higher its weight (1 where none is given), the later is a
    cell hidden. A cell that is zero in all tables is
    never hidden. Where fixed cells and the rows that are there already narrow a range, it has to stay as wide
    as they leave it. The same input gives the same pattern.
    """
    kept, pattern = frozenset(fixed), set(hidden)
    for table in tables:
        pattern |= table.small - kept
    present = {key for table in tables for key, value in table.values.items() if value} | pattern
    for number, table in enumerate(tables):
        if table.small & pattern:
            knowledge = Knowledge.of(table, relations, present)
            goals = _goals(table, knowledge, kept - pattern, k)
            free = present - kept - pattern
            attack = Attack(knowledge, pattern & present, free)
            for sign in (1, -1):
                known = (limits if limits is not None else {}).setdefault((number, sign), {})
                aims = {key: known.get(key, goal) for key, goal in goals[sign].items()}
                known |= _protect(attack, knowledge, aims, sign, pattern, weights)
    return frozenset(pattern)


def _goals(
    table: Counts, knowledge: Knowledge, shown: Collection[Key], k: int
) -> Mapping[int, Mapping[Key, float]]:
    """What each small cell has to be able to come up to (1) and down to (-1), the smallest first."""
    order = sorted(table.small, key=lambda key: (table.values.get(key, 0.0), key))
    given, goals = bounds(knowledge, shown), dict[int, dict[Key, float]]({1: {}, -1: {}})
    for key in order:
        low, high = table.goals.get(key, (1.0, float(k)))
        least, most = given.get(key, (0.0, 0.0))
        goals[1][key], goals[-1][key] = min(max(high, least), most), min(max(low, least), most)
    return goals


def _protect(
    attack: Attack,
    knowledge: Knowledge,
    goals: Mapping[Key, float],
    sign: int,
    pattern: set[Key],
    weights: Mapping[Key, float],
) -> Mapping[Key, float]:
    """Hide what has to be hidden; gives the cells that stay short of their goals, and how far they come."""
    pending, short = _without_reached(goals, knowledge.values, sign), dict[Key, float]()
    while pending:
        first = next(iter(pending))
        reached = attack.reach(pending, sign)
        if not _reaches(reached, first, sign, pending[first]):
            batch = dict(list(_without_reached(pending, reached, sign).items())[:AT_ONCE])
            for some in (batch, {first: batch[first]}) if len(batch) > 1 else (batch,):
                if not _reaches(reached, first, sign, pending[first]):
                    reached = attack.disturb(some, sign, weights)
                    more = [key for key in attack.shown if _differs(reached[key], knowledge.values[key])]
                    attack.hide(more)
                    pattern.update(more)
            if not _reaches(reached, first, sign, pending[first]):
                short[first] = reached[first]
        del pending[first]
        pending = _without_reached(pending, reached, sign)
    return short


def _reaches(found: Mapping[Key, float], cell: Key, sign: int, goal: float) -> bool:
    count = found.get(cell, 0.0)
    return count >= goal - EPSILON if sign > 0 else count <= goal + EPSILON


def _without_reached(goals: Mapping[Key, float], found: Mapping[Key, float], sign: int) -> dict[Key, float]:
    return {cell: goal for cell, goal in goals.items() if not _reaches(found, cell, sign, goal)}


def _differs(value: float, known: float) -> bool:
    return abs(value - known) > EPSILON
