"""What stands behind a figure, at a click: definition, n, interval, filters, snapshot, the SQL that ran."""

from __future__ import annotations

import streamlit as st

from dashboard.view import View
from pipelines.metrics import Answer


def about(view: View, *answers: Answer) -> None:
    """Write the provenance of the answers into the place that is open."""
    for answer in answers:
        words, metric = view.words, answer.metric
        st.markdown(f"**{view.metric_text(metric.code, 'title')}**")
        st.markdown(view.metric_text(metric.code, "definition"))
        st.caption(view.metric_text(metric.code, "why"))
        st.markdown("\n".join(f"- {line}" for line in facts(view, answer)))
        with st.expander(words("about.sql"), type="compact"):
            st.code(answer.sql, language="sql", wrap_lines=True)


def facts(view: View, answer: Answer) -> list[str]:
    """The facts about one answer, a line each."""
    words, metric, rows = view.words, answer.metric, answer.rows
    lines = [words("about.period", period=words.days(answer.question.start, answer.question.end))]
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
    lines.append(words("about.snapshot", snapshot=answer.snapshot))
    return lines
