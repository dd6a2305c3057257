"""Connections that can only read, encrypted unless the database is on this machine."""

from __future__ import annotations

import sqlite3
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from pipelines.problems import Problem, RefusalError
from pipelines.pull.credentials import LOCAL, variable
from pipelines.pull.declaration import DatabaseSource
from pipelines.pull.tools import Tools

ENCRYPTED = ("require", "verify-ca", "verify-full")


@contextmanager
def connected(name: str, source: DatabaseSource, tools: Tools) -> Iterator[Any]:
    """A read-only connection (DB-API 2), closed at the end.

    RefusalError: `credential_missing`, `database_not_encrypted`, `database_unreachable`.
    """
    opened = OPENERS[source.kind](name, source, tools)
    try:
        yield opened
    finally:
        opened.close()


def _postgresql(name: str, source: DatabaseSource, tools: Tools) -> Any:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    text = variable(source.connection or "", name)
    try:
        given = conninfo_to_dict(text)
    except psycopg.ProgrammingError:
        raise RefusalError(Problem("database_unreachable", name)) from None
    named = ",".join(str(given[key]) for key in ("host", "hostaddr") if given.get(key))
    local = all(host in LOCAL or host.startswith("/") for host in named.split(",") if host)
    if not local and given.get("sslmode") not in ENCRYPTED:
        raise RefusalError(Problem("database_not_encrypted", name))
    seconds = int(tools.timeout)
    try:
        found = psycopg.connect(
            text,
            connect_timeout=seconds,
            options=f"-c default_transaction_read_only=on -c statement_timeout={int(tools.reply_seconds)}s",
        )
    except psycopg.Error:
        # Its message names host and user.
        raise RefusalError(Problem("database_unreachable", name)) from None
    found.read_only = True
    return found


def _mariadb(name: str, source: DatabaseSource, tools: Tools) -> Any:
    import pymysql

    parts = urlsplit(variable(source.connection or "", name))
    host, socket = parts.hostname or "localhost", parse_qs(parts.query).get("unix_socket", [None])[0]
    local = host in LOCAL or socket is not None
    # A context of our own: by its flags alone PyMySQL does not check the name of the host.
    encryption: dict[str, Any] = {} if local else {"ssl": ssl.create_default_context()}
    try:
        found = pymysql.connect(
            host=host,
            port=parts.port or 3306,
            unix_socket=socket,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            database=unquote(parts.path.lstrip("/")) or None,
            charset="utf8mb4",
            connect_timeout=int(tools.timeout),
            read_timeout=int(tools.reply_seconds),
            **encryption,
        )
        with found.cursor() as cursor:
            cursor.execute("set session transaction read only")
    except (pymysql.err.Error, ValueError):
        raise RefusalError(Problem("database_unreachable", name)) from None
    return found


def _sqlite(name: str, source: DatabaseSource, tools: Tools) -> Any:
    path = Path(source.path or "").expanduser().resolve()
    try:
        found = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=tools.timeout)
        found.execute("select 1 from sqlite_master limit 1")
    except sqlite3.Error:
        raise RefusalError(Problem("database_unreachable", name)) from None
    return found


OPENERS: dict[str, Callable[[str, DatabaseSource, Tools], Any]] = {
    "postgresql": _postgresql,
    "mariadb": _mariadb,
    "sqlite": _sqlite,
}
