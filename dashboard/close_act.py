"""The button that closes a month, and the one that restates a closed month with a reason."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.close_panels import heading
from dashboard.figure import refused_words
from dashboard.frame import reader_name
from dashboard.words import Words
from pipelines.closing.close import Standing, close_month, restate
from pipelines.problems import RefusalError
from pipelines.settings import Home


def act(words: Words, home: Home, found: Standing) -> None:
    """What may be done with the month now: close it, restate it, or what stands in the way."""
    key = "close.pending_title" if found.close is not None and found.pending else "close.close_title"
    heading(words(key))
    if found.close is not None:
        when = words.moment(found.close.closed_at)
        text = words("close.done", author=found.close.author, when=when)
        st.html(f"<p class='fine'>{escape(text)}</p>")
        if not found.pending:
            st.html(f"<p class='note'>{escape(words('close.unchanged'))}</p>")
            return
        st.html(f"<p class='needs'>{escape(words('close.pending'))}</p>")
    if not found.over:
        st.html(f"<p class='needs'>{escape(words('close.running'))}</p>")
        return
    still = sum(line.open for line in found.lines)
    if still:
        st.html(f"<p class='needs'>{escape(words('close.open', count=still))}</p>")
        return
    if found.close is None:
        st.html(f"<p class='fine'>{escape(words('close.ready'))}</p>")
        closing(words, home, found)
    else:
        restating(words, home, found)


def closing(words: Words, home: Home, found: Standing) -> None:
    with st.form(key=f"closing-{found.month}-{found.rule_book}", border=False):
        note = st.text_input(words("close.note"), max_chars=2000, help=words("close.explanation_help"))
        if st.form_submit_button(words("close.button"), type="primary", icon=":material/lock:"):
            try:
                close_month(home, found.month, found.rule_book, reader_name(), note)
            except RefusalError as refusal:
                refused_words(words, refusal)
            else:
                st.rerun()


def restating(words: Words, home: Home, found: Standing) -> None:
    with st.form(key=f"restating-{found.month}-{found.rule_book}", border=False):
        reason = st.text_area(
            words("close.reason"), max_chars=2000, height=80, help=words("close.explanation_help")
        )
        if st.form_submit_button(words("close.restate"), type="primary", icon=":material/history:"):
            try:
                restate(home, found.month, found.rule_book, reader_name(), reason)
            except RefusalError as refusal:
                refused_words(words, refusal)
            else:
                st.rerun()
