"""Two questions against each other, for analysts: the table, a test of independence, an effect size."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import polars as pl
import streamlit as st

from dashboard.explore_choices import NONE, choose
from dashboard.figure import reason_text, refused
from dashboard.survey_panels import Line
from dashboard.survey_wording import asked
from dashboard.tables import show_table
from dashboard.view import View
from pipelines.metrics.policy import OPEN_ROLES
from pipelines.problems import RefusalError
from pipelines.surveys import CrossTab
from pipelines.surveys.crosstab import CROSSED

CLEAR = 0.05


def cross(view: View, survey: str, lines: Sequence[Line]) -> None:
    """The choice of two questions and their table; for other roles the sentence why there is none."""
    words = view.words
    with st.container(key="figure-cross"):
        st.html(f"<h2 class='finding'>{escape(words('surveys.cross.title'))}</h2>")
        if view.role not in OPEN_ROLES:
            st.html(f"<p class='empty'>{escape(words('surveys.cross.withheld'))}</p>")
            return
        texts = {str(line["question"]): asked(words, line) for line in lines if line["kind"] in CROSSED}

        def label(code: str) -> str:
            return words("explore.no_segment") if code == NONE else texts[code]

        row = choose(view, "row", [NONE, *texts], NONE, label)
        column = choose(view, "column", [NONE, *(code for code in texts if code != row)], NONE, label)
        if NONE in (row, column):
            return
        try:
            found = view.source.insights.crosstab(survey, row, column, view.role)
        except RefusalError as refusal:
            refused(view, refusal)
            return
        title = f"{texts[row]} × {texts[column]}"
        st.html(f"<p class='subject' role='status'>{escape(said(view, found))}</p>")
        if found.n:
            show_table(table(view, found), title)
        note = words("surveys.cross.note")
        if found.n < words.site.indicative_below:
            note = f"{words('note.indicative', n=words.number(words.site.indicative_below))} {note}"
        st.html(f"<p class='note'>{escape(note)}</p>")


def said(view: View, found: CrossTab) -> str:
    """The test in a sentence; an association is claimed only where p is at most 0.05."""
    words = view.words
    if found.reason is not None or found.p is None or found.v is None:
        return reason_text(words, found.reason or "no_data")
    key = "surveys.cross.clear" if found.p <= CLEAR else "surveys.cross.unclear"
    tested = words(
        f"surveys.cross.{found.test}",
        statistic=words.number(found.statistic or 0, 2),
        degrees=words.number(found.degrees or 0),
        p=words.number(found.p, 3),
    )
    effect = words(
        "surveys.cross.effect",
        v=words.number(found.v, 2),
        lower=words.number(found.lower or 0, 2),
        upper=words.number(found.upper or 0, 2),
        count=found.n,
    )
    return f"{words(key)} {tested} {effect}"


def table(view: View, found: CrossTab) -> pl.DataFrame:
    """Counts with the share of the row: of those who gave that answer."""
    words = view.words
    records = []
    for code, counts in zip(found.row_codes, found.counts, strict=True):
        whole = sum(counts)
        record = {words("surveys.answer"): found.row.labels.get(code, code)}
        for other, count in zip(found.column_codes, counts, strict=True):
            share = words.percent(count / whole) if whole else "–"
            record[found.column.labels.get(other, other)] = f"{words.number(count)} ({share})"
        record[words("surveys.cross.all")] = words.number(whole)
        records.append(record)
    return pl.DataFrame(records)
