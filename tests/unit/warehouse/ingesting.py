"""A sheet of three visits, and what the tests of whole ingests look at."""

from __future__ import annotations

from pathlib import Path

from pipelines.settings import Home
from pipelines.snapshot import Snapshots

HEADER = "Date and time,Name,E-mail,Year of birth,Sex,Zone\n"
FIRST = "02.02.2026 11:00,Test Person 1,person1@example.org,2009,Female,Makerspace\n"
SECOND = "02.02.2026 11:30,Test Person 2,person2@example.org,2010,Male,Makerspace\n"
THIRD = "03.02.2026 12:00,Test Person 3,person3@example.org,,,Makerspace\n"


def counted(report) -> list[tuple[int, ...]]:
    return [
        (line.rows, line.accepted, line.updated, line.quarantined, line.duplicate, line.excluded)
        for line in report.sources
    ]


def visits(home: Home) -> int:
    snapshots = Snapshots(home)
    return snapshots.open(snapshots.require_current()).rows("select count(*) from fct_visit").item()


def everything(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")} if folder.exists() else set()
