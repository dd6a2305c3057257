"""A tour of five steps for whoever comes for the first time; the step stands in the address (`tour=1`)."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard.words import Words

# The page that each step is about. All are open to every role.
STEPS = ("overview", "reach", "outcomes", "demographics", "how_we_count")
OFF = "off"
KEPT = "impact-tour"
# The offer is for a first visit: a browser that has taken or declined the tour hides it before it is drawn.
SETTLED = f"localStorage.setItem('{KEPT}', 'seen')"
HIDE = f"document.documentElement.classList.toggle('toured', localStorage.getItem('{KEPT}') === 'seen')"


def tour(words: Words, page: str) -> None:
    """The step that the address names, if it is about this page; on the overview else the offer."""
    asked = st.query_params.get("tour", "")
    if asked == OFF:
        keep(SETTLED)
        del st.query_params["tour"]
    elif asked in {str(number) for number in range(1, len(STEPS) + 1)}:
        if STEPS[int(asked) - 1] == page:
            keep(SETTLED)
            step(words, int(asked))
    elif page == "overview":
        keep(HIDE)
        offer(words)


def offer(words: Words) -> None:
    links = link(words, 1, words("tour.start"), "way") + closing(words, words("tour.decline"))
    panel(words, "offer", f"<p>{escape(words('tour.offer'))}</p>", links)


def step(words: Words, number: int) -> None:
    """One step: what to look at here, the way on and back, and the way out."""
    page = STEPS[number - 1]
    told = (
        f"<p class='subject'>{escape(words('tour.step', number=number, count=len(STEPS)))}</p>"
        f"<h2>{escape(words(f'tour.{page}.title'))}</h2><p>{escape(words(f'tour.{page}.text'))}</p>"
    )
    last = number == len(STEPS)
    onward = "" if last else link(words, number + 1, words("tour.next", page=title(words, number + 1)), "way")
    back = "" if number == 1 else link(words, number - 1, words("tour.back"))
    panel(
        words, "step", told, onward + back + closing(words, words("tour.end" if last else "tour.stop"), last)
    )


def title(words: Words, number: int) -> str:
    return words(f"page.{STEPS[number - 1]}.title")


def panel(words: Words, kind: str, told: str, links: str) -> None:
    label = escape(words("tour.label"), quote=True)
    st.html(
        f"<section class='tour tour-{kind}' aria-label='{label}'>{told}<p class='tour-ways'>{links}</p></section>"
    )


def link(words: Words, number: int, text: str, style: str = "") -> str:
    page = STEPS[number - 1]
    return anchor(words, page, text, str(number), style)


def closing(words: Words, text: str, strong: bool = False) -> str:
    return anchor(words, "overview", text, OFF, "way" if strong else "")


def anchor(words: Words, page: str, text: str, number: str, style: str) -> str:
    """A plain link, which keyboards and screen readers know; it keeps the language and the filters."""
    kept = {name: value for name, value in st.query_params.to_dict().items() if name != "tour"}
    query = urlencode({**kept, "lang": words.language, "tour": number})
    path = "" if page == "overview" else page.replace("_", "-")
    return f"<a class='{style}' href='./{path}?{escape(query)}' target='_self'>{escape(text)}</a>"


def keep(text: str) -> None:
    st.html(f"<script>{text}</script><span></span>", unsafe_allow_javascript=True)
