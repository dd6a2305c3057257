"""What someone who knows the shown cells can work out about hidden ones, by linear programming (HiGHS)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.metrics.program import Program

if TYPE_CHECKING:
    from pipelines.metrics.protect import Key, Relation

EPSILON = 1e-6
# Weight of what has to be reached against what should be: more than a unit of it can cost elsewhere.
FIRST = 10_000.0


@dataclass(frozen=True)
class Row:
    """A linear constraint over cells: sum of coefficient * cell, equal to zero or at most zero."""

    coefficients: Mapping[Key, float]
    exact: bool


@dataclass(frozen=True)
class Knowledge:
    """Counts, and everything that is known to hold between them. `touching` are the rows a cell stands in."""

    values: Mapping[Key, float]
    rows: tuple[Row, ...]
    touching: Mapping[Key, tuple[int, ...]]

    @classmethod
    def of(
        cls, values: Mapping[Key, float], relations: Sequence[Relation], present: Iterable[Key]
    ) -> Knowledge:
        """The constraints of relations; cells that are not present are known to be zero.

        A parent that equals the sum of its children is known to (for distinct people somebody may guess it);
        else it is known to be at least each and at most the sum.
        """
        known = set(present)
        rows: list[Row] = []
        for relation in relations:
            children = [key for key in relation.children if key in known]
            if relation.parent not in known:
                continue
            total = sum(values.get(key, 0.0) for key in children)
            exact = abs(total - values.get(relation.parent, 0.0)) < EPSILON
            rows.append(Row({relation.parent: 1.0, **dict.fromkeys(children, -1.0)}, exact))
            if not exact:
                rows.extend(Row({relation.parent: -1.0, child: 1.0}, False) for child in children)
        touching: dict[Key, list[int]] = {}
        for place, row in enumerate(rows):
            for key in row.coefficients:
                touching.setdefault(key, []).append(place)
        return cls(values, tuple(rows), {key: tuple(places) for key, places in touching.items()})

    def value(self, key: Key) -> float:
        return self.values.get(key, 0.0)

    def around(self, start: Collection[Key], unknown: Collection[Key]) -> tuple[list[Key], list[Row]]:
        """The unknown cells that hang together with some cells, and the constraints between them, in
        order.
        """
        cells, rows, waiting = set(start), set[int](), list(start)
        while waiting:
            for place in self.touching.get(waiting.pop(), ()):
                if place in rows:
                    continue
                rows.add(place)
                fresh = [key for key in self.rows[place].coefficients if key in unknown and key not in cells]
                cells.update(fresh)
                waiting.extend(fresh)
        return sorted(cells), [self.rows[place] for place in sorted(rows)]


def attack(
    knowledge: Knowledge, unknown: Collection[Key], cells: Sequence[Key], sign: int, goal: float
) -> dict[Key, float]:
    """Counts that fit everything shown and bring hidden cells up to a goal (sign 1) or down to it (-1).

    The first cell comes first: whether it reaches the goal is whether its range does. The others are brought
    along as far as they go, so that one solution vouches for many. Unknown cells are at least zero.
    """
    program, places = _program(knowledge, unknown, cells)
    for number, cell in enumerate(cells):
        weight = FIRST if number == 0 else 1.0
        if sign > 0:  # as much of the goal as the cell reaches
            reached = program.variable(cost=-weight, high=goal)
            program.at_most({reached: 1.0, places[cell]: -1.0}, 0.0)
        else:  # how far the cell stays above the goal
            over = program.variable(cost=weight)
            program.at_most({places[cell]: 1.0, over: -1.0}, goal)
    found = program.solve()
    return {key: found[place] for key, place in places.items()}


def cheapest_disturbance(
    knowledge: Knowledge, hidden: Collection[Key], free: Collection[Key], cell: Key, sign: int, goal: float
) -> dict[Key, float]:
    """Counts that bring a hidden cell to a goal while changing as little as can be of what is shown.

    A shown cell costs its size for each unit it is changed by, so the smallest are changed first; the shown
    cells that differ from their count are those to hide. Where the goal is out of reach, as near to it as can
    be.
    """
    program, places = _program(knowledge, {*hidden, *free}, [cell])
    short = program.variable(cost=FIRST)
    program.at_most({places[cell]: -float(sign), short: -1.0}, -sign * goal)
    shown = [key for key in places if key not in hidden]
    largest = 1.0 + max((knowledge.value(key) for key in shown), default=0.0)
    for key in shown:
        cost = (1.0 + knowledge.value(key)) / largest
        up, down = program.variable(cost=cost), program.variable(cost=cost)
        program.equal({places[key]: 1.0, up: -1.0, down: 1.0}, knowledge.value(key))
    found = program.solve()
    return {key: found[place] for key, place in places.items()}


def _program(
    knowledge: Knowledge, unknown: Collection[Key], cells: Sequence[Key]
) -> tuple[Program, dict[Key, int]]:
    around, rows = knowledge.around(cells, unknown)
    program = Program()
    places = {key: program.variable() for key in around}
    for row in rows:
        terms = {places[key]: factor for key, factor in row.coefficients.items() if key in places}
        known = sum(
            factor * knowledge.value(key) for key, factor in row.coefficients.items() if key not in places
        )
        (program.equal if row.exact else program.at_most)(terms, -known)
    return program, places
