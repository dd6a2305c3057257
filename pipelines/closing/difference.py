"""What a month says now against what was closed: both as a role may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.closing.figures import Figure, count, figures
from pipelines.closing.ledger import Close
from pipelines.problems import RefusalError
from pipelines.settings import Home
from pipelines.snapshot import Snapshots


@dataclass(frozen=True)
class Change:
    """A line of the rule book as it was closed and as it is now. `difference` is None where one of the two is
    hidden or not known; a line that was hidden on either side never tells that it changed.
    """

    measure: str
    part: str
    closed: float | None
    now: float | None
    suppressed: bool

    @property
    def difference(self) -> float | None:
        if self.suppressed or (self.closed is None and self.now is None):
            return None
        return (self.now or 0) - (self.closed or 0)

    @property
    def changed(self) -> bool:
        return bool(self.difference)

    def as_json(self) -> dict[str, Any]:
        return {
            "measure": self.measure,
            "part": self.part,
            "closed": self.closed,
            "now": self.now,
            "difference": self.difference,
            "suppressed": self.suppressed,
        }


def changes(home: Home, close: Close, now: Sequence[Figure], role: str) -> tuple[Change, ...]:
    """Every line of the book, closed against now.

    The closed figures are the snapshot's own, asked again for the role; those on record where it cannot be read.
    """
    closed = {figure.line: figure for figure in closed_figures(home, close, role)}
    found = []
    for figure in now:
        former = closed.get(figure.line)
        hidden = figure.suppressed or (former is not None and former.suppressed)
        before = former.value if former and not hidden else None
        found.append(Change(*figure.line, before, None if hidden else figure.value, hidden))
    return tuple(found)


def closed_figures(home: Home, close: Close, role: str) -> tuple[Figure, ...]:
    """The figures of a close as a role may see them."""
    snapshots = Snapshots(home)
    former = close.snapshot != snapshots.current()
    try:
        return figures(count(snapshots.open(close.snapshot), close.month, role, former), close.rule_book)
    except RefusalError:
        return close.figures
