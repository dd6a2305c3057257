"""The figures of a month in a rule book's layout, as they go out: through the same door as every page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pipelines.metrics import Counted, Question, rule_books
from pipelines.metrics.periods import month_end
from pipelines.metrics.question import Snapshot
from pipelines.metrics.rulebooks import books
from pipelines.problems import Problem, RefusalError

# Who closes: sees no more than a partner does, so that nothing hidden is ever written down.
CLOSING = "library"


@dataclass(frozen=True)
class Figure:
    """One line of a rule book. `value` is None where nothing states one, and where it is hidden."""

    measure: str
    part: str
    value: float | None
    suppressed: bool

    @property
    def line(self) -> tuple[str, str]:
        return self.measure, self.part

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Figure:
        return cls(given["measure"], given["part"], given["value"], given["suppressed"])


def month_days(month: str) -> tuple[date, date]:
    """First and last day of `2026-09`. RefusalError for anything else."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise RefusalError(Problem("close_not_a_month", values={"month": month[:20]})) from None
    return first, month_end(first)


def rule_book(name: str) -> str:
    """The code of a declared rule book, however it is written. RefusalError where there is none of that name."""
    codes = {book.code.casefold(): book.code for book in books()}
    if name.casefold() not in codes:
        values = {"book": name[:20], "allowed": ", ".join(codes.values())}
        raise RefusalError(Problem("close_no_rule_book", values=values))
    return codes[name.casefold()]


def count(snapshot: Snapshot, month: str, role: str = CLOSING, closed: bool = False) -> Counted:
    """All that the rule books count in a month, as a role may see it; `closed`: it was closed on this
    snapshot, which is not the current one.
    """
    first, last = month_days(month)
    question = Question(
        "visits", start=first, end=last, role=role, closed=closed, closed_until=last if closed else None
    )
    return rule_books(snapshot, question)


def figures(counted: Counted, book: str) -> tuple[Figure, ...]:
    """The lines of one rule book, in its order."""
    found = []
    for (code, measure, part), answer in counted.answers.items():
        if code == book:
            rows = (
                answer.rows.row(0, named=True) if answer.rows.height else {"value": None, "suppressed": False}
            )
            found.append(Figure(measure, part, rows["value"], bool(rows["suppressed"])))
    return tuple(found)
