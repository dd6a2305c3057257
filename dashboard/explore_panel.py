"""The view itself: the finding, the panels, what to know of them, the table and what is behind the figures."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import findings
from dashboard.about import about_button
from dashboard.charts import CONFIG
from dashboard.explore_chart import Drawing, drawing
from dashboard.explore_choices import Asked
from dashboard.explore_files import downloads
from dashboard.figure import key_html, standing_notes, table_of
from dashboard.marks import Row
from dashboard.tables import show_table
from dashboard.view import View
from dashboard.words import capital
from pipelines.metrics import Answer

WITH_INTERVAL = ("share", "mean", "nps")


def show(view: View, asked: Asked, answer: Answer) -> None:
    """Chart and table of one answer, with its downloads."""
    words = view.words
    subject = subject_of(view, asked)
    with st.container(key="figure-explore"):
        finding = finding_of(view, asked, answer)
        st.html(f"<h2 class='finding'>{escape(finding)}</h2><p class='subject'>{escape(subject)}</p>")
        if answer.rows.is_empty():
            st.html(f"<p class='empty'>{escape(words('empty.figure'))}</p>")
            return
        made = drawing(view, asked, answer)
        panels(view, made, finding, subject)
        notes = [*made.notes, *standing_notes(view, (answer,))]
        if notes:
            st.html(f"<p class='note'>{'<br>'.join(escape(note) for note in notes)}</p>")
        with st.container(horizontal=True, gap="small", key="twins-explore"):
            about_button(view, "explore", answer)
        downloads(view, asked, answer, subject)
        names = (*asked.by, "period") if asked.grain else asked.by
        show_table(table_of(view, answer, names), subject, (words("mark.hidden_short"),))


def panels(view: View, made: Drawing, finding: str, subject: str) -> None:
    """The charts side by side, as many in a row as there is room for."""
    if made.key:
        st.html(key_html(made.key))
    with st.container(key="panels-explore" if len(made.panels) > 1 else "panel-explore"):
        for place, panel in enumerate(made.panels):
            with st.container(key=f"panel-explore-{place}"):
                if panel.heading:
                    st.html(f"<h3 class='panel'>{escape(panel.heading)}</h3>")
                said = [
                    f"{panel.heading}." if panel.heading else f"{finding}.",
                    subject,
                    view.words("figure.alt_table"),
                ]
                st.plotly_chart(
                    panel.figure, theme=None, config=CONFIG, alt=" ".join(said), key=f"chart-explore-{place}"
                )


def subject_of(view: View, asked: Asked) -> str:
    """Metric, breakdowns, grain and period in one line."""
    words = view.words
    parts = [view.title(asked.metric.code), *(words(f"dimension.{name}") for name in asked.by)]
    if asked.grain:
        parts.append(words(f"explore.grain.{asked.grain}"))
    period = words.period(view.selection.period)
    filters = [words.label(name, code) for name, code in view.applying(asked.metric.code)]
    return " · ".join([*parts, period, *filters])


def finding_of(view: View, asked: Asked, answer: Answer) -> str:
    """The highest cell, or highest and lowest where their intervals stand apart; one figure speaks for itself."""
    words, metric = view.words, answer.metric
    rows = answer.rows.to_dicts()
    if not asked.by and not asked.grain:
        row = rows[0] if rows else None
        if row is None or row["suppressed"] or row["value"] is None:
            return words("finding.nothing_to_show")
        value = findings.amount(words, metric, row["value"])
        interval = words.interval(findings.written_as(metric), row["lower"], row["upper"])
        return f"{view.title(metric.code)}: {value}" + (f" ({interval})" if interval else "")
    cells = [row | {"cell": cell(view, asked, row)} for row in rows]
    if metric.estimate in WITH_INTERVAL:
        return findings.spread(words, "cell", metric, cells)
    return findings.largest(words, "cell", metric, cells, False)


def cell(view: View, asked: Asked, row: Row) -> str:
    """What readers call a cell; `unknown` where one of its codes is, so that it is never the finding."""
    if any(row[name] == "unknown" for name in asked.by):
        return "unknown"
    labels = [view.words.label(name, row[name]) for name in asked.by]
    labels += [view.words.label("period", row["period"])] if asked.grain else []
    return capital(" · ".join(labels))
