"""What someone who knows the shown cells can work out about the hidden ones, by linear programming
(HiGHS).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.metrics.protect import Key, Relation

EPSILON = 1e-6


@dataclass(frozen=True)
class Row:
    """A linear constraint over cells: sum of coefficient * cell, equal to zero or at most zero."""

    coefficients: Mapping[Key, float]
    exact: bool


@dataclass(frozen=True)
class Knowledge:
    """Counts, and everything that is known to hold between them."""

    values: Mapping[Key, float]
    rows: tuple[Row, ...]
    touching: Mapping[Key, tuple[int, ...]]  # rows a cell stands in

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

    def around(self, cell: Key, unknown: frozenset[Key]) -> tuple[list[Key], list[int]]:
        """The unknown cells that hang together with a cell, and the constraints between them, both sorted."""
        cells, rows, waiting = {cell}, set[int](), [cell]
        while waiting:
            for place in self.touching.get(waiting.pop(), ()):
                if place in rows:
                    continue
                rows.add(place)
                fresh = [key for key in self.rows[place].coefficients if key in unknown and key not in cells]
                cells.update(fresh)
                waiting.extend(fresh)
        return sorted(cells), sorted(rows)


def attack(knowledge: Knowledge, unknown: frozenset[Key], cell: Key, sign: int) -> dict[Key, float]:
    """Counts that fit everything shown and make a hidden cell as large (sign 1) or as small (-1) as can be.

    Unknown cells are at least zero. A cell without an upper bound is given as infinite, alone.
    """
    cells, rows = knowledge.around(cell, unknown)
    cost = [-float(sign) if key == cell else 0.0 for key in cells]
    found = _solve(knowledge, cells, rows, cost, [(0.0, None)] * len(cells), {})
    return found if found is not None else {cell: float("inf")}


def cheapest_disturbance(
    knowledge: Knowledge, hidden: frozenset[Key], free: frozenset[Key], cell: Key, sign: int, target: float
) -> dict[Key, float]:
    """Counts that bring a hidden cell to a target while changing as little as can be of what is shown.

    A shown cell costs its size for each unit it is changed by, so the smallest are changed first; the shown
    cells that differ from their count are those to hide.
    """
    cells, rows = knowledge.around(cell, hidden | free)
    bounds: list[tuple[float, float | None]] = []
    for key in cells:
        goal = target if key == cell else None
        bounds.append((target, None) if goal is not None and sign > 0 else (0.0, goal))
    shown = [place for place, key in enumerate(cells) if key not in hidden]
    # x = count + up - down for shown cells: each gets two more columns and a row of its own.
    weights = {place: 1.0 + knowledge.values.get(cells[place], 0.0) for place in shown}
    found = _solve(knowledge, cells, rows, [0.0] * len(cells), bounds, weights)
    if found is None:
        raise ArithmeticError("no pattern protects this cell")
    return found


def _solve(
    knowledge: Knowledge,
    cells: list[Key],
    rows: list[int],
    cost: list[float],
    bounds: list[tuple[float, float | None]],
    weights: Mapping[int, float],
) -> dict[Key, float] | None:
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    place_of = {key: place for place, key in enumerate(cells)}
    width = len(cells) + 2 * len(weights)
    exact: list[tuple[dict[int, float], float]] = []
    at_most: list[tuple[dict[int, float], float]] = []
    for number in rows:
        row = knowledge.rows[number]
        terms = {place_of[key]: factor for key, factor in row.coefficients.items() if key in place_of}
        known = sum(
            factor * knowledge.values.get(key, 0.0)
            for key, factor in row.coefficients.items()
            if key not in place_of
        )
        (exact if row.exact else at_most).append((terms, -known))
    for extra, place in enumerate(sorted(weights)):
        up = len(cells) + 2 * extra
        exact.append(({place: 1.0, up: -1.0, up + 1: 1.0}, knowledge.values.get(cells[place], 0.0)))
        cost = [*cost, weights[place], weights[place]]
        bounds = [*bounds, (0.0, None), (0.0, None)]

    def matrix(lines: list[tuple[dict[int, float], float]]) -> tuple[Any, Any]:
        if not lines:
            return None, None
        at = [(i, j, factor) for i, (terms, _) in enumerate(lines) for j, factor in terms.items()]
        i, j, factors = zip(*at, strict=True)
        return csr_array((factors, (i, j)), shape=(len(lines), width)), [bound for _, bound in lines]

    (a_eq, b_eq), (a_ub, b_ub) = matrix(exact), matrix(at_most)
    result = linprog(cost, A_ub=a_ub, b_ub=b_ub, A_eq=a_eq, b_eq=b_eq, bounds=bounds, method="highs-ds")
    if result.status == 3:
        return None
    if not result.success:
        raise ArithmeticError(f"linear program: {result.message}")
    return {key: float(result.x[place]) for key, place in place_of.items()}
