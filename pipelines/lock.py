"""One ingest at a time in a home folder: a lock of the operating system, which a killed process cannot leave
behind.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from pipelines.problems import Problem, RefusalError
from pipelines.settings import Home


@contextmanager
def one_ingest(home: Home) -> Iterator[None]:
    """Hold the home folder's ingest lock; refuses with one line while another process holds it."""
    with _held(home, "ingest.lock", "ingest_running"):
        yield


@contextmanager
def one_pull(home: Home) -> Iterator[None]:
    """Hold the home folder's pull lock: two pulls at once would ask every source twice."""
    with _held(home, "pull.lock", "pull_running"):
        yield


@contextmanager
def one_schedule(home: Home) -> Iterator[None]:
    """Hold the home folder's schedule lock: two at once could take each other's mail for one that was killed."""
    with _held(home, "schedule.lock", "schedule_running"):
        yield


@contextmanager
def _held(home: Home, name: str, code: str) -> Iterator[None]:
    home.work.mkdir(parents=True, exist_ok=True)
    with (home.work / name).open("a+b") as file:
        try:
            _lock(file)
        except OSError as error:
            raise RefusalError(Problem(code)) from error
        yield  # closing the file gives the lock back


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
