"""The closes there were and what people said about findings: lines are added, none is changed or taken away."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from pipelines.closing.figures import Figure, month_days
from pipelines.problems import Problem, RefusalError
from pipelines.settings import Home
from pipelines.state import open_state
from pipelines.state_read import read_state


@dataclass(frozen=True)
class Close:
    """One close of a month; `reason` says why where it restates an earlier one."""

    number: int
    rule_book: str
    month: str
    snapshot: str
    author: str
    closed_at: datetime
    note: str
    reason: str | None
    checklist: tuple[Mapping[str, Any], ...]
    figures: tuple[Figure, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "close": self.number,
            "rule_book": self.rule_book,
            "month": self.month,
            "snapshot": self.snapshot,
            "author": self.author,
            "closed_at": self.closed_at.isoformat(timespec="seconds"),
            "note": self.note,
            "reason": self.reason,
            "checklist": list(self.checklist),
            "figures": [figure.as_json() for figure in self.figures],
        }


@dataclass(frozen=True)
class Explanation:
    """What somebody said about a finding of the checklist."""

    item: str
    finding: str
    text: str
    author: str
    at: str


def closes(home: Home, rule_book: str | None = None, month: str | None = None) -> tuple[Close, ...]:
    """Every close, oldest first: the last one of a month holds."""
    if not home.state.exists():
        return ()
    with read_state(home) as connection:
        rows = connection.execute(
            "select close, rule_book, month, snapshot, author, closed_at, note, reason, checklist, figures"
            " from month_close where (?1 is null or rule_book = ?1) and (?2 is null or month = ?2)"
            " order by close",
            [rule_book, month],
        ).fetchall()
    return tuple(_close(row) for row in rows)


def in_force(home: Home, rule_book: str, month: str) -> Close | None:
    """The close that holds for a month: the last restatement, else the first close; None while it is open."""
    found = closes(home, rule_book, month)
    return found[-1] if found else None


def add_close(
    home: Home,
    rule_book: str,
    month: str,
    snapshot: str,
    author: str,
    note: str,
    reason: str | None,
    checklist: Sequence[Mapping[str, Any]],
    figures: Sequence[Figure],
) -> Close:
    """Note a close. RefusalError `close_done` where the month is closed already and no reason is given."""
    values = [rule_book, month, snapshot, author, _now(), note, reason]
    texts = [json.dumps(list(checklist), ensure_ascii=False)]
    texts.append(json.dumps([figure.as_json() for figure in figures]))
    try:
        with open_state(home) as connection:
            connection.execute(
                "insert into month_close (rule_book, month, snapshot, author, closed_at, note, reason,"
                " checklist, figures) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [*values, *texts],
            )
    except sqlite3.IntegrityError:
        raise RefusalError(Problem("close_done", values={"month": month, "book": rule_book})) from None
    return closes(home, rule_book, month)[-1]


def explain(home: Home, rule_book: str, month: str, item: str, finding: str, text: str, author: str) -> None:
    """Keep what somebody says about a finding; an earlier explanation of it stays and no longer holds."""
    with open_state(home) as connection:
        connection.execute(
            "insert into close_explanation (rule_book, month, item, finding, explanation_text, author,"
            " explained_at) values (?, ?, ?, ?, ?, ?, ?)",
            [rule_book, month, item, finding, text, author, _now()],
        )


def explanations(home: Home, rule_book: str, month: str) -> dict[str, Explanation]:
    """The explanation that holds of each finding, by its digest."""
    if not home.state.exists():
        return {}
    with read_state(home) as connection:
        rows = connection.execute(
            "select item, finding, explanation_text, author, explained_at from close_explanation"
            " where rule_book = ? and month = ? order by explanation",
            [rule_book, month],
        ).fetchall()
    return {row[1]: Explanation(*row) for row in rows}


def resting(home: Home) -> frozenset[str]:
    """The snapshots that a close rests on: no retention may remove one of them."""
    return frozenset(close.snapshot for close in closes(home))


def closed_until(home: Home, snapshot: str) -> date | None:
    """The last day of the latest month that was closed by hand on a snapshot; None where none was."""
    months = [close.month for close in closes(home) if close.snapshot == snapshot]
    return month_days(max(months))[1] if months else None


def _close(row: Sequence[Any]) -> Close:
    checked, counted = json.loads(row[8]), json.loads(row[9])
    lines = tuple(Figure.of(line) for line in counted)
    number, book, month, snapshot, author, at, note, reason = row[:8]
    moment = datetime.fromisoformat(at)
    return Close(number, book, month, snapshot, author, moment, note, reason, tuple(checked), lines)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
