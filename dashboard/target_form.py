"""Targets set in the page, by the library: a form over one metric and period, and the history of every edit."""

from __future__ import annotations

from datetime import date
from html import escape

import polars as pl
import streamlit as st

from dashboard.figure import refused_words
from dashboard.findings import written_as
from dashboard.frame import reader_name
from dashboard.notes_shown import author_of
from dashboard.periods import Period, offered, parse
from dashboard.tables import show_table
from dashboard.view import View
from pipelines.problems import RefusalError
from pipelines.settings import home_folder
from pipelines.statistics.targets import Target
from pipelines.written import last_version, set_target, targets, withdraw_target
from pipelines.written.targets import can_have_target

EDITORS = ("library",)
AIMS = ("at_least", "at_most")
SAVED = "target_saved"


def history(view: View) -> None:
    """Every edit with its author, time and former value, the newest first."""
    words = view.words
    st.html(f"<h2>{escape(words('target.history'))}</h2>")
    rows = [
        {
            words("table.target"): view.title(edit.item.split(" ")[0]),
            words("table.period"): words.period(parse(edit.item.split(" ")[1], words.fiscal)),
            words("target.former"): amount(view, edit.former),
            words("target.now"): amount(view, edit.now),
            words("target.author"): author_of(words, edit.author),
            words("target.written_at"): words.moment(edit.written_at),
        }
        for edit in view.source.insights.target_edits()
    ]
    if rows:
        show_table(pl.DataFrame(rows), words("target.history"), ())
    else:
        st.html(f"<p class='empty'>{escape(words('target.no_edits'))}</p>")


def amount(view: View, target: Target | None) -> str:
    if target is None:
        return view.words("target.withdrawn")
    return view.words.value(written_as(view.metric(target.metric)), target.target)


def form(view: View) -> None:
    """The form, for those who may set targets; nothing for others."""
    if view.role not in EDITORS:
        return
    words, home = view.words, home_folder()
    st.html(
        f"<h2>{escape(words('target.edit'))}</h2><p class='subject'>{escape(words('target.edit_text'))}</p>"
    )
    if st.session_state.pop(SAVED, None):
        st.html(f"<p class='fine' role='status'>{escape(words('target.saved'))}</p>")
    codes = sorted(
        (code for code, metric in view.source.metrics().items() if can_have_target(metric)), key=view.title
    )
    periods = choices(view)
    with st.container(key="target-choice", horizontal=True):
        metric = st.selectbox(
            words("table.target"),
            codes,
            index=codes.index("visits"),
            format_func=view.title,
            key="target_metric",
        )
        period = st.selectbox(
            words("table.period"),
            [one.code for one in periods],
            format_func=lambda code: words.period(parse(code, words.fiscal)),
            key="target_period",
        )
    held = next((one for one in targets(home) if (one.metric, one.period) == (metric, period)), None)
    seen = last_version(home, metric, period) or 0
    fields(view, metric, period, held, seen)


def choices(view: View) -> list[Period]:
    """The periods of the years that data cover, and of the year after."""
    whole = view.whole_time().selection.period
    found = offered(whole.start, date(whole.end.year + 1, 12, 31), view.words.fiscal)
    now = [one for one in found if one.code == view.selection.period.code and one.kind != "all"]
    rest = [one for one in found if one.kind != "all" and one not in now]
    return now + rest


def fields(view: View, metric: str, period: str, held: Target | None, seen: int) -> None:
    """The fields of one target, filled with what holds; `seen` is the version they were filled from."""
    words, home = view.words, home_folder()
    key = f"{metric}-{period}-{seen}"
    with st.form(f"target-{key}"):
        number = st.number_input(
            words("target.target"),
            value=held.target if held else None,
            key=f"target-number-{key}",
            format="%g",
            help=words("target.share_help") if view.metric(metric).unit == "percent" else None,
        )
        aim = st.radio(
            words("target.aim"),
            AIMS,
            index=AIMS.index(held.aim) if held else 0,
            format_func=lambda code: words(f"target.aim_{code}"),
            horizontal=True,
            key=f"target-aim-{key}",
        )
        baseline = st.number_input(
            words("target.baseline"),
            value=held.baseline if held else None,
            key=f"target-baseline-{key}",
            format="%g",
        )
        source = st.text_input(
            words("target.baseline_source"),
            value=held.baseline_source if held else "",
            key=f"target-source-{key}",
        )
        comments = {
            language: st.text_input(
                f"{words('target.comment')} · {words(f'language.{language}')}",
                value=held.comment(language) if held else "",
                key=f"target-comment-{language}-{key}",
            )
            for language in words.site.languages
        }
        with st.container(horizontal=True):
            save = st.form_submit_button(words("target.save"), type="primary")
            back = st.form_submit_button(words("target.withdraw"), disabled=held is None)
    try:
        if back:
            withdraw_target(home, reader_name(), metric, period, after=seen)
        elif save:
            set_target(
                home,
                reader_name(),
                metric,
                period,
                float(number) if number is not None else 0.0,
                baseline=baseline,
                baseline_source=source,
                aim=aim or "at_least",
                comments=comments,
                after=seen,
            )
        else:
            return
    except RefusalError as refusal:
        refused_words(words, refusal)
        return
    st.session_state[SAVED] = True
    st.rerun()
