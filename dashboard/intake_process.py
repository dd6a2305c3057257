"""One run of `impact ingest` in a process of its own, followed from the page.

The upload lies in a folder that only this user may read, as long as the process runs. Great Expectations is
loaded there and never here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

from pipelines.settings import PROJECT, Home
from pipelines.upload import private_copy

STAGES = {"stage": (0.0, 0.1), "validate": (0.1, 0.35), "build": (0.35, 1.0)}
"""Where in the whole each stage begins and ends."""


@dataclass
class Job:
    """A run that goes on beside the page. `report` is what it printed, once it has ended."""

    home: Home
    name: str
    content: bytes = field(repr=False)
    mapping: str | None = None
    dry: bool = True
    stage: str = "start"
    done: float = 0.0
    report: dict[str, Any] | None = None
    thread: Thread | None = None

    def start(self) -> Job:
        # Not stopped with the page: a reader who goes elsewhere does not break a publish off.
        self.thread = Thread(target=self._run, daemon=True)
        self.thread.start()
        return self

    def wait(self, seconds: float) -> bool:
        """Whether the run has ended within so many seconds."""
        if self.thread is not None:
            self.thread.join(seconds)
        return self.report is not None

    def _run(self) -> None:
        try:
            with private_copy(self.content, self.name) as path:
                self.report = self._reported(path)
        except Exception:  # whatever it is, the page shows a sentence
            self.report = fault()

    def _reported(self, path: Path) -> dict[str, Any]:
        command = [sys.executable, "-m", "pipelines.cli", "ingest", str(path), "--home", str(self.home.path)]
        command += ["--json", "--details", "--progress"]
        if self.dry:
            command.append("--dry-run")
        if self.mapping is not None:
            declared = path.parent / ".mapping.toml"
            declared.write_text(self.mapping, "utf-8")
            command += ["--mapping", str(declared), "--remember"]
        printed = path.parent / ".printed.json"
        with printed.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603
                command, cwd=PROJECT, stdout=output, stderr=subprocess.PIPE, text=True, encoding="utf-8"
            )
            for line in process.stderr or ():
                self._follow(line)
            process.wait()
        report = json.loads(printed.read_text("utf-8"))
        return dict(report) if isinstance(report, dict) else fault()

    def _follow(self, line: str) -> None:
        words = line.split()
        if len(words) == 4 and words[0] == "progress:" and words[1] in STAGES and words[3] != "0":
            first, last = STAGES[words[1]]
            self.stage = words[1]
            self.done = first + (last - first) * min(1.0, int(words[2]) / int(words[3]))


def fault() -> dict[str, Any]:
    """What a run that ended without a word is reported as."""
    return {"error": {"code": "fault", "message": ""}}


def describe(content: bytes, name: str) -> dict[str, Any]:
    """What `impact survey describe --json` says of an upload; `error` where it is no survey."""
    try:
        with private_copy(content, name) as path:
            command = [sys.executable, "-m", "pipelines.cli", "survey", "describe", str(path), "--json"]
            done = subprocess.run(command, cwd=PROJECT, capture_output=True, check=False)  # noqa: S603
            return dict(json.loads(done.stdout))
    except (OSError, ValueError):
        return fault()
