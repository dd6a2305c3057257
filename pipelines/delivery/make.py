"""A report as a file, made by `impact report` in a process of its own: nothing of its pages is loaded here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Protocol

from pipelines.delivery.declaration import Entry
from pipelines.problems import Problem, RefusalError
from pipelines.settings import Home

SECONDS = 600


class MakeReport(Protocol):
    """Makes the report of an entry and period at `output`; RefusalError `report_failed` where there is none."""

    def __call__(self, home: Home, entry: Entry, period: str, output: Path) -> Path: ...


def make_report(home: Home, entry: Entry, period: str, output: Path) -> Path:
    """The report that `impact report` makes; what it says on stderr is not passed on."""
    asked = {
        "--period": period,
        "--language": entry.language,
        "--format": entry.format,
        "--audience": entry.audience,
        "--output": str(output),
        "--home": str(home.path),
    }
    words = [part for pair in asked.items() for part in pair]
    command = [sys.executable, "-m", "pipelines.cli", "report", *words]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise RefusalError(Problem("report_failed", values={"code": "timeout"})) from None
    if done.returncode or not output.is_file() or not output.stat().st_size:
        raise RefusalError(Problem("report_failed", values={"code": f"exit {done.returncode}"}))
    return output
