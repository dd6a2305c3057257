"""Read `state.sqlite` without keeping a writer waiting, nor waiting for one: pages do so at every load."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from pipelines.settings import Home
from pipelines.state import VERSIONS, open_state


@contextmanager
def read_state(home: Home) -> Iterator[sqlite3.Connection]:
    """A connection that reads one moment of the file and cannot write.

    A file of an older version, or none, is first brought up to date, as `open_state` does.
    """
    if not up_to_date(home):
        with open_state(home):
            pass
    with closing(_reader(home)) as connection:
        connection.execute("begin")
        yield connection


def up_to_date(home: Home) -> bool:
    if not home.state.exists():
        return False
    with closing(_reader(home)) as connection:
        (version,) = connection.execute("pragma user_version").fetchone()
    return int(version) >= len(VERSIONS)


def _reader(home: Home) -> sqlite3.Connection:
    address = f"{home.state.absolute().as_uri()}?mode=ro"
    return sqlite3.connect(address, timeout=30, isolation_level=None, uri=True)
