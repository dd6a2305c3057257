"""Making a report on the page: the choices, the preview and the download."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import get_args

import streamlit as st

from dashboard.figure import refused
from dashboard.periods import Period
from dashboard.reports.build import build
from dashboard.reports.content import Audience, Options, Paper, Story
from dashboard.reports.told_stories import told_stories
from dashboard.reports.written_as import file_name, formats, written_as
from dashboard.source import Source, WarehouseSource
from dashboard.view import View
from dashboard.words import load_words
from pipelines.problems import RefusalError
from pipelines.settings import site_folder

MIME = {
    "pdf": "application/pdf",
    "html": "text/html",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PAPERS: dict[Paper, str] = {"a4": "A4", "letter": "Letter"}
HEIGHT = 720


@dataclass(frozen=True)
class Wish:
    """What a reader asks for."""

    period: Period
    language: str
    audience: Audience
    form: str
    options: Options


def audiences(role: str) -> tuple[Audience, ...]:
    """For whom a role may make a report: a partner for those who see what partners see."""
    return tuple(one for one in get_args(Audience) if one != "library" or role != "partner")


def choose(view: View) -> Wish:
    """The choices; the period is that of the page's filter."""
    words = view.words
    with st.container(horizontal=True, key="report-choices"):
        language = st.selectbox(
            words("report.pick.language"), words.site.languages, index=words.site.languages.index(words.language),
            format_func=lambda code: words(f"language.{code}"), key=f"report_language_{words.language}",
        )  # fmt: skip
        audience = st.selectbox(
            words("report.pick.audience"), audiences(view.role),
            format_func=lambda code: words(f"report.audience.{code}"), key=f"report_audience_{words.language}",
        )  # fmt: skip
        order = [one for one in ("pdf", "html", "pptx", "xlsx") if one in formats()]
        form = st.selectbox(
            words("report.pick.format"), order, key=f"report_format_{words.language}",
            format_func=lambda code: words(f"report.format.{code}"),
        )  # fmt: skip
        paper: Paper = st.selectbox(
            words("report.pick.paper"), tuple(PAPERS), format_func=PAPERS.__getitem__,
            key=f"report_paper_{words.language}", disabled=form != "pdf",
        )  # fmt: skip
    brief = st.checkbox(
        words("report.pick.brief"), key=f"report_brief_{words.language}", disabled=form not in ("pdf", "html")
    )
    options = Options(paper, bool(brief) and form in ("pdf", "html"))
    return Wish(view.selection.period, language, audience, form, options)


def offer(view: View, wish: Wish) -> None:
    """A button that makes the report; then its preview and the download."""
    words = view.words
    wanted = (view.source.snapshot, wish)
    if st.button(words("report.pick.make"), type="primary", key="report-make"):
        st.session_state["report_wanted"] = wanted
    if st.session_state.get("report_wanted") != wanted:
        st.html(f"<p class='subject' role='status'>{escape(words('report.pick.wait'))}</p>")
        return
    try:
        with st.spinner(words("report.pick.making")):
            name, made, preview = written(view.source, view.source.snapshot, wish, stories_of(view, wish))
    except RefusalError as refusal:
        refused(view, refusal)
        return
    size = words.number(max(len(made) / 1024, 1))
    st.html(
        f"<p class='subject' role='status'>{escape(words('report.pick.ready', file=name, size=size))}</p>"
    )
    label = words("report.pick.download", format=words(f"report.format.{wish.form}"))
    st.download_button(
        label, made, name, MIME.get(wish.form, "application/octet-stream"), key="report-download"
    )
    st.html(f"<h2>{escape(words('report.pick.preview'))}</h2>")
    st.iframe(preview.decode(), height=HEIGHT, alt=words("report.pick.preview"))


def stories_of(view: View, wish: Wish) -> tuple[Story, ...]:
    """The stories of the home; asked each time, since approving one changes no snapshot."""
    if not isinstance(view.source, WarehouseSource):
        return ()
    words = load_words(wish.language, site_folder())
    return told_stories(view.source.home, words, wish.period.start, wish.period.end)


@st.cache_data(max_entries=24, show_spinner=False)
def written(
    _source: Source, snapshot: str, wish: Wish, stories: tuple[Story, ...]
) -> tuple[str, bytes, bytes]:
    """The file's name, the file, and the same content as HTML to look at."""
    words = load_words(wish.language, site_folder())
    report = build(_source, words, wish.period, wish.audience, stories)
    made = written_as(report, wish.form, wish.options)
    preview = made if wish.form == "html" else written_as(report, "html", wish.options)
    return file_name(report, wish.form, wish.options), made, preview
