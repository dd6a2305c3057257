"""Made-up statistics for the pages: each kind of result with a figure, a hidden one and one with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from pipelines.closing.deadlines import Due, deadlines
from pipelines.metrics import Question
from pipelines.metrics.compare import Against
from pipelines.metrics.intervals import wilson
from pipelines.problems import Problem, RefusalError
from pipelines.statistics.calendar import Spell
from pipelines.statistics.decomposition import decompose_parts
from pipelines.statistics.flags_shown import ShownFlag
from pipelines.statistics.forecast import Backtest, Forecast
from pipelines.statistics.gaps import Flag
from pipelines.statistics.nonresponse import WeightedOutcome
from pipelines.statistics.over_time import TwoPeriods
from pipelines.statistics.representation import Population, Representation, shares
from pipelines.statistics.response_rate import ResponseRate
from pipelines.statistics.targets import Standing, Target, due_by_month
from pipelines.statistics.weighted import Estimate, WeightedEstimate
from pipelines.statistics.why import Why
from pipelines.surveys.answers import AskedQuestion
from pipelines.surveys.crosstab import CrossTab, tested
from pipelines.written import Edit, Note

if TYPE_CHECKING:
    from tests.pages.made_up import MadeUp

LAST = date(2026, 10, 31)
COMMENTS = (
    ("en", "Set before the opening."),
    ("ru", "Поставлена до открытия."),
    ("kk", "Ашылғанға дейін қойылған."),
)
TARGETS = (
    Target("visits", "2026-Q3", 5000.0, 3000.0, "at_least", "2026-01-18", "made up", COMMENTS),
    Target("unique_participants", "2026", 2000.0),
    Target("outcome_application", "2026", 0.7),
    Target("no_show_rate", "2026", 0.15, aim="at_most"),
)


@dataclass(frozen=True)
class MadeUpInsights:
    """The statistics that belong to the made-up answers; `reason` withholds forecasts and weights."""

    source: MadeUp
    reason: str | None = None

    def targets(self, role: str) -> tuple[Standing, ...]:
        visits, people, applied, missed = TARGETS
        return (
            Standing(visits, None, date(2026, 9, 30), 5587.0, 5000.0, 1.1174, 76, 76, "green"),
            Standing(people, "suppressed", LAST),
            Standing(applied, None, LAST, 0.66, 0.7, 0.94, 240, 290, "amber"),
            Standing(missed, None, LAST, 0.19, 0.15, 0.79, 240, 290, "red"),
        )

    def due_by_month(self, metric: str) -> Mapping[str, float]:
        return due_by_month(TARGETS, metric)

    def why(self, question: Question, against: Against = "previous") -> Why:
        now = self.source.answer(question)
        before = replace(now, question=replace(question, start=date(2026, 4, 1), end=date(2026, 6, 30)))
        both = TwoPeriods(now, date(2026, 4, 1), date(2026, 6, 30), before)
        if self.reason:
            return Why(replace(decompose_parts({}, {}), reason=self.reason), both)
        groups = now.rows[question.by[0]].to_list()
        earlier = {group: (100.0 + 9 * place, 10.0 + place) for place, group in enumerate(groups)}
        later = {group: (130.0 - 6 * place, 9.0 + place) for place, group in enumerate(groups)}
        return Why(decompose_parts(earlier, later), both)

    def forecast(self, metric: str) -> Forecast:
        weeks = [LAST - timedelta(days=7 * ago - 1) for ago in range(20, 0, -1)]
        history = pl.DataFrame(
            {
                "start": weeks,
                "end": [day + timedelta(days=6) for day in weeks],
                "value": [400.0 + 3 * place if place != 7 else None for place in range(20)],
                "open_days": [6] * 20,
            }
        )
        starts = [LAST + timedelta(days=1 + 7 * week) for week in range(8)]
        ahead = pl.DataFrame(
            {
                "start": starts,
                "end": [day + timedelta(days=6) for day in starts],
                "open_days": [6] * 8,
                "value": [480.0 + week for week in range(8)],
                "lower": [400.0 - week for week in range(8)],
                "upper": [560.0 + week for week in range(8)],
            }
        )
        by_week = pl.DataFrame(
            [{"week": week, "error": 30.0 + week, "naive_error": 33.0 + week} for week in range(1, 9)]
        )
        if self.reason or metric == "bookings":
            worse = Backtest(22, 9.0, 8.0, 0.94, by_week)
            return Forecast(self.reason or "not_better_than_naive", history, backtest=worse)
        return Forecast(None, history, ahead, Backtest(22, 34.5, 37.5, 0.955, by_week))

    def flags(self, role: str) -> tuple[ShownFlag, ...]:
        jump = Flag(
            "fct_visit", "sign_in", "jump", date(2026, 7, 1), LAST, 10.6, 20.9, known=("Summer holidays",)
        )
        jump = replace(jump, part=(("kind", "sign_in"), ("zone", "makerspace")))
        silence = Flag(
            "fct_attendance", "programme_counts", "silence", date(2026, 4, 2), date(2026, 4, 9), expected=41.0
        )
        hidden = [replace(jump, before=None, after=None), replace(silence, expected=None)]
        return (
            ShownFlag(silence, "attendance", False),
            ShownFlag(jump, "visits", False),
            *(ShownFlag(flag, "visits", True) for flag in hidden),
        )

    def above_visits(self, role: str) -> pl.DataFrame:
        rows = [
            (date(2026, 5, 23), 38.0, 19.0, False),
            (date(2026, 6, 5), 12.0, None, False),
            (date(2026, 6, 6), None, None, True),
        ]
        names = {"date": pl.Date, "attendance": pl.Float64, "visits": pl.Float64, "suppressed": pl.Boolean}
        return pl.DataFrame(rows, schema=names, orient="row")

    def weighted(self, question: Question) -> WeightedOutcome:
        if self.reason or question.metric == "outcome_awareness":
            return WeightedOutcome(WeightedEstimate(self.reason or "weights_not_converged"))
        plain, weighted = (
            Estimate(value, 0.016, wilson(value * 890, 890), 896, 870.0) for value in (0.727, 0.733)
        )
        return WeightedOutcome(WeightedEstimate(None, weighted, plain, 870.1, 1.8), 1831, 734)

    def response_rates(self, question: Question) -> tuple[ResponseRate, ...]:
        if not question.by:
            return (ResponseRate(None, "attendance", None, 892, 2564, 892 / 2564),)
        return (
            ResponseRate("english", "attendance", None, 300, 900, 1 / 3),
            ResponseRate("advising", "attendance", "suppressed"),
            ResponseRate("skills", "attendance", "no_data"),
        )

    def representation(self, by: str, question: Question) -> Representation:
        if by == "sex":
            return Representation("suppressed")
        rows = self.source.tables["dim_district"]
        people = dict(rows.select("code", "population").iter_rows())
        users = {code: 20 + 3 * place for place, code in enumerate(people)} | {"unknown": 30}
        return shares(users, Population(people, date(2023, 1, 1), "made up"))

    def waves(self) -> dict[str, frozenset[str]]:
        return {
            "programme_outcome": frozenset(["immediate", "follow-up"]),
            "service_outcome": frozenset(["immediate"]),
        }

    def change(self, survey: str, before: str, after: str, role: str) -> Mapping[str, Any]:
        if self.reason:
            raise RefusalError(
                Problem("no_linking_key", values={"before": before, "after": after, "survey": survey})
            )
        figures = {
            "before": 4.1,
            "after": 3.8,
            "difference": -0.3,
            "lower": -0.45,
            "upper": -0.15,
            "p": 0.001,
        }
        figures |= {"wilcoxon_p": 0.002, "d_z": -0.3, "d_av": -0.28}
        line = {
            "question": "application",
            "text": "…",
            "texts": {},
            "kind": "likert",
            "n": 212,
            "suppressed": False,
            **figures,
        }
        unclear = line | {
            "question": "knowledge",
            "after": 4.05,
            "difference": -0.05,
            "lower": -0.2,
            "upper": 0.1,
        }
        hidden = line | dict.fromkeys(("n", *figures)) | {"question": "awareness", "suppressed": True}
        counts = {"total": 900, "matched": 230, "only_before": 500, "only_after": 120, "refused": None}
        return {**counts, "questions": [line, unclear, hidden], "duplicates": [], "suppressed": True}

    def summary(self, survey: str, by: str | None, role: str) -> dict[str, Any]:
        options = [
            {
                "code": str(step),
                "label": str(step),
                "count": 20,
                "share_of_respondents": 0.2,
                "suppressed": False,
            }
            for step in range(1, 6)
        ]
        hidden = options[0] | {"count": None, "share_of_respondents": None, "suppressed": True}
        whole = {
            "kind": "likert",
            "texts": {},
            "asked": 110,
            "answered": 100,
            "mean": 3.0,
            "nps": None,
            "suppressed": False,
        }
        part = whole | {"options": [hidden, *options[1:]], "mean": None, "suppressed": True}
        lines = [
            whole | {"options": options, "question": f"q{place}", "text": f"{place}"} for place in (1, 2, 3)
        ]
        return {"survey": survey, "by": by, "questions": [*lines, part | {"question": "q4", "text": "4"}]}

    def crosstab(self, survey: str, row: str, column: str, role: str) -> CrossTab:
        asked = [AskedQuestion(code, "likert", code) for code in (row, column)]
        return tested(CrossTab(asked[0], asked[1], ("1", "2"), ("1", "2"), ((30, 10), (10, 30)), 80))

    def notes(self, first: date, last: date) -> tuple[Note, ...]:
        at, texts = (
            datetime(2026, 8, 1, tzinfo=UTC),
            (("en", "Made up."), ("ru", "Ремонт."), ("kk", "Жөндеу.")),
        )
        note = Note("note-1", 1, "local", at, date(2026, 7, 6), date(2026, 7, 10), texts, "visits")
        return (note,) if first <= note.end and last >= note.start else ()

    def target_edits(self) -> tuple[Edit, ...]:
        at = datetime(2026, 8, 1, tzinfo=UTC)
        return (Edit(1, "visits 2026-Q3", "local", at, TARGETS[0], replace(TARGETS[0], target=4000.0)),)

    def due(self) -> tuple[Due, ...]:
        return (Due(deadlines()[0], "2026-10", date(2026, 11, 30), 25),)

    def spells(self, first: date, last: date) -> tuple[Spell, ...]:
        found = (
            Spell("school_break", date(2026, 3, 19), date(2026, 3, 29)),
            Spell("school_break", date(2026, 5, 26), date(2026, 8, 31)),
            Spell("closure", date(2026, 8, 11), date(2026, 8, 13)),
            Spell("holiday", date(2026, 10, 25), date(2026, 10, 25)),
        )
        return tuple(spell for spell in found if spell.last >= first and spell.first <= last)

    def coming(self) -> pl.DataFrame:
        starts = datetime(2026, 11, 3, 10, 30, tzinfo=UTC)
        plans = [
            ("robotics-club", "makerspace", 0, 12),
            ("book-club", "classroom", 2, None),
            ("robotics-club", "makerspace", 30, 12),
        ]
        usual = {"hours": 2.0, "service": "makerspace", "mode": "in-person", "language": "ru"}
        rows = []
        for programme, zone, later, capacity in plans:
            day = starts + timedelta(days=later)
            own = {"programme": programme, "zone": zone, "capacity": capacity}
            rows.append({"date": day.date(), "starts_at": day, **usual, **own})
        return pl.DataFrame(rows)
