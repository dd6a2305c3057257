"""A figure on the page: the finding as title, the chart, and at a click its table and what is behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import polars as pl
import streamlit as st

from dashboard.about import about_button
from dashboard.charts import CONFIG, Figure
from dashboard.findings import written_as
from dashboard.tables import show_table
from dashboard.view import View
from dashboard.words import Words
from pipelines.metrics import Answer
from pipelines.problems import RefusalError
from pipelines.statistics.reasons import REASONS


@dataclass(frozen=True)
class Shown:
    """A finished figure: what it finds, what it shows, its chart, its table twin and its answers."""

    finding: str
    subject: str
    figure: Figure | None
    table: pl.DataFrame
    answers: Sequence[Answer]
    notes: Sequence[str] = ()
    key: Sequence[tuple[str, str]] = ()  # name and colour of each part, where a figure has more than one
    method: str = ""  # how it was worked out, where that is more than asking a metric


class WithheldError(Exception):
    """Raised while a figure is built that is not given; the code is one of `pipelines.statistics.reasons`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def reason_text(words: Words, reason: str) -> str:
    """Why a statistic is not given, in the reader's language."""
    return words(f"reason.{reason}") if words.has(f"reason.{reason}") else REASONS[reason]


def draw(view: View, key: str, subject: str, build: Callable[[], Shown]) -> None:
    """Draw a figure; a refused one is its subject and a sentence in its place."""
    with st.container(key=f"figure-{key}"):
        try:
            shown = build()
        except RefusalError as refusal:
            st.html(f"<h2 class='finding'>{escape(subject)}</h2>")
            refused(view, refusal)
            return
        except WithheldError as withheld:
            reason = reason_text(view.words, withheld.reason)
            st.html(f"<h2 class='finding'>{escape(subject)}</h2><p class='empty'>{escape(reason)}</p>")
            return
        st.html(
            f"<h2 class='finding'>{escape(shown.finding)}</h2><p class='subject'>{escape(shown.subject)}</p>"
        )
        if shown.figure is None or shown.table.is_empty():
            st.html(f"<p class='empty'>{view.words('empty.figure')}</p>")
            return
        if shown.key:
            st.html(key_html(shown.key))
        alt = " ".join([f"{shown.finding}.", shown.subject, view.words("figure.alt_table")])
        st.plotly_chart(shown.figure, theme=None, config=CONFIG, alt=alt, key=f"chart-{key}")
        notes = [*shown.notes, *standing_notes(view, shown.answers)]
        if notes:
            st.html(f"<p class='note'>{'<br>'.join(escape(note) for note in notes)}</p>")
        with st.container(horizontal=True, gap="small", key=f"twins-{key}"):
            about_button(view, key, *shown.answers, method=shown.method)
            with st.popover(view.words("figure.table"), type="tertiary", icon=":material/table_rows:"):
                show_table(shown.table, shown.subject, (view.words("mark.hidden_short"),))


def key_html(parts: Sequence[tuple[str, str]]) -> str:
    """The names of a figure's parts, each with its colour."""
    spans = (f"<span><i style='background:{shade}'></i>{escape(name)}</span>" for name, shade in parts)
    return f"<p class='key'>{''.join(spans)}</p>"


def refused(view: View, refusal: RefusalError) -> None:
    refused_words(view.words, refusal)


def refused_words(words: Words, refusal: RefusalError) -> None:
    """A refusal as its sentences in the reader's language."""
    for problem in refusal.problems:
        key = f"problem.{problem.code}"
        text = words(key, **problem.values) if words.has(key) else problem.message
        st.html(f"<p class='empty'>{escape(text)}</p>")


def standing_notes(view: View, answers: Sequence[Answer]) -> list[str]:
    """What a reader must know of every figure: hidden cells, few answers, filters that do not apply."""
    words = view.words
    notes = []
    if any(answer.rows["suppressed"].any() for answer in answers):
        notes.append(words("note.hidden", k=words.number(words.site.threshold)))
    if any(answer.rows["indicative"].any() for answer in answers):
        notes.append(words("note.indicative", n=words.number(words.site.indicative_below)))
    notes += [text for answer in answers if (text := unknown_note(view, answer))]
    ignored = sorted({name for answer in answers for name in view.ignored(answer.metric.code)})
    notes += [words("note.ignored", dimension=words(f"dimension.{name}")) for name in ignored]
    return notes


def unknown_note(view: View, answer: Answer) -> str:
    """How much of a breakdown of counts is not known, also where a figure has no room to draw it."""
    words, by = view.words, answer.question.by
    if len(by) != 1 or answer.metric.estimate not in ("total", "distinct") or not answer.rows.height:
        return ""
    if answer.rows["suppressed"].any() or answer.question.grain is not None:
        return ""
    counted = [(row[by[0]], row["value"] or 0) for row in answer.rows.iter_rows(named=True)]
    unknown = sum(value for code, value in counted if code == "unknown")
    whole = sum(value for _, value in counted)
    if not whole:
        return ""
    share = words.percent(unknown / whole, 0 if unknown == 0 or unknown / whole >= 0.01 else 1)
    return words("note.unknown", dimension=words(f"dimension.{by[0]}"), share=share)


def table_of(view: View, answer: Answer, by: Sequence[str]) -> pl.DataFrame:
    """The exact values of an answer as text in the reader's language, a row each."""
    words, unit = view.words, written_as(answer.metric)
    records = []
    for row in answer.rows.iter_rows(named=True):
        record = {
            words(f"dimension.{name}" if name != "period" else "table.period"): words.label(name, row[name])
            for name in by
        }
        hidden = words("mark.hidden_short")
        record[words("table.value")] = hidden if row["suppressed"] else words.value(unit, row["value"])
        if row["lower"] is not None or answer.rows["lower"].count():
            record[words("table.interval")] = words.interval(unit, row["lower"], row["upper"]) or "–"
        record[words("table.n")] = hidden if row["suppressed"] else words.number(row["n"] or 0)
        record[words("table.unknown")] = hidden if row["suppressed"] else words.number(row["unknown"] or 0)
        records.append(record)
    return pl.DataFrame(records, infer_schema_length=None) if records else pl.DataFrame()
