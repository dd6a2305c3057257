"""The frame of the dashboard: language, header, navigation, filters, and the page a reader asked for.

Run by `impact serve`; the home folder is named by IMPACT_HOME and the role by IMPACT_ROLE.
"""

from __future__ import annotations

from functools import partial
from html import escape
from importlib import import_module
from pathlib import Path

import streamlit as st

from dashboard.figure import refused_words
from dashboard.frame import choose_language, dress, first_page, footer, header, open_view, role
from dashboard.source import Source, WarehouseSource
from dashboard.words import Words
from pipelines.problems import RefusalError
from pipelines.settings import home_folder
from pipelines.snapshot import Snapshots

# A file of ours: Streamlit fetches a material icon for the tab from another host.
ICON = Path(__file__).parent / "icon.svg"
PAGES = {
    "overview": ":material/lightbulb:",
    "reach": ":material/groups:",
    "demographics": ":material/diversity_3:",
    "outcomes": ":material/school:",
    "planning": ":material/calendar_month:",
    "data_quality": ":material/fact_check:",
    "how_we_count": ":material/menu_book:",
}
# Pages that only staff read; a partner who knows the address gets a sentence.
STAFF_PAGES = {"intake": ":material/upload_file:"}
STAFF = ("library", "analyst")
# Pages that are about all data, whatever a reader has filtered.
UNFILTERED = ("data_quality", "how_we_count")


def main(source: Source | None = None) -> None:
    """Show the page asked for from the published snapshot, or from `source` where a test hands one in."""
    st.set_page_config(layout="wide", page_icon=ICON, initial_sidebar_state="collapsed")
    words = choose_language()
    pages = [
        st.Page(
            partial(show, name, words, source),
            title=words(f"page.{name}.title"),
            icon=icon,
            url_path="" if name == "overview" else name.replace("_", "-"),
            default=name == "overview",
            visibility="hidden" if name in STAFF_PAGES and role() not in STAFF else "visible",
        )
        for name, icon in (PAGES | STAFF_PAGES).items()
    ]
    chosen = st.navigation(pages, position="top")
    st.set_page_config(page_title=f"{chosen.title} · {words.site.short_name[words.language]}")
    dress(words)
    header(words, role())
    chosen.run()


def show(name: str, words: Words, given: Source | None) -> None:
    """One page over one snapshot, kept for the whole rerun; a page for staff stands without one."""
    if name in STAFF_PAGES:
        show_to_staff(name, words)
        return
    try:
        source = given or published()
    except (RefusalError, OSError):
        first_page(words, "broken")
        return
    if source is None:
        first_page(words, "empty", role() in STAFF)
        return
    st.title(words(f"page.{name}.title"), anchor=False)
    st.html(f"<p class='lead'>{words(f'page.{name}.lead')}</p>")
    try:
        view = open_view(source, words, filtered=name not in UNFILTERED)
        if view is None:
            first_page(words, "empty", role() in STAFF)
            return
        import_module(f"dashboard.app_pages.{name}").render(view)
        footer(source, words)
    except RefusalError as refusal:
        refused_words(words, refusal)


def show_to_staff(name: str, words: Words) -> None:
    """A page that writes: for those who work with the data, and a sentence for everybody else."""
    st.title(words(f"page.{name}.title"), anchor=False)
    if role() not in STAFF:
        st.html(f"<p class='empty'>{escape(words('frame.staff_only'))}</p>")
        return
    st.html(f"<p class='lead'>{escape(words(f'page.{name}.lead'))}</p>")
    try:
        import_module(f"dashboard.app_pages.{name}").render(words, home_folder())
    except RefusalError as refusal:
        refused_words(words, refusal)
    except OSError:
        st.html(f"<p class='empty'>{escape(words('intake.problem.fault'))}</p>")


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
