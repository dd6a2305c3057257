"""What stands around every page: language, header, filters, footer; and the page before there are data."""

from __future__ import annotations

import os
from datetime import datetime
from html import escape
from pathlib import Path

import streamlit as st

from dashboard.filters import Selection, filters, remembered, write_url
from dashboard.navigation import ROLES
from dashboard.periods import Period
from dashboard.source import Source, covered
from dashboard.theme import palette
from dashboard.view import View
from dashboard.words import Words, load_words
from pipelines.settings import load_site, site_folder

STYLE = Path(__file__).parent / "style.css"


def role() -> str:
    """What the reader may see: `IMPACT_ROLE`, else partner; anything else is partner as well."""
    asked = os.environ.get("IMPACT_ROLE", "partner")
    return asked if asked in ROLES else "partner"


def reader_name() -> str:
    """Who writes, as the name that stands under notes, targets and closes; `local` where nobody signs in.

    Never an e-mail address or a person's name: a handle that the site gave, or one made from a keyed hash.
    """
    return "local"


def choose_language() -> Words:
    """The words of the language in the URL, else the browser's, else the site's first."""
    languages = load_site(site_folder()).languages
    browser = (st.context.locale or "").split("-")[0]
    first = browser if browser in languages else languages[0]
    return load_words(remembered("lang", languages, first), site_folder())


def dress(words: Words) -> None:
    """The stylesheet, and the language of the document for screen readers."""
    st.html(STYLE)
    # The code comes from the site's own list and is letters only.
    code = "".join(letter for letter in words.language if letter.isalpha())
    st.html(
        f"<script>document.documentElement.lang = '{code}'</script><span></span>",
        unsafe_allow_javascript=True,
    )


def header(words: Words, shown_role: str) -> None:
    """Whose dashboard it is, as whom one reads it, and the language switch."""
    with st.container(horizontal=True, vertical_alignment="center", key="masthead"):
        st.html(
            f"<p class='site'>{escape(words.site.name[words.language])}</p>"
            f"<p class='role'>{escape(words('frame.role', role=words(f'role.{shown_role}')))}</p>"
        )
        language_switch(words)


def language_switch(words: Words) -> None:
    languages = words.site.languages

    def keep() -> None:
        st.session_state["chosen_lang"] = st.session_state["language"]

    st.session_state["language"] = words.language
    st.segmented_control(
        words("frame.language"),
        languages,
        key="language",
        required=True,
        on_change=keep,
        label_visibility="collapsed",
        format_func=lambda code: words(f"language.{code}"),
    )
    write_url("lang", words.language, "")


def open_view(source: Source, words: Words, filtered: bool = True) -> View | None:
    """The view under the filters, which are shown if `filtered`; null while the snapshot holds no facts."""
    days = covered(source)
    if days is None:
        return None
    first, last = days
    whole = Period("all", "all", first, last)
    selection = Selection(whole)
    if filtered:
        programmes = codes(source, "attendance", "programme")
        districts = codes(source, "unique_participants", "district")
        selection = filters(words, first, last, programmes, districts)
    return View(source, words, selection, role(), palette(st.context.theme.type), whole)


def codes(source: Source, metric: str, dimension: str) -> list[str]:
    """The codes of a dimension that a reader can choose: those with facts, in the catalogue's order."""
    from pipelines.metrics import Question

    found = source.answer(Question(metric, by=(dimension,), role=role())).rows[dimension].to_list()
    return [str(code) for code in found if code != "unknown"]


def footer(source: Source, words: Words) -> None:
    """Which snapshot all figures of the page come from and when it was published."""
    row = source.quality("meta_snapshot").row(0, named=True)
    made = row["created_at"]
    when = words.moment(made) if isinstance(made, datetime) else str(made)
    st.html(
        f"<footer>{escape(words('frame.footer', snapshot=source.snapshot, when=when))}<br>"
        f"{escape(words('frame.privacy', k=words.number(words.site.threshold)))}</footer>"
    )


def first_page(words: Words, key: str, staff: bool = False) -> None:
    """What to do: `empty` before the first publish, `broken` when what is published cannot be read.

    Staff is led to the intake page.
    """
    st.title(words(f"{key}.title"), anchor=False)
    st.markdown(words(f"{key}.text"))
    if key == "empty" and staff:
        address = f"./intake?lang={words.language}"
        st.html(
            f"<p class='to-intake'><a href='{address}' target='_self'>{escape(words('empty.to_intake'))}</a></p>"
        )
    if key == "empty":
        for step in ("demo", "ingest"):
            st.markdown(f"**{words(f'empty.{step}')}**")
            st.code(words(f"empty.{step}_command"), language="bash")
    else:
        st.code("impact snapshots\nimpact rollback ID\nimpact status", language="bash")
