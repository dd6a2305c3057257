"""What is known to hold between the counts of a table, whoever looks at it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Key = tuple[str, ...]
EPSILON = 1e-6


@dataclass(frozen=True)
class Relation:
    """A parent cell and the cells it is made of."""

    parent: Key
    children: tuple[Key, ...]


@dataclass(frozen=True)
class Row:
    """A linear constraint over cells: sum of coefficient * cell, equal to zero or at most zero."""

    coefficients: Mapping[Key, float]
    exact: bool


@dataclass(frozen=True)
class Knowledge:
    """Counts by cell, in order, and everything that is known to hold between them."""

    values: Mapping[Key, float]
    rows: tuple[Row, ...]

    @classmethod
    def of(
        cls, values: Mapping[Key, float], relations: Sequence[Relation], present: Iterable[Key]
    ) -> Knowledge:
        """The constraints of relations; cells that are not present are known to be zero.

        A parent that equals the sum of its children is known to (for distinct people somebody may guess it);
        else it is known to be at least each and at most the sum.
        """
        counts = {key: values.get(key, 0.0) for key in sorted(present)}
        rows: list[Row] = []
        for relation in sorted(relations, key=lambda relation: (relation.parent, relation.children)):
            children = [key for key in relation.children if key in counts]
            if relation.parent not in counts:
                continue
            total = sum(counts[key] for key in children)
            exact = abs(total - counts[relation.parent]) < EPSILON
            rows.append(Row({relation.parent: 1.0, **dict.fromkeys(children, -1.0)}, exact))
            if not exact:
                rows.extend(Row({relation.parent: -1.0, child: 1.0}, False) for child in children)
        return cls(counts, tuple(rows))
