"""Targets as bullet bars: what is there, what was to be expected by now, the target, and in words how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from html import escape

import polars as pl
import streamlit as st

from dashboard.charts_bullets import Bullet, bullets
from dashboard.figure import Shown, WithheldError, draw, reason_text
from dashboard.findings import written_as
from dashboard.periods import parse
from dashboard.tables import show_table
from dashboard.view import View
from pipelines.metrics import Answer
from pipelines.problems import RefusalError
from pipelines.statistics.targets import Standing

SIGNS = {"green": "✓", "amber": "!", "red": "✕"}


def targets(view: View) -> None:
    """The targets that the chosen period belongs to: its own, and those of its year for other metrics."""

    def build() -> Shown:
        words = view.words
        found = chosen(view)
        if not found:
            raise WithheldError("no_data")
        on_course = sum(one.status == "green" for one in found)
        told = sum(one.status is not None for one in found)
        notes = [words("target.note")]
        if view.selection.where:
            names = ", ".join(words(f"dimension.{name}") for name, _ in view.selection.where)
            notes.append(words("note.ignored", dimension=names))
        return Shown(
            finding=words("target.finding", count=on_course, all=words.number(told)),
            subject=words("target.subject"),
            figure=bullets([bullet(view, one) for one in found], view.palette),
            table=table(view, found),
            answers=answers(view, found),
            notes=notes,
            key=(
                (words("target.actual"), view.palette.accent),
                (words("target.expected"), view.palette.text),
                (words("target.target"), view.palette.line),
            ),
            method=words("target.method"),
        )

    draw(view, "targets", view.words("target.subject"), build)


def all_targets(view: View) -> None:
    """Every target there is, whatever period is chosen, as a table."""
    words = view.words
    found = view.source.insights.targets(view.role)
    st.html(f"<h2>{escape(words('target.all'))}</h2>")
    if found:
        show_table(table(view, found), words("target.all"), (words("mark.hidden"),))
    else:
        st.html(f"<p class='empty'>{escape(words('target.none'))}</p>")


def chosen(view: View) -> list[Standing]:
    """One standing a metric: of the chosen period, else of the shortest period that holds its last day."""
    period = view.selection.period
    kept: dict[str, tuple[int, Standing]] = {}
    for one in view.source.insights.targets(view.role):
        of = parse(one.target.period, view.words.fiscal)
        if not of.start <= period.end <= of.end:
            continue
        # A target of a shorter period than the chosen one says nothing about the whole of it.
        rank = 0 if of.code == period.code else (of.end - of.start).days
        if rank and of.start > period.start:
            continue
        if one.target.metric not in kept or rank < kept[one.target.metric][0]:
            kept[one.target.metric] = (rank, one)
    return [one for _, one in kept.values()]


def bullet(view: View, one: Standing) -> Bullet:
    """One target's bar with its words."""
    words, target = view.words, one.target
    label = view.title(target.metric)
    if target.period != view.selection.period.code:
        label = f"{label} · {words.period(parse(target.period, words.fiscal))}"
    text = standing_text(view, one)
    lines = [f"<b>{label}</b>", text]
    if one.expected is not None:
        lines.append(words("target.expected_value", value=value(view, one, one.expected)))
    if one.until is not None:
        lines.append(words("target.until", date=words.day(one.until)))
    actual = None if one.actual is None else one.actual / target.target
    expected = None if one.expected is None else one.expected / target.target
    return Bullet(label, actual, expected, text, "<br>".join(lines))


def standing_text(view: View, one: Standing) -> str:
    """`5,587 of 5,000 · as expected`, or why there is no figure."""
    words = view.words
    if one.reason is not None:
        return words("mark.hidden") if one.reason == "suppressed" else reason_text(words, one.reason)
    key = "target.of" if one.target.aim == "at_least" else "target.of_at_most"
    amounts = {"actual": value(view, one, one.actual), "target": value(view, one, one.target.target)}
    return f"{words(key, **amounts)} · {status(view, one)}"


def status(view: View, one: Standing) -> str:
    """How it stands, by a sign and a word: neither needs its colour."""
    if one.status is None:
        return "–"
    return f"{SIGNS[one.status]} {view.words(f'target.{one.target.aim}.{one.status}')}"


def baseline(view: View, one: Standing) -> str:
    """What was there before, and what that is."""
    if one.target.baseline is None:
        return view.words("target.no_baseline")
    shown, source = value(view, one, one.target.baseline), one.target.baseline_source
    # A baseline that was counted names its period; any other says in words what it is.
    with suppress(ValueError):
        source = view.words.period(parse(source, view.words.fiscal))
    return f"{shown} ({source})" if source else shown


def value(view: View, one: Standing, amount: float | None) -> str:
    unit = written_as(view.metric(one.target.metric))
    return view.words.value(unit, round(amount) if unit == "whole" and amount is not None else amount)


def table(view: View, found: Sequence[Standing]) -> pl.DataFrame:
    """Every figure of a target, a row each."""
    words = view.words
    rows = []
    for one in found:
        cells = {
            "table.target": view.title(one.target.metric),
            "table.period": words.period(parse(one.target.period, words.fiscal)),
            "target.baseline": baseline(view, one),
            "target.target": value(view, one, one.target.target),
            "target.actual": value(view, one, one.actual),
            "target.expected": value(view, one, one.expected),
            "target.achievement": "–" if one.achievement is None else words.percent(one.achievement),
            "target.standing": status(view, one) if one.reason is None else reason_text(words, one.reason),
            "target.comment": one.target.comment(words.language),
        }
        rows.append({words(key): text for key, text in cells.items()})
    return pl.DataFrame(rows)


def answers(view: View, found: Sequence[Standing]) -> list[Answer]:
    """The answers behind the figures."""
    kept = []
    for one in found:
        try:
            period = parse(one.target.period, view.words.fiscal)
            kept.append(view.without_filters().ask(one.target.metric, period=period))
        except RefusalError:
            continue
    return kept
