"""How a pull ended, source by source: the JSON of `impact pull` (docs/contract/pull.json)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pipelines.problems import Problem
from pipelines.pull.drift import Drift
from pipelines.report import Report

Status = Literal["published", "unchanged", "refused"]


@dataclass(frozen=True)
class SourceLine:
    """One source: `published`, `unchanged`, `empty`, `refused` (its file) or `failed` (its fetching)."""

    source: str
    status: str
    files: int
    records: int | None
    since: date | None
    cursor: date | None
    drift: Drift
    problem: Problem | None

    def as_json(self) -> dict[str, Any]:
        error = self.problem and {"code": self.problem.code, "message": self.problem.message}
        return {
            "source": self.source,
            "status": self.status,
            "files": self.files,
            "records": self.records,
            "since": self.since and self.since.isoformat(),
            "cursor": self.cursor and self.cursor.isoformat(),
            "new_fields": list(self.drift.new),
            "vanished_fields": list(self.drift.vanished),
            "error": error,
        }


@dataclass(frozen=True)
class PullReport:
    """`ingest` is null where nothing came that could be taken in."""

    status: Status
    sources: tuple[SourceLine, ...]
    ingest: Report | None

    @property
    def failed(self) -> bool:
        """Whether any source has to be looked at."""
        return any(line.problem is not None for line in self.sources)

    def as_json(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "run": self.ingest and self.ingest.run,
            "snapshot": self.ingest and self.ingest.snapshot,
            "sources": [line.as_json() for line in self.sources],
            "ingest": self.ingest and self.ingest.as_json(),
        }
