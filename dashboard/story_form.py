"""Success stories as staff see them: a form that adds or corrects one, approval, withdrawal, history."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.frame import reader_name
from dashboard.note_form import attempt, day, history
from dashboard.words import Words
from pipelines.closing.deadlines import local_today
from pipelines.settings import Home
from pipelines.written import (
    Draft,
    Story,
    add_story,
    approve_story,
    correct_story,
    keep_picture,
    picture_path,
    stories,
    withdraw_story,
)
from pipelines.written.store import versions
from pipelines.written.stories import PARTS


def stories_of(words: Words, home: Home) -> None:
    """The stories, the form, and what was there before."""
    st.html(
        f"<h2>{escape(words('written.stories'))}</h2><p class='subject'>{escape(words('written.story_text'))}</p>"
    )
    held = stories(home, approved_only=False)
    for story in held:
        show(words, home, story)
    if not held:
        st.html(f"<p class='empty'>{escape(words('written.no_stories'))}</p>")
    chosen = st.selectbox(
        words("written.which"),
        ["", *(story.item for story in held)],
        format_func=lambda item: item or words("written.new_story"),
        key="story_item",
    )
    fields(words, home, next((one for one in held if one.item == chosen), None))
    history(words, home, "story")


def show(words: Words, home: Home, story: Story) -> None:
    """One story with its picture, and whether reports show it."""
    state = words("written.approved" if story.approved else "written.waits")
    text = " ".join(escape(getattr(story, part)) for part in PARTS)
    kind = "fine" if story.approved else "needs"
    st.html(f"<p class='{kind}'><b>{escape(story.item)} · {escape(state)}</b><br>{text}</p>")
    if story.picture and picture_path(home, story.picture).is_file():
        st.image(str(picture_path(home, story.picture)), width=240, caption=story.alt)


def fields(words: Words, home: Home, story: Story | None) -> None:
    """The form of one story, filled with what it says."""
    key = f"{story.item}-{story.version}" if story else f"new-{len(versions(home, 'story'))}"
    languages = list(words.site.languages)
    with st.form(f"story-{key}"):
        first = st.date_input(
            words("written.first_day"), story.start if story else local_today(), key=f"s-start-{key}"
        )
        last = st.date_input(words("written.last_day"), story.end if story else None, key=f"s-end-{key}")
        language = st.selectbox(
            words("frame.language"),
            languages,
            index=languages.index(story.language if story else words.language),
            format_func=lambda code: words(f"language.{code}"),
            key=f"s-language-{key}",
        )
        parts = [
            st.text_area(words(f"written.{part}"), getattr(story, part, ""), key=f"s-{part}-{key}", height=80)
            for part in PARTS
        ]
        upload = st.file_uploader(
            words("written.picture"), type=["jpg", "jpeg", "png"], key=f"s-picture-{key}"
        )
        alt = st.text_input(words("written.alt"), story.alt if story else "", key=f"s-alt-{key}")
        consent = st.checkbox(
            words("written.consent"), story.consent if story else False, key=f"s-consent-{key}"
        )
        with st.container(horizontal=True):
            save = st.form_submit_button(words("written.save"), type="primary")
            approve = st.form_submit_button(
                words("written.approve"), disabled=story is None or story.approved
            )
            back = st.form_submit_button(words("written.withdraw"), disabled=story is None)

    def keep() -> None:
        picture = keep_picture(home, upload.getvalue()) if upload else (story.picture if story else None)
        start = day(first)
        situation, task, action, result = parts
        end = day(last) if last else start
        draft = Draft(start, end, language, situation, task, action, result, picture, alt, consent)
        if story is None:
            add_story(home, reader_name(), draft)
        else:
            correct_story(home, story.item, reader_name(), draft, after=story.version)

    if save:
        attempt(words, keep)
    elif approve and story is not None:
        attempt(words, lambda: approve_story(home, story.item, reader_name(), story.version))
    elif back and story is not None:
        attempt(words, lambda: withdraw_story(home, story.item, reader_name(), story.version))
