"""What people decided about links between keys: forbidden, confirmed, undone; with author, time and reason.

A decision is never edited or deleted; undoing it is noted beside it, so that the links of any snapshot can
be told again from the decisions that were in force when it was built.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from pipelines.problems import Problem, RefusalError
from pipelines.settings import Home
from pipelines.state import open_state

Kind = Literal["forbid", "confirm"]
Pair = tuple[str, str]
"""Two keys as `kind:key`, in order."""
NAMES = ("decision", "kind", "first", "second", "author", "reason", "decided_at", "undone_at", "undone_by",
         "undone_reason")  # fmt: skip
LINK_DIGITS = 12


@dataclass(frozen=True)
class Decision:
    """One decision; `undone_at` is null while it is in force."""

    decision: int
    kind: Kind
    first: str
    second: str
    author: str
    reason: str
    decided_at: str
    undone_at: str | None = None
    undone_by: str | None = None
    undone_reason: str | None = None

    @property
    def pair(self) -> Pair:
        return self.first, self.second

    def holds(self, at: datetime | None) -> bool:
        """Whether it was in force at a moment, or is in force now."""
        if at is None:
            return self.undone_at is None
        since, until = datetime.fromisoformat(self.decided_at), self.undone_at
        return since <= at and (until is None or datetime.fromisoformat(until) > at)


@dataclass(frozen=True)
class InForce:
    """The pairs of keys that are not one person, and those that are though their cluster waits for review."""

    forbidden: frozenset[Pair] = frozenset()
    confirmed: frozenset[Pair] = frozenset()

    @property
    def digest(self) -> str:
        """Tells states apart; empty while nothing is decided."""
        if not (self.forbidden or self.confirmed):
            return ""
        lines = [*(f"forbid {pair}" for pair in sorted(self.forbidden))]
        lines += [f"confirm {pair}" for pair in sorted(self.confirmed)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def link_id(first: str, second: str) -> str:
    """What people call the link of two keys."""
    return hashlib.sha256(f"{first}|{second}".encode()).hexdigest()[:LINK_DIGITS]


def decisions(home: Home) -> list[Decision]:
    """Every decision there was, the first first. Nothing is written, not even a file brought up to date."""
    if not home.state.exists():
        return []
    # Not opened for reading only: such a connection leaves SQLite's own files beside the database.
    with closing(sqlite3.connect(f"{home.state.as_uri()}?mode=rw", uri=True, timeout=30)) as connection:
        connection.execute("pragma query_only = on")
        there = connection.execute("select 1 from sqlite_master where name = 'link_decision'").fetchone()
        if there is None:
            return []
        rows = connection.execute(
            f"select {', '.join(NAMES)} from link_decision order by decision"
        ).fetchall()
    return [Decision(*row) for row in rows]


def in_force(home: Home, at: datetime | None = None) -> InForce:
    """The decisions in force at a moment, or now."""
    holding = [decision for decision in decisions(home) if decision.holds(at)]
    return InForce(
        frozenset(decision.pair for decision in holding if decision.kind == "forbid"),
        frozenset(decision.pair for decision in holding if decision.kind == "confirm"),
    )


def decide(home: Home, kind: Kind, pair: Pair, author: str, reason: str) -> None:
    """Forbid or confirm a link from the next build on; a former decision on the same link is undone."""
    with open_state(home) as connection:
        connection.execute(
            "update link_decision set undone_at = ?, undone_by = ?, undone_reason = ?"
            " where first = ? and second = ? and undone_at is null",
            [_now(), author, reason, *pair],
        )
        connection.execute(
            "insert into link_decision (kind, first, second, author, reason, decided_at)"
            " values (?, ?, ?, ?, ?, ?)",
            [kind, *pair, author, reason, _now()],
        )


def undo(home: Home, decision: int, author: str, reason: str) -> None:
    """Take a decision back from the next build on. RefusalError where none of that number is in force."""
    with open_state(home) as connection:
        changed = connection.execute(
            "update link_decision set undone_at = ?, undone_by = ?, undone_reason = ?"
            " where decision = ? and undone_at is null",
            [_now(), author, reason, decision],
        )
        if changed.rowcount != 1:
            raise RefusalError(Problem("decision_unknown", values={"decision": decision}))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
