"""The process that runs one question: it opens the snapshot read-only, locks the door and writes Parquet to stdout.

Started by `run.py` with an empty environment; the job comes as one JSON document on stdin. It imports DuckDB and
nothing of the house but this file, so it starts in tenths of a second.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import duckdb
import pyarrow
import pyarrow.parquet

FAULT = 3  # exit code: the reason stands on stdout
LARGEST = 64 * 1024 * 1024  # bytes of one result
AS_TEXT = ("INTERVAL", "UUID", "BIT", "BIGNUM", "TIME WITH TIME ZONE", "UHUGEINT")
# Parquet has no such type. The sum of whole numbers is one, and such sums are small; one that is not says so.
CASTS = {**dict.fromkeys(AS_TEXT, "varchar"), "HUGEINT": "bigint"}
OWN = 3 * 1024 * 1024 * 1024  # bytes of address space that Python and the libraries take before any query


def main() -> int:
    """Run the job on stdin; 0 with Parquet on stdout, FAULT with a sentence, anything else is a crash."""
    job: dict[str, Any] = json.load(sys.stdin)
    _limit(job)
    try:
        connection = opened(job)
        table = plain(connection.sql(job["sql"]).limit(int(job["rows"]) + 1)).arrow()
        rows = table.read_all() if hasattr(table, "read_all") else table
        if rows.nbytes > LARGEST:
            return told("memory", "the result is too large")
        pyarrow.parquet.write_table(rows, sys.stdout.buffer)
    except (duckdb.OutOfMemoryException, pyarrow.ArrowMemoryError, MemoryError) as fault:
        return told("memory", str(fault))
    except (duckdb.Error, pyarrow.ArrowException) as fault:
        return told("error", str(fault))
    return 0


def told(kind: str, reason: str) -> int:
    """Say on stdout why there are no rows."""
    json.dump({"kind": kind, "reason": reason[:2000]}, sys.stdout)
    return FAULT


def plain(rows: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The rows with types that Parquet has."""
    types = [str(one) for one in rows.types]
    if not any(one in CASTS for one in types):
        return rows
    quoted = ['"' + name.replace('"', '""') + '"' for name in rows.columns]
    cells = [
        f"cast({name} as {CASTS[one]}) as {name}" if one in CASTS else name
        for name, one in zip(quoted, types, strict=True)
    ]
    return rows.project(", ".join(cells))


def opened(job: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """The snapshot, read-only, with nothing else in reach and its settings locked."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": "false",
        "python_enable_replacements": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "memory_limit": f"{int(job['megabytes'])}MB",
        "max_temp_directory_size": "0KB",
        "temp_directory": "",
        "threads": str(int(job["threads"])),
    }
    connection = duckdb.connect(job["path"], read_only=True, config=config)
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set lock_configuration = true")
    return connection


def _limit(job: dict[str, Any]) -> None:
    """Limits of the operating system, where it has them: processor time, and no file may be written."""
    try:
        import resource
    except ImportError:  # not on Windows; the parent's clock and DuckDB's own limits hold there
        return
    seconds = int(job["seconds"]) * int(job["threads"]) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    space = OWN + 2 * int(job["megabytes"]) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (space, space))


if __name__ == "__main__":
    sys.exit(main())
