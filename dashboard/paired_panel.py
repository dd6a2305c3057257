"""The same people's answers at two moments, or the sentence why nobody can be paired."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from dashboard.charts_slope import Slope, slopes
from dashboard.figure import Shown, WithheldError, draw
from dashboard.survey_wording import asked
from dashboard.view import View

# Waves that are two moments of one survey, the first that a survey has.
MOMENTS = (("before", "after"), ("immediate", "follow-up"))
Line = Mapping[str, Any]


def paired(view: View) -> None:
    """A slope chart for each survey that was asked twice; for others why there is no change to show."""
    words = view.words
    once = []
    for survey, waves in sorted(view.source.insights.waves().items()):
        moments = next((pair for pair in MOMENTS if set(pair) <= waves), None)
        if moments is None:
            once.append(words.label("survey", survey))
        else:
            slope(view, survey, moments)
    if once:
        st.html(f"<p class='note'>{escape(words('paired.once', surveys=', '.join(once)))}</p>")


def slope(view: View, survey: str, moments: tuple[str, str]) -> None:
    """Means of the matched people before and after, question by question."""
    words = view.words
    title = words(
        "paired.subject",
        survey=words.label("survey", survey),
        before=words.label("wave", moments[0]),
        after=words.label("wave", moments[1]),
    )

    def build() -> Shown:
        found = view.source.insights.change(survey, *moments, view.role)
        told = [line for line in found["questions"] if line["n"] and line["before"] is not None]
        likert = [line for line in told if line["kind"] == "likert"]
        if not likert:
            hidden = any(line["suppressed"] for line in found["questions"])
            raise WithheldError("suppressed" if hidden else "no_data")
        ends = (words.label("wave", moments[0]), words.label("wave", moments[1]))
        return Shown(
            finding=finding(view, likert),
            subject=title,
            figure=slopes([line_of(view, line) for line in likert], ends, view.palette),
            table=table(view, found["questions"]),
            answers=(),
            notes=notes(view, found),
            method=words("paired.method"),
        )

    draw(view, f"paired-{survey}", title, build)


def clear(line: Line) -> bool:
    """Whether the interval of the difference leaves out nought."""
    return line["lower"] is not None and not line["lower"] <= 0 <= line["upper"]


def name(view: View, line: Line) -> str:
    """What the question is called: as its outcome where it is one, else in the form's own words."""
    metric = f"outcome_{line['question']}"
    return view.title(metric) if metric in view.source.metrics() else asked(view.words, line)


def finding(view: View, lines: list[Line]) -> str:
    """The question that changed most among those that changed clearly, or that none did."""
    words = view.words
    changed = [line for line in lines if clear(line)]
    if not changed:
        return words("paired.none")
    most = max(changed, key=lambda line: abs(line["difference"]))
    key = "paired.lower" if most["difference"] < 0 else "paired.higher"
    steps = words.number(abs(most["difference"]), 2)
    return words(key, question=name(view, most), steps=steps, count=most["n"])


def line_of(view: View, line: Line) -> Slope:
    words, label = view.words, name(view, line)
    lines = [
        f"<b>{label}</b>",
        words("paired.hover", **texts(view, line)),
        words("paired.pairs", count=line["n"]),
    ]
    ends = (words.number(line["before"], 2), words.number(line["after"], 2))
    return Slope(label, line["before"], line["after"], ends, "<br>".join(lines), clear(line))


def texts(view: View, line: Line) -> dict[str, str]:
    """Difference, interval and effect sizes, written out."""
    words = view.words

    def written(figure: str, decimals: int = 2) -> str:
        value = line.get(figure)
        return "–" if value is None else words.number(value, decimals)

    interval = "–" if line["lower"] is None else f"{written('lower')} … {written('upper')}"
    return {
        "difference": written("difference"),
        "interval": interval,
        "p": written("p", 3),
        "wilcoxon": written("wilcoxon_p", 3),
        "d_z": written("d_z"),
        "d_av": written("d_av"),
    }


def table(view: View, lines: list[Line]) -> pl.DataFrame:
    """Every question that was asked twice, a row each; hidden ones say so."""
    words = view.words
    rows = []
    for line in lines:
        shown = texts(view, line) if not line["suppressed"] else {}
        hidden = words("mark.hidden_short") if line["suppressed"] else "–"
        ends = [hidden if line[end] is None else words.number(line[end], 2) for end in ("before", "after")]
        rows.append(
            {
                words("paired.question"): name(view, line),
                words("paired.matched"): hidden if line["n"] is None else words.number(line["n"]),
                words("paired.before"): ends[0],
                words("paired.after"): ends[1],
                words("differences.difference"): shown.get("difference", hidden),
                words("table.interval"): shown.get("interval", hidden),
                "p": shown.get("p", hidden),
                words("paired.wilcoxon"): shown.get("wilcoxon", hidden),
                "d_z": shown.get("d_z", hidden),
                "d_av": shown.get("d_av", hidden),
            }
        )
    return pl.DataFrame(rows)


def notes(view: View, found: Line) -> list[str]:
    """How many could be matched, and who was left out by which rule."""
    words = view.words
    hidden = words("mark.hidden_short")
    counts = {
        part: hidden if found[part] is None else words.number(found[part])
        for part in ("matched", "total", "only_before", "only_after", "refused")
    }
    return [words("paired.note", **counts), words("paired.rule")]
