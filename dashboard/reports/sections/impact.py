"""Reach, people, outcomes and programmes: what the Space did and what came of it."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.overview import attention_lines
from dashboard.reports import charts, figures
from dashboard.reports.content import Block, Paragraph, Points, Section
from dashboard.view import View

OUTCOMES = ("outcome_application", "outcome_knowledge", "outcome_confidence", "outcome_awareness")
HEADLINES = ("visits", "unique_participants", "programmes_held", "attendance", "outcome_application", "nps")


def section(view: View, key: str, blocks: Iterable[Block | None], lead: str = "") -> Section:
    """A section of the blocks that may be told; without any it says so."""
    words = view.words
    shown = tuple(block for block in blocks if block is not None)
    shown = shown or (Paragraph(words("report.nothing")),)
    return Section(key, words(f"report.section.{key}"), lead or words(f"report.lead.{key}"), shown)


def summary(view: View) -> Section:
    """The headline figures, what moved, and what to keep in mind."""
    told = [figures.told(view, metric) for metric in HEADLINES[:4]]
    keep = [Paragraph(line, "attention") for line in attention_lines(view)[:3]]
    return section(
        view,
        "summary",
        [figures.cards(view, "headlines", *HEADLINES), Points(tuple(line for line in told if line)), *keep],
    )


def reach(view: View) -> Section:
    return section(
        view,
        "reach",
        [
            charts.months(view, "visits"),
            charts.new_and_returning(view),
            charts.divided(view, "visits", "service"),
            figures.cards(view, "returning", "visits_per_person", "return_30_days", "return_90_days"),
        ],
    )


def people(view: View) -> Section:
    return section(
        view,
        "people",
        [charts.divided(view, "unique_participants", by) for by in ("age_band", "district", "home_language")],
    )


def outcomes(view: View) -> Section:
    wave = {"wave": "immediate"}  # the wave in which most groups can be shown
    return section(
        view,
        "outcomes",
        [
            charts.together(view, OUTCOMES),
            charts.divided(view, "outcome_application", "service", wave),
            charts.divided(view, "nps", "service", wave),
            figures.cards(view, "answers", "response_count", "response_rate", "outcome_use"),
        ],
    )


def programmes(view: View) -> Section:
    metrics = ("programmes_held", "attendance", "attendance_per_session", "outcome_application")
    return section(
        view,
        "programmes",
        [
            charts.divided(view, "attendance", "service"),
            charts.divided(view, "programmes_held", "core_program"),
            figures.by_group(
                view, "programmes", view.words("report.programmes_table"), "programme", metrics, 16
            ),
        ],
    )
