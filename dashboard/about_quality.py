"""What stands behind a table of the data quality page, at a click: what it says, its query, snapshot, files."""

from __future__ import annotations

import streamlit as st

from dashboard.about import facts_html, files_table
from dashboard.view import View
from pipelines.quality import statement


@st.fragment
def about_section(view: View, key: str, *tables: str) -> None:
    """A button that opens where a section of the page comes from; read only when somebody opens it."""
    words = view.words
    opened = st.popover(
        words("figure.about"),
        type="tertiary",
        icon=":material/info:",
        key=f"about-quality-{key}",
        on_change="rerun",
    )
    if not opened.open:
        return
    with opened:
        st.markdown(f"**{words(f'quality.{key}.title')}**")
        st.markdown(words(f"quality.{key}.text"))
        records = sum(view.source.quality(table).height for table in tables)
        st.html(
            facts_html(
                [
                    words("about.records_of_snapshot", count=records),
                    words("about.snapshot", snapshot=view.source.snapshot),
                ]
            )
        )
        files_table(view, view.source.quality("meta_object").to_dicts())
        st.caption(words("about.sql"))
        for table in tables:
            st.code(statement(table), language="sql", wrap_lines=True)
