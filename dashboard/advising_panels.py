"""Advising on study in the US: how many were advised, how far they came, and what they told of the result."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from dashboard import findings
from dashboard.charts import Mark, ranked_bars
from dashboard.figure import Shown, draw, refused, table_of
from dashboard.marks import Row, hover
from dashboard.view import View
from pipelines.metrics.dimensions import dimensions
from pipelines.problems import RefusalError


def opening(view: View) -> None:
    """Does advising lead to admits? People advised, and those who told of an application and an admission."""
    words = view.words
    told = {}
    try:
        for place, metric in (
            ("people", "unique_advisees"),
            ("applied", "applications"),
            ("admitted", "admissions"),
        ):
            answer = view.ask(metric)
            row = answer.rows.row(0, named=True)
            told[place] = (
                words("mark.hidden_short")
                if row["suppressed"]
                else findings.amount(words, answer.metric, row["value"])
            )
    except RefusalError as refusal:
        refused(view, refusal)
        return
    sentence = words("advising.opening", period=words.period(view.selection.period), **told)
    st.html(f"<p class='headline'>{escape(sentence)}</p>")
    if words("mark.hidden_short") in told.values() and view.selection.period.kind != "all":
        st.html(f"<p class='note'>{escape(words('advising.longer'))}</p>")


def told_heading(view: View) -> None:
    """What stands above the self-reported figures: that nobody has checked them."""
    words = view.words
    st.html(
        f"<h2>{escape(words('advising.told'))}</h2><p class='note'>{escape(words('advising.self_reported'))}</p>"
    )


def funnel(view: View) -> None:
    """The five steps, each with the people who reached it or a later one and the share that went on to it."""
    words = view.words
    title = words("advising.funnel", period=words.period(view.selection.period))

    def build() -> Shown:
        answer = view.ask("advising_funnel", by=("step",))
        reached: dict[str, Row] = {row["step"]: row for row in answer.rows.to_dicts()}
        steps = [step for step in dimensions()["step"].values if step in reached]
        shares = went_on([reached[step] for step in steps])
        marks, column = [], []
        for step, share in zip(steps, shares, strict=True):
            row, label = reached[step], words.label("step", step)
            text = words("mark.hidden") if row["suppressed"] else words.number(row["value"])
            said = words("advising.went_on", share=words.percent(share)) if share is not None else ""
            exact = hover(view, answer.metric, label, row) + (f"<br>{said}" if said else "")
            style = "hidden" if row["suppressed"] else "plain"
            marks.append(Mark(label, row["value"], f"{text} · {said}" if said else text, exact, style))
            column.append("–" if share is None else words.percent(share))
        table = table_of(view, answer, ("step",))
        if steps:
            order = {words.label("step", step): place for place, step in enumerate(steps)}
            name = words("dimension.step")
            table = table.sort(pl.col(name).replace_strict(order, return_dtype=pl.Int64))
            table = table.with_columns(pl.Series(words("advising.share"), column))
        return Shown(
            finding=most_lost(view, steps, shares),
            subject=title,
            figure=ranked_bars(marks, view.palette) if marks else None,
            table=table,
            answers=(answer,),
            notes=[words("advising.cumulative"), words("advising.self_reported")],
        )

    draw(view, "advising-funnel", title, build)


def went_on(rows: list[Row]) -> list[float | None]:
    """Of those who reached the step before, the share that reached this one; none where either is hidden.

    People are counted where they first reach a step, so a share is given only where it can be one.
    """
    shares: list[float | None] = [None] * len(rows)
    for place in range(1, len(rows)):
        before, now = rows[place - 1]["value"], rows[place]["value"]
        if before and now is not None and now <= before:
            shares[place] = now / before
    return shares


def most_lost(view: View, steps: list[str], shares: list[float | None]) -> str:
    """At which step the smallest part went on; a plain sentence where fewer than two can be compared."""
    words = view.words
    known = [(share, step) for share, step in zip(shares, steps, strict=True) if share is not None]
    if len(known) < 2:
        return words("advising.not_told")
    share, step = min(known)
    return words("advising.lost", step=words.label("step", step), share=words.percent(share))
