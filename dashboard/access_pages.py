"""What stands between a reader and the pages: signing in, no role, the conditions; and the way out."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from dashboard.access import Reader, reader
from dashboard.words import Words
from pipelines.access import accept, has_accepted, log_access
from pipelines.settings import Home, home_folder

# Where the reader was going, kept by the tab while the provider has it; only an address of this very server.
REMEMBER = "sessionStorage.setItem('impact-return', location.pathname + location.search)"
RETURN = """
const to = sessionStorage.getItem('impact-return');
sessionStorage.removeItem('impact-return');
if (to && /^\\/(?!\\/)/.test(to) && to !== location.pathname + location.search && to !== '/') location.replace(to);
"""


def gate(words: Words, who: Reader) -> None:
    """The page of those who may see nothing yet: what is the matter, and the one thing to do."""
    key = f"access.{who.state}"
    with st.container(key="gate"):
        st.title(words(f"{key}.title"), anchor=False)
        st.html(f"<p class='lead'>{escape(words(f'{key}.text'))}</p>")
        if who.state in ("out", "expired"):
            script(REMEMBER)
            if st.button(words("access.sign_in"), type="primary", key="sign-in"):
                st.login()
            st.html(f"<p class='note'>{escape(words('access.kept'))}</p>")
        elif who.state == "unknown" and st.button(words("access.sign_out"), key="sign-out"):
            st.logout()


def way_out(words: Words, who: Reader) -> None:
    """In the header: as whom one reads, and how to leave; or that nobody signs in here."""
    role = words("frame.role", role=words(f"role.{who.role}")) if who.role else ""
    if who.state == "local":
        role = words("access.local", role=words(f"role.{who.role}"))
    name = f" · {who.name}" if who.state == "known" else ""
    st.html(
        f"<p class='site'>{escape(words.site.name[words.language])}</p>"
        f"<p class='role'>{escape(role + name)}</p>"
    )


def leave(words: Words, who: Reader) -> None:
    """The button that signs out, for whoever is signed in; and the way back to where they were going."""
    if who.state != "known":
        return
    script(RETURN)
    if st.button(words("access.sign_out"), key="sign-out", type="tertiary"):
        st.logout()


def conditions_accepted() -> bool:
    """Whether the reader has accepted the conditions of the pages that show figures without protection."""
    key = reader().key
    return bool(key) and has_accepted(home_folder(), key)


def ask_conditions(words: Words) -> None:
    """The conditions, and the button that accepts them and goes on to the page."""
    with st.container(key="conditions"):
        st.html(f"<h2>{escape(words('conditions.title'))}</h2><p>{escape(words('conditions.lead'))}</p>")
        points = "".join(f"<li>{escape(words(f'conditions.point_{number}'))}</li>" for number in range(1, 6))
        st.html(f"<ul class='facts'>{points}</ul><p class='note'>{escape(words('conditions.logged'))}</p>")
        if st.button(words("conditions.accept"), type="primary", key="accept-conditions"):
            accept(home_folder(), reader().key)
            st.rerun()


def log_opening(name: str) -> None:
    """Note that this reader opened a page under conditions: once a visit to it, not at every choice made there."""
    if st.session_state.get("page_logged") != name:
        log_access(home_folder(), reader().key, f"page:{name}")
        st.session_state["page_logged"] = name


def noted(home: Home, what: str, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """Makes a file when it is asked for, and notes that this reader took it with them."""
    # Whose page it is, is known now: the file is made outside of the page's run.
    key = reader().key

    def made() -> bytes:
        content = make()
        log_access(home, key, f"download:{what}")
        return content

    return made


def script(text: str) -> None:
    """A few words of the browser's own language, which show nothing."""
    st.html(f"<script>{text}</script><span></span>", unsafe_allow_javascript=True)
