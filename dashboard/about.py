"""What stands behind a figure, at a click: definition, formula, n, interval, filters, files, rules, SQL.

The button is a fragment: what it opens is read from the snapshot only when somebody opens it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any
from urllib.parse import quote

import polars as pl
import streamlit as st

from dashboard.rules import rule_text
from dashboard.tables import show_table
from dashboard.view import View
from pipelines.metrics import Answer, Metric

MOST_FILES = 200
SHORT = 12  # hexadecimal digits of a checksum: enough to find the file by


@st.fragment
def about_button(view: View, key: str, *answers: Answer, method: str = "") -> None:
    """A button that opens what is behind the answers; `method` says what was worked out from them."""
    opened = st.popover(
        view.words("figure.about"),
        type="tertiary",
        icon=":material/info:",
        key=f"about-{key}",
        on_change="rerun",
    )
    if opened.open:
        with opened:
            if method:
                st.markdown(method)
            about(view, *answers)


def about(view: View, *answers: Answer) -> None:
    """Write the provenance of the answers into the place that is open."""
    for place, answer in enumerate(answers):
        words, metric = view.words, answer.metric
        st.markdown(f"**{view.metric_text(metric.code, 'title')}**")
        st.markdown(view.metric_text(metric.code, "definition"))
        st.caption(view.metric_text(metric.code, "why"))
        known = view.source.explain(answer)
        st.html(facts_html([*facts(view, answer), *standing(view, known)]))
        st.html(more_html(view, metric))
        if place == len(answers) - 1 or answer.metric.table != answers[place + 1].metric.table:
            rests_on(view, known)
        st.caption(words("about.sql"))
        st.code(answer.sql, language="sql", wrap_lines=True)


def more_html(view: View, metric: Metric) -> str:
    """The way to all that is declared of a metric. Without the language in the address the page would set it,
    and lose the anchor.
    """
    words = view.words
    address = f"how-we-count?lang={quote(words.language)}#{metric.code}"
    return f"<p class='more'><a href='{address}' target='_self'>{escape(words('about.more'))}</a></p>"


def facts_html(lines: Sequence[str]) -> str:
    return "<ul class='facts'>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def facts(view: View, answer: Answer) -> list[str]:
    """The facts about one answer, a line each."""
    words, metric, rows = view.words, answer.metric, answer.rows
    lines = [
        words("about.formula", formula=view.metric_text(metric.code, "formula")),
        words("about.period", period=words.days(answer.question.start, answer.question.end)),
    ]
    for dimension, code in answer.question.where:
        lines.append(
            words(
                "about.filter",
                dimension=words(f"dimension.{dimension}"),
                value=words.label(dimension, code),
            )
        )
    known, unknown = int(rows["n"].sum()), int(rows["unknown"].sum())
    if not rows["suppressed"].any():
        lines.append(words("about.records", known=words.number(known), unknown=words.number(unknown)))
    levels = rows["level"].drop_nulls()
    methods = rows["method"].drop_nulls().unique().sort().to_list()
    if len(levels) and methods:
        names = ", ".join(words.label("method", method) for method in methods)
        lines.append(words("about.interval", level=words.percent(levels[0]), method=names))
    if rows["suppressed"].any():
        lines.append(words("about.suppressed", k=words.number(words.site.threshold)))
    lines.append(
        words("about.standard", standard=", ".join(words.label("standard", s) for s in metric.standard))
    )
    if answer.residents is not None:
        said = answer.residents
        lines.append(words("note.population", date=words.day(said.as_of), source=said.source))
    lines.append(words("about.snapshot", snapshot=answer.snapshot))
    return lines


def standing(view: View, known: Mapping[str, Any]) -> list[str]:
    """How fresh the records are and how much of the answer is hidden."""
    words, covered, hidden = view.words, known["coverage"], known["suppressed"]
    lines = []
    if covered["last"]:
        table = words.label("table_name", covered["table"])
        lines.append(words("about.fresh", table=table, date=words.day(date.fromisoformat(covered["last"]))))
    if hidden["share"] is not None:
        lines.append(words("about.hidden_share", count=hidden["hidden"], rows=words.number(hidden["rows"])))
    return lines


def rests_on(view: View, known: Mapping[str, Any]) -> None:
    """The files that the records come from, and the rules they had to pass."""
    words = view.words
    files_table(view, known["sources"])
    failed = [verdict for verdict in known["verdicts"] if verdict["failed"]]
    st.caption(words("about.rules", count=len(known["verdicts"]), failed=words.number(len(failed))))
    if failed:
        st.html(facts_html([_failed(view, verdict) for verdict in failed]))


def files_table(view: View, files: Sequence[Mapping[str, Any]]) -> None:
    """The files with their rows and the beginning of their checksums."""
    words = view.words
    names = {name: words(f"quality.column.{name}") for name in ("file", "source", "rows", "accepted")}
    records = [
        {
            names["file"]: file["file"],
            names["source"]: words.label("source", file["source"]),
            names["rows"]: words.number(file["rows"]),
            names["accepted"]: words.number(file["accepted"]),
            words("about.checksum"): file["sha256"][:SHORT],
        }
        for file in files[:MOST_FILES]
    ]
    st.caption(words("about.files", count=len(files)))
    if records:
        show_table(pl.DataFrame(records), words("about.files", count=len(files)))
    if len(files) > MOST_FILES:
        st.caption(words("note.more", count=len(files) - MOST_FILES))


def _failed(view: View, verdict: Mapping[str, Any]) -> str:
    words = view.words
    return words(
        "about.failed",
        rule=rule_text(words, verdict["table"], verdict["rule"]),
        table=words.label("table_name", verdict["table"]),
        severity=words.label("severity", verdict["severity"]),
        count=verdict["failed"],
    )
