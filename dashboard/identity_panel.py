"""The share of attendance that belongs to no known person: a number of its own on the data quality page."""

from __future__ import annotations

import re
from html import escape

import streamlit as st

from dashboard.view import View


def unlinked_attendance(view: View) -> None:
    """How much attendance could not be linked, out of how much, how it is counted, and what it means.

    Nothing where the snapshot is older than this number.
    """
    words = view.words
    identity = view.source.quality("meta_identity")
    if identity.is_empty() or "attended" not in identity.columns:
        return
    row = identity.row(0, named=True)
    with st.container(key="figure-unlinked-attendance"):
        st.html(
            f"<h2 class='finding'>{escape(words('quality.identity.title'))}</h2>"
            f"<p class='subject'>{escape(words('quality.identity.text'))}</p>"
        )
        if not row["attended"]:
            st.html(f"<p class='empty'>{escape(words('quality.identity.none'))}</p>")
        else:
            share = words.percent(row["attended_unlinked"] / row["attended"], 1)
            unlinked = words.number(row["attended_unlinked"])
            st.html(
                f"<p class='card-value'>{escape(words('quality.identity.unlinked', share=share))}</p>"
                f"<p>{escape(words('quality.identity.counted', unlinked=unlinked, count=row['attended']))}</p>"
                f"<p class='note'>{escape(words('quality.identity.meaning'))}</p>"
            )
        if row["clusters_for_review"]:
            told = escape(words("quality.identity.review", count=row["clusters_for_review"]))
            marked = re.sub(r"`([^`]+)`", r"<code>\1</code>", told)
            st.html(f"<p class='needs'>{marked}</p>")
