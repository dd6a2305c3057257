"""The overview's one story in four linked steps, and what staff noted about the period."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.findings import written_as
from dashboard.navigation import PAGES
from dashboard.notes_shown import note_text, notes_about
from dashboard.overview import query_string
from dashboard.view import View
from pipelines.problems import RefusalError

STEPS = (
    ("reach", "visits", ("reach",)),
    ("people", "unique_participants", ("demographics",)),
    ("outcome", "outcome_application", ("outcomes",)),
    # A page of advising where there is one.
    ("advising", "unique_advisees", ("advising", "outcomes")),
)


def steps(view: View) -> None:
    """Reach, people, outcome, advising: each with its figure, and the way to its page."""
    words = view.words
    st.html(f"<h2>{escape(words('overview.steps'))}</h2>")
    parts = [step_html(view, number, *step) for number, step in enumerate(STEPS, 1)]
    st.html(f"<ol class='story-steps'>{''.join(parts)}</ol>")


def step_html(view: View, number: int, name: str, metric: str, pages: tuple[str, ...]) -> str:
    words = view.words
    try:
        answer = view.ask(metric)
        row = answer.rows.row(0, named=True) if answer.rows.height else {"suppressed": False, "value": None}
        unit = written_as(answer.metric)
        shown = words("mark.hidden") if row["suppressed"] else words.value(unit, row["value"])
    except RefusalError:
        shown = "–"
    page = next(page for page in pages if page in PAGES)
    address = escape(f"{page}{query_string()}", quote=True)
    return (
        f"<li><span class='step' aria-hidden='true'>{number}</span>"
        f"<a href='{address}' target='_self'>{escape(words(f'overview.step_{name}'))}</a>"
        f"<span class='step-value'>{escape(shown)}</span>"
        f"<span class='subject'>{escape(view.title(metric))}</span></li>"
    )


def noted(view: View) -> None:
    """The notes about the chosen period; nothing where there is none."""
    period = view.selection.period
    found = notes_about(view, None, period.start, period.end)
    if not found:
        return
    st.html(f"<h2>{escape(view.words('overview.notes'))}</h2>")
    for note in found:
        st.html(f"<p class='noted'>{note_text(view.words, note)}</p>")
