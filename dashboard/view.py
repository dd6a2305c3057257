"""What a page speaks to: it names metrics and breakdowns, and the view asks, words and draws them.

A page gets its view as an argument, so a test hands in one over made-up answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboard.filters import Selection
from dashboard.periods import Period
from dashboard.source import Source
from dashboard.theme import Palette
from dashboard.words import Words
from pipelines.metrics import Answer, Comparison, Metric, Question


@dataclass(frozen=True)
class View:
    """One reader's view of one snapshot: language, role, colours, and what the filters say."""

    source: Source
    words: Words
    selection: Selection
    role: str
    palette: Palette
    first: Period | None = None

    def metric(self, code: str) -> Metric:
        return self.source.metrics()[code]

    def title(self, code: str) -> str:
        return self.metric_text(code, "title")

    def metric_text(self, code: str, part: str) -> str:
        """Title, definition or why of a metric, English from the metric, else from the locale."""
        key = f"metric.{code}.{part}"
        if self.words.has(key):
            return self.words(key)
        return str(getattr(self.metric(code), part))

    def question(
        self,
        metric: str,
        by: tuple[str, ...] = (),
        grain: str | None = None,
        where: Mapping[str, str] | None = None,
        period: Period | None = None,
    ) -> Question:
        """The question about a metric under the filters that apply to it."""
        chosen = period or self.selection.period
        conditions = dict(self.applying(metric)) | dict(where or {})
        return Question(
            metric=metric,
            by=by,
            start=None if chosen.kind == "all" else chosen.start,
            end=None if chosen.kind == "all" else chosen.end,
            grain=grain,
            where=tuple(conditions.items()),
            role=self.role,
        )

    def ask(
        self,
        metric: str,
        by: tuple[str, ...] = (),
        grain: str | None = None,
        where: Mapping[str, str] | None = None,
        period: Period | None = None,
    ) -> Answer:
        return self.source.answer(self.question(metric, by, grain, where, period))

    def compare(self, metric: str) -> Comparison:
        """The figure against the days that the reader compares with."""
        return self.source.compare(self.question(metric), self.selection.against)

    def applying(self, metric: str) -> tuple[tuple[str, str], ...]:
        """The chosen filters that this metric can be divided by, for the role that reads."""
        return tuple(pair for pair in self.selection.where if pair[0] in self.given_by(metric))

    def given_by(self, metric: str) -> tuple[str, ...]:
        """The breakdowns of a metric that the role may ask for."""
        found = self.metric(metric)
        return found.by if self.role == "analyst" else found.published_by

    def ignored(self, metric: str) -> tuple[str, ...]:
        """Dimensions of chosen filters that do not apply to this metric; its figure says so."""
        return tuple(name for name, _ in self.selection.where if name not in self.given_by(metric))

    def whole_time(self) -> View:
        """The same view over the whole time that data cover."""
        if self.first is None:
            return self
        return replace(self, selection=replace(self.selection, period=self.first))

    def without_filters(self) -> View:
        """The same view with nothing filtered but the period."""
        return replace(self, selection=replace(self.selection, where=()))
