"""The first step: the place where a file is dropped, and afterwards the line that says which one is in hand."""

from __future__ import annotations

import json
from html import escape

import streamlit as st

from dashboard.intake_visit import Visit, begin_again
from dashboard.words import Words
from pipelines.upload import LIMIT_MEGABYTES

KILOBYTE = 1024


def drop(words: Words, visit: Visit) -> None:
    """The place to drop a file; it is in the memory of this session only."""
    st.html(f"<style>{own_words(words)}</style>")
    key = f"intake-file-{visit.number}"
    st.file_uploader(
        words("intake.drop.label", megabytes=LIMIT_MEGABYTES),
        key=key,
        max_upload_size=LIMIT_MEGABYTES,
        on_change=visit.take_dropped,
        args=(key,),
    )
    st.caption(words("intake.drop.privacy"))


def own_words(words: Words) -> str:
    """Streamlit's uploader speaks English only: its words are replaced in the reader's language."""
    rules = []
    for place, key in (
        ('[data-testid="stFileUploaderDropzone"] button p', "browse"),
        ('[data-testid="stFileUploaderDropzoneInstructions"] span', "here"),
    ):
        text = json.dumps(words(f"intake.drop.{key}"), ensure_ascii=False)
        rules.append(f"{place} {{ font-size: 0; }} {place}::after {{ content: {text}; font-size: 1rem; }}")
    return "\n".join(rules)


def in_hand(words: Words, visit: Visit) -> None:
    """Which file is being looked at, and a way to take another one."""
    with st.container(horizontal=True, vertical_alignment="center", key="intake-in-hand"):
        size = words.number(max(1, round(len(visit.content) / KILOBYTE)))
        st.html(f"<p><b>{escape(visit.name)}</b> · {escape(words('intake.drop.size', kilobytes=size))}</p>")
        st.button(
            words("intake.another"),
            icon=":material/close:",
            type="tertiary",
            key="intake-drop-again",
            on_click=begin_again,
        )
