"""Correcting what the page took a file for: another kind, or another column for a field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st
from pydantic import ValidationError

from dashboard.intake_steps import title_of
from dashboard.intake_told import kind_title
from dashboard.intake_visit import Visit
from dashboard.words import Words
from pipelines.mapping import Mapping as Layout
from pipelines.mapping import family, match_headers
from pipelines.remembered import as_toml, corrected

NOT_READ = ""


def choose_kind(
    words: Words, table: Mapping[str, Any], layouts: Mapping[str, Layout], now: str
) -> str | None:
    """The kind of file a reader chooses, those that come nearest first; null where they have not."""
    nearest = [line["mapping"] for line in table["nearest"]]
    fitting = {name for name, layout in layouts.items() if layout.format == table["kind"]}
    families = dict.fromkeys(family(name) for name in [now, *nearest, *sorted(fitting)] if name)
    options = [name for name in families if name in fitting]
    return st.selectbox(
        words("intake.correct.kind"),
        options,
        index=options.index(family(now)) if family(now) in options else None,
        format_func=lambda name: kind_title(words, name, layouts.get(name)),
        placeholder=words("intake.correct.choose"),
        key=f"intake-kind-{table['file']}-{table['sheet']}",
    )


def correct_columns(words: Words, visit: Visit, table: Mapping[str, Any], layout: Layout) -> None:
    """A form with a column for each field; sent, the file is looked at again under the corrected mapping."""
    headers = tuple(table["headers"])
    choices = _shown(words, headers, layout)
    with st.form(f"intake-columns-{layout.name}", border=False):
        chosen = {}
        with st.container(key="intake-fields"):
            for line, options in choices:
                part = line["part"]
                chosen[part] = st.selectbox(
                    title_of(words, line, layout) + (" *" if line["needed"] else ""),
                    options,
                    index=options.index(line["header"]) if line["header"] in options else 0,
                    format_func=lambda text: text or words("intake.correct.not_read"),
                    key=f"intake-column-{layout.name}-{part}",
                )
        st.html(f"<p class='note'>{escape(words('intake.correct.remembered'))}</p>")
        if st.form_submit_button(words("intake.correct.again"), icon=":material/refresh:"):
            moved = {
                line["part"]: chosen[line["part"]] or None
                for line, _ in choices
                if (chosen[line["part"]] or None) != line["header"]
            }
            _look_again(words, visit, layout, headers, moved)


def _shown(words: Words, headers: Sequence[str], layout: Layout) -> list[tuple[dict[str, Any], list[str]]]:
    """Each field that stands in one column, with the header it has now and those it may have."""
    match = match_headers(headers, layout)
    wide = {layout.wide.month, layout.wide.value} if layout.wide else set()
    options = [NOT_READ, *dict.fromkeys(header for header in headers if header)]
    lines = []
    for name, field in layout.fields.items():
        if name not in wide:
            place = match.fields.get(name)
            header = None if place is None else match.headers[place]
            lines.append(({"part": name, "needed": field.required, "header": header}, options))
    for name, question in layout.questions.items():
        columns = match.questions.get(name)
        if columns is None or not columns.options:
            place = None if columns is None else columns.whole
            header = None if place is None else match.headers[place]
            lines.append(({"part": name, "needed": question.required, "header": header}, options))
    return lines


def _look_again(
    words: Words, visit: Visit, layout: Layout, headers: tuple[str, ...], moved: Mapping[str, str | None]
) -> None:
    try:
        mapping = corrected(layout, headers, moved)
    except ValidationError:
        st.error(words("intake.correct.not_possible"))
        return
    missing = match_headers(headers, mapping).missing
    if missing:
        st.error(words("intake.correct.missing", columns=", ".join(f"“{text}”" for text in missing)))
        return
    visit.look_again(as_toml(mapping))
    st.rerun()
