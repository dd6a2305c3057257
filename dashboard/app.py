"""The frame of the dashboard: language, header, navigation, filters, and the page a reader asked for.

Run by `impact serve`; the home folder is named by IMPACT_HOME and the role by IMPACT_ROLE.
"""

from __future__ import annotations

from functools import partial
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
        )
        for name, icon in PAGES.items()
    ]
    chosen = st.navigation(pages, position="top")
    st.set_page_config(page_title=f"{chosen.title} · {words.site.short_name[words.language]}")
    dress(words)
    header(words, role())
    chosen.run()


def show(name: str, words: Words, given: Source | None) -> None:
    """One page over one snapshot, kept for the whole rerun."""
    try:
        source = given or published()
    except (RefusalError, OSError):
        first_page(words, "broken")
        return
    if source is None:
        first_page(words, "empty")
        return
    st.title(words(f"page.{name}.title"), anchor=False)
    st.html(f"<p class='lead'>{words(f'page.{name}.lead')}</p>")
    try:
        view = open_view(source, words, filtered=name not in UNFILTERED)
        if view is None:
            first_page(words, "empty")
            return
        import_module(f"dashboard.app_pages.{name}").render(view)
        footer(source, words)
    except RefusalError as refusal:
        refused_words(words, refusal)


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
