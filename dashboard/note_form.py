"""Notes as staff see them: those that hold, a form that adds or corrects one, and the history of each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from dashboard.figure import refused_words
from dashboard.frame import reader_name
from dashboard.notes_shown import author_of, note_text
from dashboard.tables import show_table
from dashboard.words import Words
from pipelines.closing.deadlines import local_today
from pipelines.metrics import catalogue
from pipelines.problems import RefusalError
from pipelines.settings import Home
from pipelines.written import Note, add_note, correct_note, notes, withdraw_note
from pipelines.written.notes import programme_codes
from pipelines.written.store import Kind, versions

SAVED = "written_saved"


def notes_of(words: Words, home: Home) -> None:
    """The notes, the form, and what was there before."""
    st.html(
        f"<h2>{escape(words('written.notes'))}</h2><p class='subject'>{escape(words('written.care'))}</p>"
    )
    told(words)
    held = notes(home)
    for one in held:
        st.html(f"<p class='noted'><b>{escape(one.item)}</b> {note_text(words, one)}</p>")
    if not held:
        st.html(f"<p class='empty'>{escape(words('written.no_notes'))}</p>")
    chosen = st.selectbox(
        words("written.which"),
        ["", *(note.item for note in held)],
        format_func=lambda item: item or words("written.new_note"),
        key="note_item",
    )
    note = next((one for one in held if one.item == chosen), None)
    fields(words, home, note)
    history(words, home, "note")


def fields(words: Words, home: Home, note: Note | None) -> None:
    """The form of one note, filled with what it says."""
    count = len(versions(home, "note"))
    key = f"{note.item}-{note.version}" if note else f"new-{count}"
    said = dict(note.texts) if note else {}
    metrics = ["", *sorted(catalogue(), key=lambda code: metric_title(words, code))]
    programmes = ["", *sorted(programme_codes())]
    with st.form(f"note-{key}"):
        first = st.date_input(
            words("written.first_day"), note.start if note else local_today(), key=f"note-start-{key}"
        )
        last = st.date_input(words("written.last_day"), note.end if note else None, key=f"note-end-{key}")
        texts = {
            language: st.text_area(
                f"{words('written.text')} · {words(f'language.{language}')}",
                said.get(language, ""),
                key=f"note-text-{language}-{key}",
                height=80,
            )
            for language in words.site.languages
        }
        metric = st.selectbox(
            words("written.metric"),
            metrics,
            index=metrics.index(note.metric or "") if note else 0,
            format_func=lambda code: metric_title(words, code) if code else words("written.every"),
            key=f"note-metric-{key}",
        )
        programme = st.selectbox(
            words("filter.programme.label"),
            programmes,
            index=programmes.index(note.programme or "") if note else 0,
            format_func=lambda code: (
                words.label("programme", code) if code else words("filter.programme.all")
            ),
            key=f"note-programme-{key}",
        )
        with st.container(horizontal=True):
            save = st.form_submit_button(words("written.save"), type="primary")
            back = st.form_submit_button(words("written.withdraw"), disabled=note is None)

    def keep() -> None:
        said = (day(first), day(last) if last else None, texts, metric or None, programme or None)
        if note is None:
            add_note(home, reader_name(), *said)
        else:
            correct_note(home, note.item, reader_name(), *said, after=note.version)

    if save:
        attempt(words, keep)
    elif back and note is not None:
        attempt(words, lambda: withdraw_note(home, note.item, reader_name(), note.version))


def day(value: Any) -> date:
    return value if isinstance(value, date) else local_today()


def metric_title(words: Words, code: str) -> str:
    key = f"metric.{code}.title"
    return words(key) if words.has(key) else catalogue()[code].title


def attempt(words: Words, work: Callable[[], object]) -> None:
    """Do it and show the page anew, or say why it is refused."""
    try:
        work()
    except RefusalError as refusal:
        refused_words(words, refusal)
        return
    st.session_state[SAVED] = True
    st.rerun()


def told(words: Words) -> None:
    """That what was written is kept, once."""
    if st.session_state.pop(SAVED, None):
        st.html(f"<p class='fine' role='status'>{escape(words('written.saved'))}</p>")


def history(words: Words, home: Home, kind: Kind) -> None:
    """Every version, the newest first: who, when, what was there before."""
    rows = [
        {
            words("written.item"): version.item,
            words("target.written_at"): words.moment(version.written_at),
            words("target.author"): author_of(words, version.author),
            words("target.now"): words("target.withdrawn") if version.withdrawn else spoken(version.content),
            words("target.former"): spoken(version.former) if version.former else "–",
        }
        for version in reversed(versions(home, kind))
    ]
    if rows:
        with st.popover(words("written.history"), icon=":material/history:"):
            show_table(pl.DataFrame(rows), words("written.history"), ())


def spoken(content: Any) -> str:
    """The words of a version in one line."""
    if "texts" in content:
        return " / ".join(content["texts"].values())
    return " ".join(content[part] for part in ("situation", "task", "action", "result"))
