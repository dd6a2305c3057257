"""`state.sqlite`: the runs there were.

What people write in the product joins them here; snapshots never hold it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from pipelines.settings import Home

# One entry a version, run in order on a file of an older version; never edit an entry that has been released.
VERSIONS = (
    """
    create table run (
        run text primary key,
        started_at text not null,
        ended_at text,
        status text not null,
        snapshot text,
        report text
    ) strict;
    """,
    """
    create table rejected_download (
        at text not null,
        reader text not null,
        sha256 text not null,
        rows integer not null
    ) strict;
    create table link_decision (
        decision integer primary key,
        kind text not null check (kind in ('forbid', 'confirm')),
        first text not null,
        second text not null,
        author text not null,
        reason text not null,
        decided_at text not null,
        undone_at text,
        undone_by text,
        undone_reason text
    ) strict;
    """,
    # One line for each document that a live source was asked for (pipelines/pull/history.py).
    """
    create table pull (
        pull integer primary key,
        source text not null,
        fingerprint text not null,
        started_at text not null,
        ended_at text,
        status text not null,
        since text,
        until text not null,
        records integer,
        sha256 text,
        some_fields text,
        every_field text,
        new_fields text,
        vanished_fields text,
        run text,
        snapshot text,
        code text,
        message text
    ) strict;
    """,
    # Conditions that readers accepted, and what they opened or took (pipelines/access.py).
    """
    create table acceptance (
        reader text not null,
        version text not null,
        at text not null,
        primary key (reader, version)
    ) strict;
    create table access_log (
        entry integer primary key,
        at text not null,
        reader text not null,
        what text not null
    ) strict;
    """,
    # Months that were closed, restated by a further line with its reason; and what people said about a finding
    # of the checklist, which holds while the finding is the same (pipelines/closing/ledger.py). Then each report
    # that was to be delivered, noted before it goes out (pipelines/delivery/ledger.py).
    """
    create table month_close (
        close integer primary key,
        rule_book text not null,
        month text not null,
        snapshot text not null,
        author text not null,
        closed_at text not null,
        note text not null,
        reason text,
        checklist text not null,
        figures text not null
    ) strict;
    create unique index month_closed_once on month_close (rule_book, month) where reason is null;
    create table close_explanation (
        explanation integer primary key,
        rule_book text not null,
        month text not null,
        item text not null,
        finding text not null,
        explanation_text text not null,
        author text not null,
        explained_at text not null
    ) strict;
    create table delivery (
        delivery integer primary key,
        key text not null unique,
        entry text not null,
        period text not null,
        channel text not null check (channel in ('folder', 'mail')),
        recipient text not null,
        status text not null check (status in ('intended', 'sent', 'failed', 'uncertain')),
        attempts integer not null,
        intended_at text not null,
        ended_at text,
        snapshot text,
        code text
    ) strict;
    create table schedule_run (
        entry text not null,
        due_at text not null,
        started_at text not null,
        ended_at text,
        status text not null,
        code text,
        primary key (entry, due_at)
    ) strict;
    """,
    # What people write: an edit is one more version (pipelines/written/store.py), and the table itself refuses less.
    """
    create table written (
        version integer primary key,
        kind text not null check (kind in ('target', 'note', 'story')),
        item text not null,
        author text not null,
        written_at text not null,
        withdrawn integer not null,
        content text not null
    ) strict;
    create index written_item on written (kind, item, version);
    create trigger written_is_not_overwritten before update on written
    begin select raise(abort, 'what was written is never overwritten'); end;
    create trigger written_is_not_deleted before delete on written
    begin select raise(abort, 'what was written is never deleted'); end;
    """,
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
