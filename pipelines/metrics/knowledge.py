"""What is known to hold between the counts of linked tables, whoever looks at them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

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
class Counts:
    """One count per cell, and the cells among them that are small and must not be found.

    `goals` gives the range that has to stay possible for a small cell where that is not [1, k]; `least` and
    `most` what a cell is known to be at least and at most, shown or not: 1 where its row tells that somebody
    is in it, what another metric tells of it.
    """

    values: Mapping[Key, float]
    small: frozenset[Key]
    goals: Mapping[Key, tuple[float, float]] = field(default_factory=dict)
    least: Mapping[Key, float] = field(default_factory=dict)
    most: Mapping[Key, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Knowledge:
    """Counts by cell, in order, what each is at least and most, and all that is known to hold between them."""

    values: Mapping[Key, float]
    least: Mapping[Key, float]
    most: Mapping[Key, float]
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, table: Counts, relations: Sequence[Relation], present: Iterable[Key]) -> Knowledge:
        """The constraints of relations; cells that are not present are known to be zero.

        A parent that equals the sum of its children is known to (for distinct people somebody may guess it);
        else it is known to be at least each and at most the sum.
        """
        counts = {key: table.values.get(key, 0.0) for key in sorted(present)}
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
        return cls(counts, table.least, table.most, tuple(rows))
