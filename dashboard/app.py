"""The frame of the dashboard: language, header, navigation, filters, and the page a reader asked for.

Run by `impact serve`; IMPACT_HOME names the home folder, `dashboard.access` knows the reader.
"""

from __future__ import annotations

from functools import partial
from html import escape
from importlib import import_module
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from dashboard.access import Reader, reader
from dashboard.access_pages import ask_conditions, conditions_accepted, gate, log_opening
from dashboard.figure import refused_words
from dashboard.frame import choose_language, dress, first_page, footer, header, open_view, role
from dashboard.navigation import PAGES, SECTIONS, STAFF
from dashboard.source import Source, WarehouseSource
from dashboard.tour import tour
from dashboard.words import Words
from pipelines.problems import RefusalError
from pipelines.settings import home_folder
from pipelines.snapshot import Snapshots

# A file of ours: Streamlit fetches a material icon for the tab from another host.
ICON = Path(__file__).parent / "icon.svg"


def main(source: Source | None = None) -> None:
    """Show the page asked for from the published snapshot, or from `source` where a test hands one in."""
    st.set_page_config(layout="wide", page_icon=ICON, initial_sidebar_state="collapsed")
    words = choose_language()
    who = reader()
    if not who.role:
        closed(words, who)
        return
    pages: dict[str, list[Page]] = {}
    for name in sorted(PAGES, key=lambda name: SECTIONS.index(PAGES[name].section)):
        entry = PAGES[name]
        # A page that a role may not open answers at its address, with a sentence.
        heading = words(f"section.{entry.section}") if entry.section else ""
        pages.setdefault(heading, []).append(
            st.Page(
                partial(show, name, words, source),
                title=words(f"page.{name}.title"),
                icon=entry.icon,
                url_path=address(name),
                default=name == "overview",
                visibility="visible" if entry.opens_to(who.role) else "hidden",
            )
        )
    chosen = st.navigation(pages, position="top")
    st.set_page_config(page_title=f"{chosen.title} · {words.site.short_name[words.language]}")
    dress(words)
    header(words, who)
    chosen.run()


def address(name: str) -> str:
    return "" if name == "overview" else name.replace("_", "-")


def closed(words: Words, who: Reader) -> None:
    """What stands at every address for a reader who may see nothing."""
    heading = words(f"access.{who.state}.title")
    pages = [
        st.Page(partial(gate, words, who), title=heading, url_path=address(name), default=name == "overview")
        for name in PAGES
    ]
    chosen = st.navigation(pages, position="hidden")
    st.set_page_config(page_title=f"{chosen.title} · {words.site.short_name[words.language]}")
    dress(words)
    header(words, who)
    chosen.run()


def show(name: str, words: Words, given: Source | None) -> None:
    """One page: over one snapshot, kept for the whole rerun, or over the home; a sentence for whom it is not for."""
    entry = PAGES[name]
    if not entry.opens_to(role()):
        st.title(words(f"page.{name}.title"), anchor=False)
        st.html(f"<p class='empty'>{escape(words('frame.not_for_role'))}</p>")
        return
    try:
        if role() in entry.conditions:
            if not conditions_accepted():
                title(name, words)
                ask_conditions(words)
                return
            log_opening(name)
        if entry.over == "home":
            title(name, words)
            import_module(f"dashboard.app_pages.{name}").render(words, home_folder())
        else:
            over_snapshot(name, words, given)
    except RefusalError as refusal:
        refused_words(words, refusal)
    except OSError:
        if entry.over == "snapshot":
            raise
        st.html(f"<p class='empty'>{escape(words('intake.problem.fault'))}</p>")


def over_snapshot(name: str, words: Words, given: Source | None) -> None:
    """A page that reads a snapshot, or what to do while there is none."""
    try:
        source = given or published()
    except (RefusalError, OSError):
        first_page(words, "broken")
        return
    if source is None:
        first_page(words, "empty", role() in STAFF)
        return
    tour(words, name)
    title(name, words)
    view = open_view(source, words, filtered=PAGES[name].filtered)
    if view is None:
        first_page(words, "empty", role() in STAFF)
        return
    import_module(f"dashboard.app_pages.{name}").render(view)
    footer(source, words)


def title(name: str, words: Words) -> None:
    st.title(words(f"page.{name}.title"), anchor=False)
    st.html(f"<p class='lead'>{escape(words(f'page.{name}.lead'))}</p>")


def published() -> Source | None:
    """The snapshot that is current at this moment; null before the first publish."""
    home = home_folder()
    if not home.warehouse.exists():
        return None
    current = Snapshots(home).current()
    if current is None:
        if any(home.warehouse.glob("*.duckdb")):
            raise OSError("no snapshot can be read")
        return None
    return WarehouseSource(home, current)


if __name__ == "__main__":
    main()
