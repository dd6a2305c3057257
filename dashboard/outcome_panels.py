"""Outcomes at two moments, and out of how many people each figure speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape

import polars as pl
import streamlit as st

from dashboard.charts import Mark, ranked_bars
from dashboard.charts_dots import dots_with_whiskers
from dashboard.figure import Shown, draw, reason_text, table_of
from dashboard.marks import group_marks
from dashboard.panels import scale, shares, subject
from dashboard.view import View
from pipelines.metrics import Answer
from pipelines.problems import RefusalError
from pipelines.statistics.comparisons import Difference, adjust
from pipelines.statistics.comparisons import difference as difference_of
from pipelines.statistics.response_rate import ResponseRate

WAVES = ("immediate", "follow-up")


def response_note(view: View, where: Mapping[str, str]) -> str:
    """The response rate of the chosen answers with what it is out of, or why there is none."""
    words = view.words
    try:
        (rate,) = view.source.insights.response_rates(view.question("response_count", where=where))
    except RefusalError as refusal:
        return refusal.problems[0].message if words.language == "en" else words("response.refused")
    return words("response.note", wave=wave_name(view, where), rate=rate_text(view, rate))


def rate_text(view: View, rate: ResponseRate) -> str:
    """`35%, 892 of 2,564 attendances`, or the reason."""
    words = view.words
    if rate.reason is not None or rate.rate is None:
        return reason_text(words, rate.reason or "no_data")
    amounts = {"respondents": words.number(rate.respondents or 0), "out_of": words.number(rate.out_of or 0)}
    return words("response.rate", share=words.percent(rate.rate), **amounts)


def short_rate(view: View, rate: ResponseRate) -> str:
    """`35% · 892 / 2,564`, for a bar."""
    words = view.words
    if rate.rate is None:
        return rate_text(view, rate)
    amounts = f"{words.number(rate.respondents or 0)} / {words.number(rate.out_of or 0)}"
    return f"{words.percent(rate.rate)} · {amounts}"


def by_core_program(view: View, metric: str) -> None:
    """The outcome of each core program for roles that are given it, else where to look instead."""
    words, by = view.words, "core_program"
    if by in view.given_by(metric):
        shares(view, metric, by=by)
        return
    with st.container(key=f"figure-withheld-{metric}-{by}"):
        st.html(
            f"<h2 class='finding'>{escape(subject(view, metric, by))}</h2>"
            f"<p class='empty'>{escape(words('outcomes.core_program'))}</p>"
        )


def wave_name(view: View, where: Mapping[str, str]) -> str:
    return view.words.label("wave", where.get("wave", "all"))


def response(view: View, by: str, where: Mapping[str, str]) -> None:
    """The response rate of each group, its denominator beside it."""
    words = view.words
    title = words("response.subject", dimension=words(f"dimension.{by}"), wave=wave_name(view, where))

    def build() -> Shown:
        asked = view.question("response_count", by=(by,), where=where)
        rates = sorted(view.source.insights.response_rates(asked), key=lambda rate: -(rate.rate or -1.0))
        marks, table = [], []
        for rate in rates:
            label, text = words.label(by, rate.group), rate_text(view, rate)
            hidden = rate.rate is None
            short = words("mark.hidden") if rate.reason == "suppressed" else short_rate(view, rate)
            marks.append(
                Mark(label, rate.rate, short, f"<b>{label}</b><br>{text}", "hidden" if hidden else "plain")
            )
            cells = (rate.respondents, rate.out_of)
            shown = [words.number(cell) if cell is not None else words("mark.hidden_short") for cell in cells]
            share = words("mark.hidden_short") if rate.rate is None else words.percent(rate.rate)
            heads = (
                words(f"dimension.{by}"),
                *(words(f"response.{name}") for name in ("answered", "out_of", "share")),
            )
            table.append(dict(zip(heads, (label, *shown, share), strict=True)))
        told = [mark for mark in marks if mark.value is not None]
        finding = words("finding.nothing_to_show")
        if told:
            finding = words("response.finding", label=told[0].label, rate=words.percent(told[0].value or 0.0))
        return Shown(
            finding=finding,
            subject=title,
            figure=ranked_bars(
                marks, view.palette, reference=1.3 * max([0.0, *(m.value or 0.0 for m in marks)])
            ),
            table=pl.DataFrame(table),
            answers=(view.ask("response_count", by=(by,), where=where),),
            method=words("response.method"),
        )

    draw(view, f"response-{by}", title, build)


def waves(view: View, metrics: Sequence[str]) -> None:
    """Each outcome at the end of a programme beside weeks later: other people, so no change of anybody."""

    def build() -> Shown:
        words = view.words
        marks: list[Mark] = []
        tables: list[pl.DataFrame] = []
        answers: list[Answer] = []
        found: list[Difference] = []
        for metric in metrics:
            both = [view.ask(metric, where={"wave": wave}) for wave in WAVES]
            rows = [answer.rows.row(0, named=True) for answer in both]
            for wave, answer, row, shade in zip(
                WAVES, both, rows, (view.palette.accent, view.palette.attention), strict=True
            ):
                label = f"{view.title(metric)} · {words.label('wave', wave)}"
                # The first dot of an outcome carries its name, the second when it was asked.
                short = view.title(metric) if wave == WAVES[0] else f"→ {words.label('wave', wave)}"
                (mark,) = group_marks(view, answer.metric, "metric", [{**row, "metric": label}], False)
                marks.append(replace(mark, label=short, color=shade))
                exact = table_of(view, answer, ())
                tables.append(exact.insert_column(0, pl.Series(words("table.outcome"), [label])))
            answers += both
            found.append(difference_of(metric, "", rows[1], rows[0], "share"))
        clear = [one for one in adjust(found) if one.significant]
        return Shown(
            finding=waves_finding(view, clear),
            subject=words("waves.subject", period=words.period(view.selection.period)),
            figure=dots_with_whiskers(marks, view.palette, scale(view, "percent")),
            table=pl.concat(tables, how="diagonal"),
            answers=answers,
            notes=[words("waves.note"), *(response_note(view, {"wave": wave}) for wave in WAVES)],
            key=tuple(
                (words.label("wave", wave), shade)
                for wave, shade in zip(WAVES, (view.palette.accent, view.palette.attention), strict=True)
            ),
        )

    draw(view, "waves", view.words("waves.subject", period=view.words.period(view.selection.period)), build)


def waves_finding(view: View, clear: Sequence[Difference]) -> str:
    """The largest difference between the waves that holds up, or that none does."""
    words = view.words
    if not clear:
        return words("waves.none")
    most = max(clear, key=lambda one: abs(one.difference or 0.0))
    key = "waves.lower" if (most.difference or 0.0) < 0 else "waves.higher"
    points = words.number(abs(100 * (most.difference or 0.0)))
    return words(key, outcome=view.title(most.group), points=points)
