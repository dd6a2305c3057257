"""Who looked at what: conditions that were accepted, and the log of what only analysts see. In `state.sqlite`.

A reader stands there as a keyed hash of the provider and its subject; no name, e-mail or address.
"""

from __future__ import annotations

from datetime import UTC, datetime

from pipelines.people import Keyer
from pipelines.settings import Home
from pipelines.state import open_state

# The version of the conditions that hold; when their text changes in the locales, everybody is asked anew.
CONDITIONS = "2026-11"
LOCAL = "local"  # the reader where nobody signs in


def reader_key(secret: bytes, issuer: str, subject: str) -> str:
    """The reader as logs hold them: 32 hexadecimal digits, of no use without the secret of the home."""
    return Keyer(secret, "").key("reader", f"{issuer}|{subject}")


def has_accepted(home: Home, reader: str, version: str = CONDITIONS) -> bool:
    """Whether a reader accepted the conditions of this version."""
    if not home.state.exists():
        return False
    with open_state(home) as connection:
        found = connection.execute(
            "select 1 from acceptance where reader = ? and version = ?", [reader, version]
        ).fetchone()
    return found is not None


def accept(home: Home, reader: str, version: str = CONDITIONS) -> None:
    """Note that a reader accepts the conditions; the first time stays."""
    with open_state(home) as connection:
        connection.execute(
            "insert or ignore into acceptance (reader, version, at) values (?, ?, ?)",
            [reader, version, _now()],
        )


def log_access(home: Home, reader: str, what: str) -> None:
    """Note that a reader opened a page or took a file with them: `page:sql`, `download:explore.csv`.

    `what` names the thing and never a person: no question asked, no filter, no figure.
    """
    with open_state(home) as connection:
        connection.execute(
            "insert into access_log (at, reader, what) values (?, ?, ?)", [_now(), reader, what]
        )


def accesses(home: Home, limit: int = 100) -> list[tuple[str, str, str]]:
    """Time, reader and thing of the last accesses, newest first."""
    if not home.state.exists():
        return []
    with open_state(home) as connection:
        return connection.execute(
            "select at, reader, what from access_log order by entry desc limit ?", [limit]
        ).fetchall()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
