"""Where pages read from: answers, comparisons and the snapshot's account of itself.

`Source` is what a page needs, so that a test hands in a made-up one; `WarehouseSource` is the published
snapshot. One snapshot serves a whole rerun, and an answer is computed once for each snapshot and question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from dashboard.insights import Insights, WarehouseInsights
from pipelines.metrics import (
    Answer,
    Comparison,
    Counted,
    Metric,
    Question,
    answer,
    catalogue,
    compare,
    explain,
    rule_books,
)
from pipelines.metrics.compare import Against
from pipelines.quality import quality
from pipelines.settings import Home
from pipelines.snapshot import Snapshot, Snapshots


class Source(Protocol):
    """What pages read from. Every method may raise RefusalError, which shows as its sentence."""

    @property
    def snapshot(self) -> str: ...
    def metrics(self) -> Mapping[str, Metric]: ...
    def answer(self, question: Question) -> Answer: ...
    def compare(self, question: Question, against: Against = "previous") -> Comparison: ...
    def explain(self, answer: Answer) -> Mapping[str, Any]: ...
    def rule_books(self, question: Question) -> Counted: ...
    def quality(self, table: str) -> pl.DataFrame: ...
    def snapshots(self) -> list[dict[str, object]]: ...
    @property
    def insights(self) -> Insights: ...


@dataclass(frozen=True)
class WarehouseSource:
    """The published snapshot of a home folder."""

    home: Home
    snapshot: str

    def metrics(self) -> Mapping[str, Metric]:
        return catalogue()

    def answer(self, question: Question) -> Answer:
        return _answer(self.home.path, self.snapshot, question)

    def compare(self, question: Question, against: Against = "previous") -> Comparison:
        return _compare(self.home.path, self.snapshot, question, against)

    def explain(self, answer: Answer) -> Mapping[str, Any]:
        return explain(_open(self.home.path, self.snapshot), answer)

    def rule_books(self, question: Question) -> Counted:
        return _rule_books(self.home.path, self.snapshot, question)

    def quality(self, table: str) -> pl.DataFrame:
        return _quality(self.home.path, self.snapshot, table)

    def snapshots(self) -> list[dict[str, object]]:
        return Snapshots(self.home).list()

    @property
    def insights(self) -> Insights:
        return WarehouseInsights(self.home, self.snapshot)


def covered(source: Source) -> tuple[date, date] | None:
    """First and last local day with any fact; null while there is none."""
    frame = source.quality("meta_coverage").filter(pl.col("rows") > 0)
    first, last = frame["first_date"].min(), frame["last_date"].max()
    return (first, last) if isinstance(first, date) and isinstance(last, date) else None


def _open(home: Path, snapshot: str) -> Snapshot:
    return Snapshots(Home(home)).open(snapshot)


# Frames are immutable, so readers share them; Streamlit's own cache would copy each at every rerun.
@lru_cache(maxsize=4096)
def _answer(home: Path, snapshot: str, question: Question) -> Answer:
    return answer(_open(home, snapshot), question)


@lru_cache(maxsize=1024)
def _compare(home: Path, snapshot: str, question: Question, against: Against) -> Comparison:
    return compare(_open(home, snapshot), question, against)


@lru_cache(maxsize=64)
def _rule_books(home: Path, snapshot: str, question: Question) -> Counted:
    return rule_books(_open(home, snapshot), question)


@lru_cache(maxsize=64)
def _quality(home: Path, snapshot: str, table: str) -> pl.DataFrame:
    return quality(_open(home, snapshot), table)
