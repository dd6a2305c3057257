"""`state.sqlite`: the runs there were.

What people write in the product joins them here; snapshots never hold it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.settings import Home

# One file a version, run in the order of their numbers on a file of an older version; never edit one that has been
# released.
VERSIONS = tuple(
    path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parent / "state_versions").glob("[0-9][0-9][0-9]_*.sql"))
)


@contextmanager
def open_state(home: Home) -> Iterator[sqlite3.Connection]:
    """A connection in one transaction: committed at the end, rolled back if it fails.

    Brings the file up to date.
    """
    home.path.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(home.state, timeout=30, isolation_level=None)
    try:
        connection.execute("pragma journal_mode = wal")
        connection.execute("begin immediate")
        (version,) = connection.execute("pragma user_version").fetchone()
        for number, statement in enumerate(VERSIONS[version:], version + 1):
            for part in statements(statement):
                connection.execute(part)
            connection.execute(f"pragma user_version = {number:d}")
        yield connection
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise
    finally:
        connection.close()


def statements(script: str) -> Iterator[str]:
    """The statements of a script, in order; a trigger holds statements of its own.

    `executescript` would end the transaction they are to run in.
    """
    read = ""
    for part in script.split(";"):
        read += part
        if sqlite3.complete_statement(f"{read};"):
            yield read
            read = ""
        else:
            read += ";"


def start_run(home: Home, run: str) -> None:
    """Note that a run has begun.

    A run that is never ended shows as `running`, until the next one finds it dead.
    """
    with open_state(home) as connection:
        # The caller holds the ingest lock: whatever still says running was killed.
        connection.execute(
            "update run set status = 'killed', ended_at = ? where status = 'running'", [_now()]
        )
        connection.execute(
            "insert into run (run, started_at, status) values (?, ?, 'running')", [run, _now()]
        )


def end_run(
    home: Home, run: str, status: str, snapshot: str | None, report: Mapping[str, Any] | None
) -> None:
    """Note how a run ended, with its report as the command line prints it."""
    text = None if report is None else json.dumps(report, ensure_ascii=False)
    with open_state(home) as connection:
        connection.execute(
            "update run set ended_at = ?, status = ?, snapshot = ?, report = ? where run = ?",
            [_now(), status, snapshot, text, run],
        )


def runs(home: Home, limit: int = 20) -> list[dict[str, Any]]:
    """The last runs, newest first, without their reports; none where nothing ran yet."""
    if not home.state.exists():
        return []
    with open_state(home) as connection:
        rows = connection.execute(
            "select run, started_at, ended_at, status, snapshot from run"
            " order by started_at desc, rowid desc limit ?",
            [limit],
        ).fetchall()
    return [
        dict(zip(("run", "started_at", "ended_at", "status", "snapshot"), row, strict=True)) for row in rows
    ]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
