"""Where pages read statistics from: what the command line prints, worked out by the same functions.

Everything here is suppressed for the role already. It is computed once for each snapshot and question;
forecasts and flags come with the snapshot, so that no page loads what made them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Protocol

import polars as pl

from pipelines.closing.deadlines import Due, days_left
from pipelines.coming import coming
from pipelines.metrics import Question
from pipelines.metrics.compare import Against
from pipelines.settings import Home
from pipelines.snapshot import Snapshot, Snapshots
from pipelines.statistics.calendar import Spell, calendar, spells
from pipelines.statistics.flags_shown import ShownFlag, above_visits, shown_flags
from pipelines.statistics.forecast import Forecast
from pipelines.statistics.nonresponse import WeightedOutcome, weighted_outcome
from pipelines.statistics.published import read_forecast
from pipelines.statistics.representation import Representation, representation
from pipelines.statistics.response_rate import ResponseRate, response_rates
from pipelines.statistics.targets import Standing, Target, due_by_month, standings
from pipelines.statistics.why import Why, why
from pipelines.surveys import CrossTab, change, crosstab, summary, waves
from pipelines.written import Edit, Note, notes, target_edits, targets

Dimension = Literal["district", "sex"]


class Insights(Protocol):
    """What statistical panels read from. Every method may raise RefusalError, which shows as its sentence."""

    def targets(self, role: str) -> tuple[Standing, ...]: ...
    def due_by_month(self, metric: str) -> Mapping[str, float]: ...
    def why(self, question: Question, against: Against = "previous") -> Why: ...
    def forecast(self, metric: str) -> Forecast: ...
    def flags(self, role: str) -> tuple[ShownFlag, ...]: ...
    def above_visits(self, role: str) -> pl.DataFrame: ...
    def weighted(self, question: Question) -> WeightedOutcome: ...
    def response_rates(self, question: Question) -> tuple[ResponseRate, ...]: ...
    def representation(self, by: Dimension, question: Question) -> Representation: ...
    def waves(self) -> Mapping[str, frozenset[str]]: ...
    def change(self, survey: str, before: str, after: str, role: str) -> Mapping[str, Any]: ...
    def summary(self, survey: str, by: str | None, role: str) -> Mapping[str, Any]: ...
    def crosstab(self, survey: str, row: str, column: str, role: str) -> CrossTab: ...
    def spells(self, first: date, last: date) -> tuple[Spell, ...]: ...
    def coming(self) -> pl.DataFrame: ...
    def notes(self, first: date, last: date) -> tuple[Note, ...]: ...
    def target_edits(self) -> tuple[Edit, ...]: ...
    def due(self) -> tuple[Due, ...]: ...


@dataclass(frozen=True)
class WarehouseInsights:
    """The statistics of one published snapshot of a home folder."""

    home: Home
    snapshot: str

    def targets(self, role: str) -> tuple[Standing, ...]:
        # What people write holds at once, so what is kept is told apart by it.
        return _kept(_standings, self.home.path, self.snapshot, targets(self.home), role)

    def due_by_month(self, metric: str) -> Mapping[str, float]:
        return _due(metric, targets(self.home))

    def notes(self, first: date, last: date) -> tuple[Note, ...]:
        return notes(self.home, first, last)

    def target_edits(self) -> tuple[Edit, ...]:
        return target_edits(self.home)

    def due(self) -> tuple[Due, ...]:
        return days_left(self.home)

    def why(self, question: Question, against: Against = "previous") -> Why:
        return _kept(why, self.home.path, self.snapshot, question, against)

    def forecast(self, metric: str) -> Forecast:
        return _kept(read_forecast, self.home.path, self.snapshot, metric)

    def flags(self, role: str) -> tuple[ShownFlag, ...]:
        return _kept(shown_flags, self.home.path, self.snapshot, role)

    def above_visits(self, role: str) -> pl.DataFrame:
        return _kept(above_visits, self.home.path, self.snapshot, role)

    def weighted(self, question: Question) -> WeightedOutcome:
        return _kept(weighted_outcome, self.home.path, self.snapshot, question)

    def response_rates(self, question: Question) -> tuple[ResponseRate, ...]:
        return _kept(response_rates, self.home.path, self.snapshot, question)

    def representation(self, by: Dimension, question: Question) -> Representation:
        return _kept(representation, self.home.path, self.snapshot, by, question)

    def waves(self) -> Mapping[str, frozenset[str]]:
        return _kept(waves, self.home.path, self.snapshot)

    def change(self, survey: str, before: str, after: str, role: str) -> Mapping[str, Any]:
        return _kept(_change, self.home.path, self.snapshot, survey, before, after, role)

    def summary(self, survey: str, by: str | None, role: str) -> Mapping[str, Any]:
        return _kept(summary, self.home.path, self.snapshot, survey, by, role)

    def crosstab(self, survey: str, row: str, column: str, role: str) -> CrossTab:
        return _kept(crosstab, self.home.path, self.snapshot, survey, row, column, None, role)

    def spells(self, first: date, last: date) -> tuple[Spell, ...]:
        return _spells(first, last)

    def coming(self) -> pl.DataFrame:
        return _kept(coming, self.home.path, self.snapshot)


@lru_cache(maxsize=1024)
def _kept(work: Callable[..., Any], home: Path, snapshot: str, *asked: Any) -> Any:
    """What `work` gives for a snapshot and a question, kept: snapshots do not change, results are frozen."""
    return work(Snapshots(Home(home)).open(snapshot), *asked)


def _standings(snapshot: Snapshot, held: tuple[Target, ...], role: str) -> tuple[Standing, ...]:
    return standings(snapshot, held, role)


def _change(snapshot: Snapshot, survey: str, before: str, after: str, role: str) -> Mapping[str, Any]:
    return change(snapshot, survey, before, after, role=role)


@lru_cache(maxsize=64)
def _due(metric: str, held: tuple[Target, ...]) -> Mapping[str, float]:
    return due_by_month(held, metric)


@lru_cache(maxsize=64)
def _spells(first: date, last: date) -> tuple[Spell, ...]:
    return spells(calendar(first, last))
