"""A linear program put together piece by piece: variables at least zero, constraints, the cheapest
solution.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Line = tuple[Mapping[int, float], float]


@dataclass
class Program:
    """Variables and constraints, in the order in which they were added, so that it always solves alike."""

    costs: list[float] = field(default_factory=list)
    highs: list[float | None] = field(default_factory=list)
    equalities: list[Line] = field(default_factory=list)
    limits: list[Line] = field(default_factory=list)

    def variable(self, cost: float = 0.0, high: float | None = None) -> int:
        """A new variable from zero to `high`; gives its place in the solution."""
        self.costs.append(cost)
        self.highs.append(high)
        return len(self.costs) - 1

    def equal(self, terms: Mapping[int, float], bound: float) -> None:
        self.equalities.append((terms, bound))

    def at_most(self, terms: Mapping[int, float], bound: float) -> None:
        self.limits.append((terms, bound))

    def solve(self) -> list[float]:
        """The cheapest solution; raises ArithmeticError when there is none."""
        from scipy.optimize import linprog
        from scipy.sparse import csr_array

        matrices = {}
        for name, lines in (("eq", self.equalities), ("ub", self.limits)):
            if lines:
                at = [(i, j, factor) for i, (terms, _) in enumerate(lines) for j, factor in terms.items()]
                rows, columns, factors = zip(*at, strict=True)
                shape = (len(lines), len(self.costs))
                matrices[f"A_{name}"] = csr_array((factors, (rows, columns)), shape=shape)
                matrices[f"b_{name}"] = [bound for _, bound in lines]
        found = linprog(
            self.costs, **matrices, bounds=[(0.0, high) for high in self.highs], method="highs-ds"
        )
        if not found.success:
            raise ArithmeticError(f"linear program: {found.message}")
        return [float(value) for value in found.x]
