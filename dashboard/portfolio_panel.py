"""The programme portfolio: how full each programme is against what people take away, and what to do with it.

A programme is for rethinking only where its outcome is clearly below that of all together: the whole interval
lies under it. Of the others those as full as all together, or fuller, are to run again; the rest to move.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import polars as pl
import streamlit as st

from dashboard.charts_bubbles import Bubble, bubbles
from dashboard.figure import Shown, draw
from dashboard.findings import amount
from dashboard.marks import Row
from dashboard.panels import scale
from dashboard.view import View
from pipelines.metrics import Answer

FILL, OUTCOME, SIZE = "fill_rate", "outcome_application", "attendance"
VERDICTS = ("run_again", "move", "rethink")
NAMED = 3


@dataclass(frozen=True)
class Placed:
    """A programme with both figures shown, the number of its bubble and what they say to do."""

    number: int
    programme: str
    fill: float
    outcome: Row
    size: float | None
    verdict: str


def portfolio(view: View) -> None:
    """The bubbles, and under them the programmes of each part by name."""
    words = view.words
    placed: list[Placed] = []

    def build() -> Shown:
        whole = view.whole_time().without_filters()
        answers = [whole.ask(metric, by=("programme",)) for metric in (FILL, OUTCOME, SIZE)]
        totals = [whole.ask(metric) for metric in (FILL, OUTCOME)]
        average = tuple(float(answer.rows["value"].first() or 0) for answer in totals)  # type: ignore[arg-type]
        tables = [by_programme(answer) for answer in answers]
        placed.extend(place(tables, (average[0], average[1])))
        missing = len(tables[0]) - len(placed)
        notes = [words("portfolio.note")]
        if missing > 0:
            notes.append(words("portfolio.missing", count=missing))
        marks = [bubble(view, one, answers) for one in placed]
        corners = (words("portfolio.move"), words("portfolio.run_again"), words("portfolio.rethink"))
        axes = (view.title(FILL), words("portfolio.outcome"))
        ticks = scale(view, "percent")
        return Shown(
            finding=finding(view, placed),
            subject=words("portfolio.subject"),
            figure=bubbles(marks, (average[0], average[1]), ticks, corners, axes, view.palette)
            if placed
            else None,
            table=table(view, placed),
            answers=(*answers, *totals),
            notes=notes,
            method=words("portfolio.method"),
        )

    draw(view, "portfolio", words("portfolio.subject"), build)
    if placed:
        st.html(parts_html(view, placed))


def by_programme(answer: Answer) -> dict[str, Row]:
    return {row["programme"]: row for row in answer.rows.to_dicts() if row["programme"] != "unknown"}


def place(tables: list[dict[str, Row]], averages: tuple[float, float]) -> list[Placed]:
    """The programmes whose fill and outcome are both shown, in the order of what to do and how full they are."""
    fills, outcomes, sizes = tables
    found = [
        (code, fill["value"], outcomes[code], sizes.get(code, {}).get("value"))
        for code, fill in fills.items()
        if fill["value"] is not None and code in outcomes and outcomes[code]["value"] is not None
    ]
    told = [(verdict(fill, row, averages), code, fill, row, size) for code, fill, row, size in found]
    told.sort(key=lambda one: (VERDICTS.index(one[0]), -one[2], one[1]))
    return [
        Placed(number, code, fill, row, size, said)
        for number, (said, code, fill, row, size) in enumerate(told, 1)
    ]


def verdict(fill: float, outcome: Mapping[str, float | None], averages: tuple[float, float]) -> str:
    """What the two figures say to do with a programme."""
    upper = outcome["upper"]
    if upper is not None and upper < averages[1]:
        return "rethink"
    return "run_again" if fill >= averages[0] else "move"


def shade(view: View, said: str) -> str:
    palette = view.palette
    return {"run_again": palette.good, "move": palette.accent, "rethink": palette.attention}[said]


def bubble(view: View, one: Placed, answers: list[Answer]) -> Bubble:
    words = view.words
    lines = [
        f"<b>{words.label('programme', one.programme)}</b>: {words(f'portfolio.{one.verdict}')}",
        f"{view.title(FILL)}: {words.percent(one.fill)}",
        f"{words('portfolio.outcome')}: {words.percent(one.outcome['value'])}"
        f" ({words.interval('percent', one.outcome['lower'], one.outcome['upper'])})",
        amount(words, answers[2].metric, one.size),
    ]
    return Bubble(
        one.number,
        one.fill,
        one.outcome["value"],
        one.outcome["lower"],
        one.outcome["upper"],
        one.size or 0.0,
        "<br>".join(lines),
        shade(view, one.verdict),
    )


def finding(view: View, placed: list[Placed]) -> str:
    """The fullest of those that are to run again."""
    words = view.words
    again = [words.label("programme", one.programme) for one in placed if one.verdict == "run_again"]
    if not again:
        return words("portfolio.none")
    return words("portfolio.finding", names=", ".join(again[:NAMED]))


def table(view: View, placed: list[Placed]) -> pl.DataFrame:
    words = view.words
    heads = (
        "portfolio.number",
        "dimension.programme",
        "portfolio.verdict",
        "portfolio.fill",
        "portfolio.outcome",
    )
    names = [*(words(head) for head in heads), words("table.interval"), view.title(SIZE)]
    cells = [
        (
            str(one.number),
            words.label("programme", one.programme),
            words(f"portfolio.{one.verdict}"),
            words.percent(one.fill),
            words.percent(one.outcome["value"]),
            words.interval("percent", one.outcome["lower"], one.outcome["upper"]),
            words("mark.hidden_short") if one.size is None else words.number(one.size),
        )
        for one in placed
    ]
    return pl.DataFrame(cells, schema=names, orient="row")


def parts_html(view: View, placed: list[Placed]) -> str:
    """What to run again, to move and to rethink, each programme with the number of its bubble."""
    words = view.words
    parts = []
    for said in VERDICTS:
        own = [one for one in placed if one.verdict == said]
        lines = "".join(
            f"<li value='{one.number}'>{escape(words.label('programme', one.programme))}</li>" for one in own
        )
        body = f"<ol>{lines}</ol>" if own else f"<p class='note'>{escape(words('portfolio.nobody'))}</p>"
        head = f"<b style='color:{shade(view, said)}'>{escape(words(f'portfolio.{said}'))}</b>"
        why = f"<p class='note'>{escape(words(f'portfolio.why.{said}'))}</p>"
        parts.append(f"<div class='verdict {said}'>{head}{why}{body}</div>")
    return f"<div class='verdicts'>{''.join(parts)}</div>"
