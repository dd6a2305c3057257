"""What an ingest says it did: the contract's JSON (docs/contract/ingest.json), and notes for the reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from pipelines.accounting import COUNTS
from pipelines.problems import Problem

Status = Literal["published", "unchanged", "refused", "dry-run"]


@dataclass(frozen=True)
class FileLine:
    """One file's line: its counts add up to `rows`; `updated` is part of accepted."""

    source: str
    file: str
    sha256: str
    rows: int
    accepted: int
    updated: int
    quarantined: int
    duplicate: int
    excluded: int


@dataclass(frozen=True)
class Report:
    """How an ingest ended.

    `notes` are sentences about what was left unread; they are not part of the JSON. `details` are, where they
    were asked for (`pipelines/details.py`).
    """

    status: Status
    run: str
    snapshot: str | None
    sources: tuple[FileLine, ...] = ()
    expectations: tuple[dict[str, Any], ...] = ()
    refused: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    details: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """The contract's shape."""
        told = {} if self.details is None else {"details": self.details}
        return {
            "status": self.status,
            "run": self.run,
            "snapshot": self.snapshot,
            "sources": [vars(line) for line in self.sources],
            "expectations": list(self.expectations),
            "refused": [problem.as_json() for problem in self.refused],
            **told,
        }


def file_line(source: str, file: str, sha256: str, counts: dict[str, int], again: bool) -> FileLine:
    """A file's line from its counts in the snapshot.

    `again`: it was there before, so what it holds is duplicate now.
    """
    shown = {name: int(counts[name]) for name in COUNTS}
    if again:
        shown["duplicate"] += shown["accepted"]
        shown["accepted"] = shown["updated"] = 0
    return FileLine(source, file, sha256, **shown)


def expectation_lines(verdicts: pl.DataFrame) -> tuple[dict[str, Any], ...]:
    """The verdicts of a run as the contract shows them."""
    lines = verdicts.select(pl.col("table_name").alias("table"), "rule", "severity", "failed")
    return tuple(lines.to_dicts())
