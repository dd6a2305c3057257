"""Close a month, see how it stands, restate it: the figures are locked to the snapshot they came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipelines.closing import ledger
from pipelines.closing.checklist import Item, checklist
from pipelines.closing.deadlines import local_today
from pipelines.closing.difference import Change, changes
from pipelines.closing.figures import CLOSING, Figure, count, figures, month_days, rule_book
from pipelines.closing.ledger import Close, Explanation
from pipelines.problems import Problem, RefusalError
from pipelines.settings import Home, load_site
from pipelines.snapshot import Snapshots

LONGEST = 2000


@dataclass(frozen=True)
class Line:
    """An item of the checklist and what somebody said about this very finding."""

    item: Item
    explanation: Explanation | None

    @property
    def open(self) -> bool:
        """Whether it stands in the way of a close."""
        return self.item.state == "red" or (self.item.state == "amber" and self.explanation is None)

    def as_json(self) -> dict[str, object]:
        told = self.explanation
        return {
            "item": self.item.code,
            "state": self.item.state,
            "facts": dict(self.item.facts),
            "named": list(self.item.named),
            "explanation": told and told.text,
            "explained_by": told and told.author,
            "explained_at": told and told.at,
        }


@dataclass(frozen=True)
class Standing:
    """How a month stands under a rule book, in the current snapshot. `changes` are against the close in force:
    a pending restatement where any line changed.
    """

    rule_book: str
    month: str
    snapshot: str
    over: bool
    lines: tuple[Line, ...]
    figures: tuple[Figure, ...]
    close: Close | None
    changes: tuple[Change, ...]

    @property
    def ready(self) -> bool:
        """Whether it may be closed, or restated."""
        return self.over and not any(line.open for line in self.lines)

    @property
    def pending(self) -> bool:
        """Whether later data changed what was closed."""
        return any(change.changed for change in self.changes)


def standing(home: Home, month: str, book: str, today: date | None = None, role: str = CLOSING) -> Standing:
    """Checklist, figures and the difference to what was closed. RefusalError for a month before the opening."""
    code, (_, last) = rule_book(book), month_days(month)
    opened = load_site().opened_on
    if last < opened:
        raise RefusalError(
            Problem("close_before_opening", values={"month": month, "opened": opened.isoformat()})
        )
    snapshots = Snapshots(home)
    snapshot = snapshots.open(snapshots.require_current())
    counted = count(snapshot, month, role)
    told = ledger.explanations(home, code, month)
    first = month_days(month)[0]
    lines = tuple(Line(item, told.get(item.finding)) for item in checklist(snapshot, first, last, counted))
    now, close = figures(counted, code), ledger.in_force(home, code, month)
    changed = changes(home, close, now, role) if close else ()
    over = (today or local_today()) > last
    return Standing(code, month, snapshot.id, over, lines, now, close, changed)


def explain(home: Home, stand: Standing, item: str, text: str, author: str) -> None:
    """Keep an explanation of an item as it was found. RefusalError where it needs none or the text is empty."""
    line = next((line for line in stand.lines if line.item.code == item), None)
    if line is None or line.item.state != "amber":
        raise RefusalError(Problem("close_nothing_to_explain", values={"item": item[:40]}))
    words = said(text, "explanation")
    ledger.explain(home, stand.rule_book, stand.month, item, line.item.finding, words, said(author, "author"))


def close_month(
    home: Home, month: str, book: str, author: str, note: str = "", today: date | None = None
) -> Close:
    """Lock the figures of a month to the current snapshot.

    RefusalError while the month is not over, an item is open, or when it is closed already.
    """
    found = standing(home, month, book, today)
    if found.close is not None:
        raise RefusalError(Problem("close_done", values={"month": month, "book": found.rule_book}))
    return _write(home, _may_close(found), author, note, None)


def restate(
    home: Home, month: str, book: str, author: str, reason: str, note: str = "", today: date | None = None
) -> Close:
    """Close a closed month once more on the current snapshot, with the reason; the old figures stay on record."""
    found = standing(home, month, book, today)
    if found.close is None:
        raise RefusalError(Problem("close_not_closed", values={"month": month, "book": found.rule_book}))
    why = said(reason, "reason")
    if not found.pending:
        raise RefusalError(Problem("close_nothing_changed", values={"month": month, "book": found.rule_book}))
    return _write(home, _may_close(found), author, note, why)


def said(text: str, what: str) -> str:
    """What a person wrote, trimmed. RefusalError where it is empty or longer than a page."""
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise RefusalError(Problem("close_text_missing", values={"what": what, "longest": LONGEST}))
    return words


def _may_close(found: Standing) -> Standing:
    if not found.over:
        raise RefusalError(Problem("close_month_running", values={"month": found.month}))
    still = [line.item.code for line in found.lines if line.open]
    if still:
        values = {"month": found.month, "items": ", ".join(still)}
        raise RefusalError(Problem("close_items_open", values=values))
    return found


def _write(home: Home, found: Standing, author: str, note: str, reason: str | None) -> Close:
    lines = [line.as_json() for line in found.lines]
    signed = said(author, "author")
    return ledger.add_close(
        home,
        found.rule_book,
        found.month,
        found.snapshot,
        signed,
        note.strip()[:LONGEST],
        reason,
        lines,
        found.figures,
    )
