"""A survey question by question: how often each answer was given, of those who answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from dashboard.charts import Mark, ranked_bars
from dashboard.explore_choices import choose
from dashboard.figure import Shown, draw, refused
from dashboard.paired_panel import MOMENTS
from dashboard.survey_wording import answered, asked
from dashboard.view import View
from pipelines.problems import RefusalError

Line = Mapping[str, Any]


def chosen(view: View) -> str | None:
    """The survey chosen, which stands in the address; null while no survey was made."""
    words, surveys = view.words, sorted(view.source.insights.waves())
    if not surveys:
        st.html(f"<p class='empty'>{words('empty.figure')}</p>")
        return None
    with st.container(key="survey-choice"):
        return choose(view, "survey", surveys, surveys[0], lambda code: words.label("survey", code))


def moments(view: View, survey: str) -> tuple[str, str] | None:
    """The two waves of a survey that was asked twice."""
    waves = view.source.insights.waves()[survey]
    return next((pair for pair in MOMENTS if set(pair) <= waves), None)


def questions(view: View, survey: str) -> Sequence[Line]:
    """A figure for each question, two in a row; gives the lines that were shown."""
    try:
        lines = view.source.insights.summary(survey, None, view.role)["questions"]
    except RefusalError as refusal:
        refused(view, refusal)
        return ()
    with st.container(key="beside-survey"):
        for line in lines:
            if line["options"]:
                question(view, survey, line)
    return tuple(lines)


def question(view: View, survey: str, line: Line) -> None:
    """The answers to one question as bars; the most frequent one is the finding."""
    words, title = view.words, asked(view.words, line)

    def build() -> Shown:
        marks = [mark(view, line, option) for option in line["options"]]
        return Shown(
            finding=title,
            subject=subject(view, survey, line),
            figure=ranked_bars(marks, view.palette),
            table=table(view, line),
            answers=(),
            notes=notes(view, line),
            method=words("surveys.method"),
        )

    draw(view, f"survey-{survey}-{line['question']}", title, build)


def subject(view: View, survey: str, line: Line) -> str:
    """How many answered, of how many who were asked, and the mean or the score."""
    words = view.words
    if line["answered"] is None:
        return words("mark.hidden")
    parts = [
        words("surveys.answered", answered=words.number(line["answered"]), asked=words.number(line["asked"]))
    ]
    if line["nps"] is not None:
        parts.append(f"NPS {words.value('points', line['nps'])}")
    elif line["mean"] is not None:
        parts.append(words("surveys.mean", mean=words.number(line["mean"], 2)))
    return " · ".join(parts)


def mark(view: View, line: Line, option: Line) -> Mark:
    words, label = view.words, answered(view.words, line, option)
    if option["suppressed"]:
        return Mark(label, None, words("mark.hidden"), f"<b>{label}</b><br>{words('mark.hidden')}", "hidden")
    share = words.percent(option["share_of_respondents"] or 0)
    count = words("unit.answers", count=option["count"])
    text = f"{share}  <span style='color:{view.palette.muted}'>{words.number(option['count'])}</span>"
    return Mark(label, option["share_of_respondents"] or 0, text, f"<b>{label}</b><br>{share}<br>{count}")


def notes(view: View, line: Line) -> list[str]:
    """Several answers, few answers, hidden ones."""
    words = view.words
    told = [words("surveys.several")] if line["kind"] == "multi" else []
    if line["suppressed"]:
        told.append(words("note.hidden", k=words.number(words.site.threshold)))
    if line["answered"] is not None and line["answered"] < words.site.indicative_below:
        told.append(words("note.indicative", n=words.number(words.site.indicative_below)))
    return told


def table(view: View, line: Line) -> pl.DataFrame:
    words, hidden = view.words, view.words("mark.hidden_short")
    return pl.DataFrame(
        [
            {
                words("surveys.answer"): answered(words, line, option),
                words("surveys.count"): hidden if option["suppressed"] else words.number(option["count"]),
                words("surveys.share"): hidden
                if option["suppressed"]
                else words.percent(option["share_of_respondents"] or 0),
            }
            for option in line["options"]
        ]
    )
