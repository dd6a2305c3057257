"""A watched folder: what arrives in it is taken in when it is whole, and stays where it is.

Plain looking, not messages of the operating system: folders on network shares send none, and to see that a
file is whole it has to be looked at twice anyway.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.problems import Problem, RefusalError
from pipelines.report import Report
from pipelines.settings import Home

HALF_DONE = (
    ".tmp",
    ".temp",
    ".part",
    ".partial",
    ".filepart",
    ".crdownload",
    ".download",
    ".swp",
    ".lock",
    "~",
)
OFFICE_LOCKS = ("~", ".")
LATER = ("ingest_running",)
"""Refusals that are not the file's fault: it is tried again at the next look, without a word."""

Ingest = Callable[[Home, Sequence[Path]], Report]
Look = dict[Path, tuple[int, int]]


@dataclass(frozen=True)
class Event:
    """What became of files that arrived together: published, unchanged, or refused with the reasons."""

    status: str
    files: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    snapshot: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "files": list(self.files),
            "refused": [problem.as_json() for problem in self.problems],
            "snapshot": self.snapshot,
        }


def watch(
    home: Home,
    folder: Path,
    interval: float,
    once: bool = False,
    sleep: Callable[[float], None] = time.sleep,
    ingest: Ingest | None = None,
) -> Iterator[Event]:
    """Events as they happen, for ever; with `once`, those of files that are whole within one interval.

    A file that is refused is said once, and tried again only when it was changed. RefusalError where there is
    no such folder.
    """
    if not folder.is_dir():
        raise RefusalError(Problem("watch_not_a_folder", folder.name))
    before, done = look(folder), {}  # type: Look, Look
    while True:
        sleep(interval)
        now = look(folder)
        # One that was renamed away and comes back is looked at anew.
        done = {path: seen for path, seen in done.items() if path in now}
        whole = [path for path, seen in now.items() if before.get(path) == seen != done.get(path)]
        if whole:
            events, again = _taken_in(home, whole, ingest or _ingest)
            done |= {path: now[path] for path in whole if not again}
            yield from events
        before = now
        if once:
            return


def look(folder: Path) -> Look:
    """Size and time of change of every file that may be whole, in order of name; none where the folder is away.

    Hidden files, half-copied ones by their names, and files without a byte are left out.
    """
    found: Look = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if any(part.startswith(OFFICE_LOCKS) for part in path.relative_to(folder).parts):
            continue
        try:
            about = path.stat()
        except OSError:  # gone since it was listed
            continue
        if path.is_file() and about.st_size and not path.name.lower().endswith(HALF_DONE):
            found[path] = (about.st_size, about.st_mtime_ns)
    return found


def _taken_in(home: Home, files: Sequence[Path], ingest: Ingest) -> tuple[list[Event], bool]:
    """What became of the files; and whether to try them again because another run was in the way."""
    names = tuple(path.name for path in files)
    try:
        report = ingest(home, files)
    except RefusalError as refusal:
        again = refusal.problems[0].code in LATER
        return ([] if again else [Event("refused", names, tuple(refusal.problems))]), again
    refused = tuple(name for name in names if any(problem.file == name for problem in report.refused))
    good = tuple(name for name in names if name not in refused)
    events = [Event("refused", refused or names, report.refused)] if report.refused else []
    if report.status != "refused":
        events.append(Event(report.status, good, (), report.snapshot))
    return events, False


def _ingest(home: Home, files: Sequence[Path]) -> Report:
    from pipelines.run import ingest  # takes Great Expectations with it

    return ingest(home, files, keep_going=True)
