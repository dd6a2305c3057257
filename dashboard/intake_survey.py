"""A survey that nobody described yet: the proposal of `impact survey describe`, corrected by its reader."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st
from pydantic import ValidationError

from dashboard.intake_process import describe
from dashboard.intake_told import refusal_text
from dashboard.intake_visit import Visit
from dashboard.words import Words
from pipelines.describe.codes import slug
from pipelines.mapping import Mapping as Layout
from pipelines.remembered import as_toml

WAVES = ("single", "immediate", "follow-up", "before", "after")
OUTCOMES = ("", "knowledge", "confidence", "application", "awareness", "use", "satisfaction", "nps")
LEFT_OUT = "–"


def survey(words: Words, visit: Visit) -> None:
    """Offer to read the file as a survey; then show what each question seems to be, to be corrected."""
    st.markdown(words("intake.survey.text"))
    if st.button(words("intake.survey.button"), icon=":material/quiz:"):
        with st.spinner(words("intake.survey.reading")):
            visit.proposal = describe(visit.content, visit.name)
    if visit.proposal is None:
        return
    if "error" in visit.proposal:
        st.html(f"<p class='needs'>{escape(refusal_text(words, visit.proposal['error']))}</p>")
        return
    _form(words, visit, visit.proposal)


def _form(words: Words, visit: Visit, proposal: Mapping[str, Any]) -> None:
    layout = Layout.model_validate(tomllib.loads(proposal["toml"]))
    with st.form("intake-survey", border=False):
        name = st.text_input(
            words("intake.survey.name"), proposal["survey"], help=words("intake.survey.name_help")
        )
        wave = st.selectbox(
            words("dimension.wave"),
            WAVES,
            index=WAVES.index(proposal["wave"]) if proposal["wave"] in WAVES else 0,
            format_func=lambda code: words.label("wave", code),
        )
        chosen = {}
        with st.container(key="intake-questions"):
            for question in proposal["questions"]:
                code = question["question"]
                if code not in layout.questions:
                    continue
                options, kind = (*OUTCOMES, LEFT_OUT), words(f"intake.type.{question['kind']}")
                chosen[code] = st.selectbox(
                    f"{question['text']} ({kind})",
                    options,
                    index=options.index(question["outcome"]) if question["outcome"] in options else 0,
                    format_func=lambda outcome: _outcome(words, outcome),
                    key=f"intake-question-{code}",
                )
        if proposal["personal"]:
            personal = ", ".join(f"“{header}”" for header in proposal["personal"])
            st.html(f"<p class='note'>{escape(words('intake.survey.personal', columns=personal))}</p>")
        if st.form_submit_button(words("intake.correct.again"), icon=":material/refresh:"):
            try:
                visit.look_again(as_toml(_corrected(layout, slug(name) or proposal["survey"], wave, chosen)))
            except ValidationError:
                st.error(words("intake.correct.not_possible"))
                return
            st.rerun()


def _corrected(layout: Layout, name: str, wave: str, chosen: Mapping[str, str]) -> Layout:
    """The proposed mapping with the reader's name, wave and outcomes."""
    declared = layout.model_dump(exclude_defaults=True)
    declared["name"] = declared["title"] = name
    declared["survey"] = {"code": name, "wave": wave}
    for code, outcome in chosen.items():
        if outcome == LEFT_OUT:
            del declared["questions"][code]
        else:
            declared["questions"][code]["outcome"] = outcome or None
    return Layout.model_validate(declared)


def _outcome(words: Words, outcome: str) -> str:
    if outcome == LEFT_OUT:
        return words("intake.correct.not_read")
    if not outcome:
        return words("intake.survey.no_outcome")
    return words(f"intake.outcome.{outcome}")
