"""What people write, as versions: an edit is one more version, and nothing is overwritten or deleted.

The table refuses both itself. A version holds who wrote it, when, and the whole of what it then said; what
it said before is the version before it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from pipelines.problems import Problem, RefusalError
from pipelines.settings import Home
from pipelines.state import open_state

Kind = Literal["target", "note", "story"]
COLUMNS = "version, kind, item, author, written_at, withdrawn, content"


@dataclass(frozen=True)
class Version:
    """One version of one item. `written_at` is UTC; `former` is null for the first."""

    version: int
    kind: Kind
    item: str
    author: str
    written_at: datetime
    withdrawn: bool
    content: Mapping[str, Any]
    former: Mapping[str, Any] | None = None


def versions(home: Home, kind: Kind, item: str | None = None) -> list[Version]:
    """Every version of a kind, or of one item, the first first, each with what was there before it.

    Nothing is written, not even a file brought up to date.
    """
    if not home.state.exists():
        return []
    # Not opened for reading only: such a connection leaves SQLite's own files beside the database.
    with closing(sqlite3.connect(f"{home.state.as_uri()}?mode=rw", uri=True, timeout=30)) as connection:
        connection.execute("pragma query_only = on")
        there = connection.execute("select 1 from sqlite_master where name = 'written'").fetchone()
        if there is None:
            return []
        return _read(connection, kind, item)


def current(home: Home, kind: Kind, at: datetime | None = None) -> list[Version]:
    """The version of each item that holds now, or held at a moment; withdrawn ones are among them."""
    holding = {
        version.item: version for version in versions(home, kind) if at is None or version.written_at <= at
    }
    return list(holding.values())


def write(
    home: Home,
    kind: Kind,
    item: str | None,
    author: str,
    content: Mapping[str, Any],
    *,
    withdrawn: bool = False,
    after: int | None = None,
) -> Version:
    """Add a version; without an item it begins a new one, which is given its name.

    `after` is the version that the writer saw. RefusalError if somebody else has written another since.
    """
    with open_state(home) as connection:
        former = _read(connection, kind, item) if item else []
        if after is not None and (not former or former[-1].version != after):
            raise RefusalError(Problem("written_meanwhile"))
        (number,) = connection.execute("select coalesce(max(version), 0) + 1 from written").fetchone()
        name = item or f"{kind}-{number}"
        # Clocks go back now and then; the order of versions does not.
        now = max([datetime.now(UTC), *(version.written_at for version in former[-1:])])
        text = json.dumps(content, ensure_ascii=False)
        row = [number, kind, name, author, now.isoformat(timespec="microseconds"), int(withdrawn), text]
        connection.execute(f"insert into written ({COLUMNS}) values (?, ?, ?, ?, ?, ?, ?)", row)
        return _read(connection, kind, name)[-1]


def latest(home: Home, kind: Kind, item: str) -> Version:
    """The version of an item that holds. RefusalError where there is no such item, or it was withdrawn."""
    found = versions(home, kind, item)
    if not found or found[-1].withdrawn:
        raise RefusalError(Problem("written_unknown", values={"item": item}))
    return found[-1]


def _read(connection: sqlite3.Connection, kind: Kind, item: str | None) -> list[Version]:
    only = "" if item is None else " and item = ?"
    rows = connection.execute(
        f"select {COLUMNS} from written where kind = ?{only} order by version",
        [kind] if item is None else [kind, item],
    ).fetchall()
    return _with_former(rows)


def _with_former(rows: Sequence[tuple[Any, ...]]) -> list[Version]:
    found: list[Version] = []
    before: dict[str, Mapping[str, Any]] = {}
    for number, kind, item, author, written_at, withdrawn, content in rows:
        said = json.loads(content)
        moment = datetime.fromisoformat(written_at)
        found.append(Version(number, kind, item, author, moment, bool(withdrawn), said, before.get(item)))
        before[item] = said
    return found
