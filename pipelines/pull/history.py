"""What was pulled, and how far: a cursor counts only as far as its bytes stand in the snapshot that is read.

So it moves with a publish and with nothing else: a pull that failed, an ingest that was refused, a process
that was killed between the two, or a rollback leave it, or take it back, to where what is published ends.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from pipelines.problems import Problem
from pipelines.pull.drift import Drift
from pipelines.pull.fetched import Fetched, Fields
from pipelines.pull.window import Span
from pipelines.settings import Home
from pipelines.snapshot import Snapshots
from pipelines.state import open_state

GOOD = ("published", "unchanged", "empty")


@dataclass(frozen=True)
class Past:
    """One document that was asked for, as `state.sqlite` holds it. Moments are UTC."""

    source: str
    fingerprint: str
    started_at: datetime
    ended_at: datetime | None
    status: str
    since: date | None
    until: date
    records: int | None
    sha256: str | None
    fields: Fields
    drift: Drift
    code: str | None
    message: str | None


def begin(home: Home, source: str, fingerprint: str, span: Span, now: datetime) -> int:
    """Note that a span is asked for; what stays `running` was killed."""
    with open_state(home) as state:
        cursor = state.execute(
            "insert into pull (source, fingerprint, started_at, status, since, until)"
            " values (?, ?, ?, 'running', ?, ?)",
            [
                source,
                fingerprint,
                now.isoformat(),
                span.since and span.since.isoformat(),
                span.reach.isoformat(),
            ],
        )
        return int(cursor.lastrowid or 0)


def fetched(home: Home, pull: int, found: Fetched, sha256: str | None, drift: Drift, now: datetime) -> None:
    """Note what came, before it is taken in: from its bytes the cursor is known even after a crash."""
    with open_state(home) as state:
        state.execute(
            "update pull set status = ?, ended_at = ?, records = ?, sha256 = ?, some_fields = ?,"
            " every_field = ?, new_fields = ?, vanished_fields = ? where pull = ?",
            [
                "empty" if found.is_empty else "fetched", now.isoformat(), found.records, sha256,
                *map(_listed, (found.fields.some, found.fields.every, drift.new, drift.vanished)), pull,
            ],
        )  # fmt: skip


def ended(
    home: Home, pull: int, status: str, problem: Problem | None = None, run: str | None = None,
    snapshot: str | None = None,
) -> None:  # fmt: skip
    """Note how it ended: published, unchanged, refused or failed."""
    with open_state(home) as state:
        state.execute(
            "update pull set status = ?, ended_at = coalesce(ended_at, ?), run = ?, snapshot = ?, code = ?,"
            " message = ? where pull = ?",
            [
                status, datetime.now(UTC).isoformat(), run, snapshot,
                problem and problem.code, problem and problem.message, pull,
            ],
        )  # fmt: skip


def past(home: Home, source: str | None = None) -> list[Past]:
    """All pulls, or those of one source, oldest first; none where nothing was pulled yet."""
    if not home.state.exists():
        return []
    with open_state(home) as state:
        state.row_factory = sqlite3.Row
        rows = state.execute(
            "select * from pull where ? is null or source = ? order by pull", [source, source]
        ).fetchall()
    return [_past(row) for row in rows]


def published_bytes(home: Home) -> frozenset[str]:
    """The SHA-256 of every file in the snapshot that is read."""
    snapshots = Snapshots(home)
    current = snapshots.current()
    if current is None:
        return frozenset()
    found = snapshots.open(current).rows("select distinct sha256 from meta_object")
    return frozenset(found["sha256"].to_list())


def cursor(pulls: Iterable[Past], fingerprint: str, published: frozenset[str], first: date) -> date | None:
    """The day up to which everything that was asked for is published; None where nothing is.

    A chain from `first` on: a span counts where it begins no later than those before it reach. Days that
    held no records are bridged, and count once a later span is published.
    """
    reached, found = first, None
    for one in pulls:
        stands = one.sha256 is not None and one.sha256 in published
        holds = stands or one.status == "empty"
        if one.fingerprint != fingerprint or not holds or (one.since is not None and one.since > reached):
            continue
        reached = max(reached, one.until)
        if stands:
            found = reached
    return found


def told_apart(body: bytes, span: Span, pulls: list[Past], published: frozenset[str]) -> bytes:
    """The bytes, with line breaks at their end where they say again what a later pull had changed.

    A booking that is cancelled and taken up again brings the bytes of before. Landing knows a file by its
    bytes, so these would change nothing, and the booking would stay cancelled.
    """
    while True:
        digest = hashlib.sha256(body).hexdigest()
        later: list[Past] | None = None
        for one in pulls:
            if one.sha256 == digest and digest in published:
                later = []
            elif later is not None and one.sha256 in published and _overlaps(one, span):
                later.append(one)
        if not later:
            return body
        body += b"\n"


def _overlaps(one: Past, span: Span) -> bool:
    """Whether they have days in common, besides the one on which neighbouring spans meet."""
    if one.since is None or span.since is None:
        return True
    begins, ends = max(one.since, span.since), min(one.until, span.reach)
    return begins < ends or (begins == ends and (one.since == one.until or span.since == span.reach))


def _past(row: sqlite3.Row) -> Past:
    return Past(
        source=row["source"],
        fingerprint=row["fingerprint"],
        started_at=datetime.fromisoformat(row["started_at"]),
        ended_at=datetime.fromisoformat(row["ended_at"]) if row["ended_at"] else None,
        status=row["status"],
        since=date.fromisoformat(row["since"]) if row["since"] else None,
        until=date.fromisoformat(row["until"]),
        records=row["records"],
        sha256=row["sha256"],
        fields=Fields(_names(row["some_fields"]), _names(row["every_field"])),
        drift=Drift(tuple(sorted(_names(row["new_fields"]))), tuple(sorted(_names(row["vanished_fields"])))),
        code=row["code"],
        message=row["message"],
    )


def _listed(names: Iterable[str]) -> str:
    return json.dumps(sorted(names), ensure_ascii=False)


def _names(text: str | None) -> frozenset[str]:
    return frozenset(json.loads(text)) if text else frozenset()
