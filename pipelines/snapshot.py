"""Published snapshots: which one is read, reading it, going back to an earlier one.

A snapshot is one immutable DuckDB file, so a reader that holds one is never disturbed by a publish. Values
are bound parameters; every call takes its own cursor, because a connection shared by threads gives empty
results.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import polars.selectors as cs

from pipelines.problems import Problem, RefusalError
from pipelines.settings import Home

POINTER = "current"
# Read-only and without access to other files: a query sees the snapshot and nothing else of the machine.
READING: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
}

_connections: dict[Path, duckdb.DuckDBPyConnection] = {}
_opening = threading.Lock()


@dataclass(frozen=True)
class Snapshot:
    """One published state of the warehouse. `connection` is only ever used through a cursor of it."""

    id: str
    connection: duckdb.DuckDBPyConnection

    def rows(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] | None = None) -> pl.DataFrame:
        """The rows of a query as a frame; codes come as text. Safe to call from several threads."""
        cursor = self.connection.cursor()
        try:
            frame = cursor.sql(sql, params=parameters).pl()
        finally:
            cursor.close()
        return frame.with_columns((cs.categorical() | cs.enum()).cast(pl.String))


@dataclass(frozen=True)
class Snapshots:
    """The snapshots of one home folder."""

    home: Home

    def current(self) -> str | None:
        """The id to read; null before the first publish.

        A damaged pointer or file falls back to the newest readable.
        """
        return self._choose()[0]

    @property
    def notice(self) -> str | None:
        """A sentence when what is read is not what the pointer names, else null."""
        return self._choose()[1]

    def require_current(self) -> str:
        """The id to read; refuses with one line when nothing is published yet."""
        chosen = self.current()
        if chosen is None:
            raise RefusalError(Problem("no_snapshot"))
        return chosen

    def ids(self) -> list[str]:
        """Every published snapshot, newest first: the number in front sorts, whatever the clock did."""
        return sorted((path.stem for path in self.home.warehouse.glob("[0-9]*.duckdb")), reverse=True)

    def list(self) -> list[dict[str, Any]]:
        """Every readable snapshot, newest first, with when it was made, how many records stand behind it."""
        current = self.current()
        described = []
        for name in self.ids():
            snapshot = self._readable(name)
            if snapshot is None:
                continue
            made = snapshot.rows("select created_at, run from meta_snapshot").row(0, named=True)
            counted = snapshot.rows(
                "select count(*) as files, sum(accepted)::bigint as rows from meta_object"
            )
            entry = {"snapshot": name, "created_at": made["created_at"].isoformat(), "run": made["run"]}
            described.append({**entry, **counted.row(0, named=True), "current": name == current})
        return described

    def open(self, snapshot_id: str) -> Snapshot:
        """That snapshot, read-only; the connection is kept for the next caller. Refuses an unknown id."""
        # Only names that are listed are opened, so an id can never lead out of the folder.
        if snapshot_id not in self.ids():
            raise RefusalError(Problem("unknown_snapshot", values={"snapshot": snapshot_id}))
        return Snapshot(snapshot_id, _connect(self.home.warehouse / f"{snapshot_id}.duckdb"))

    def _choose(self) -> tuple[str | None, str | None]:
        named = read_pointer(self.home)
        if named is not None and self._readable(named):
            return named, None
        for name in self.ids():
            if self._readable(name):
                return (
                    name,
                    f"The published snapshot {named or '(none named)'} cannot be read; {name} is shown.",
                )
        return None, None

    def _readable(self, name: str) -> Snapshot | None:
        try:
            return self.open(name)
        except (RefusalError, duckdb.Error):
            return None


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    with _opening:
        if path not in _connections:
            connection = duckdb.connect(path, read_only=True, config=READING)
            connection.execute("set TimeZone = 'UTC'")
            connection.execute("select snapshot from meta_snapshot").fetchall()
            _connections[path] = connection
        return _connections[path]


def read_pointer(home: Home) -> str | None:
    """What `warehouse/current` names, or null where it is missing or not one short line."""
    try:
        text = (home.warehouse / POINTER).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return text if 0 < len(text) < 100 else None


def write_pointer(home: Home, snapshot_id: str) -> None:
    """Make readers take that snapshot from their next rerun on; they see the former id or this one, nothing
    between.
    """
    pointer = home.warehouse / POINTER
    scratch = pointer.with_name(f".{POINTER}.{os.getpid()}")
    with scratch.open("w", encoding="ascii") as file:
        file.write(snapshot_id + "\n")
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(pointer)


def rollback(home: Home, snapshot_id: str) -> None:
    """Read an earlier (or later) snapshot from now on; the next ingest builds on its files.

    Refuses an unknown id.
    """
    Snapshots(home).open(snapshot_id)
    write_pointer(home, snapshot_id)
