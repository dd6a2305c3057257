"""What the intake page shows of a rehearsal, step by step: kind, columns, first rows, what is set aside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from dashboard.intake_told import cause, kind_title, line_of, part_title
from dashboard.tables import show_table
from dashboard.words import Words
from pipelines.details import KEY, KEYS
from pipelines.mapping import Mapping as Layout

COUNTS = ("accepted", "updated", "quarantined", "duplicate", "excluded")
TECHNICAL = frozenset({"precision", "scale_low", "scale_high", "digits", "most_a_day", "one_to_one", "state"})
MOST_LINES = 100
Report = Mapping[str, Any]


def step(words: Words, number: int, key: str) -> None:
    """The heading of a step and its explaining line."""
    title, text = words(f"intake.{key}.title"), words(f"intake.{key}.text")
    st.html(
        f"<h2><span class='step'>{number}</span> {escape(title)}</h2><p class='subject'>{escape(text)}</p>"
    )


def kinds(words: Words, report: Report, layouts: Mapping[str, Layout], corrected: bool) -> None:
    """What each sheet seems to be, and how many records it has. `corrected`: just now, so not from memory."""
    lines = []
    for read, source in zip(report["details"]["read"], report["sources"], strict=True):
        kind = kind_title(words, read["mapping"], layouts.get(read["mapping"]))
        text = words("intake.kind.found", kind=kind, system=words.label("source", read["source"]))
        records = words("intake.kind.records", count=source["rows"])
        sheet = f" · {words('intake.kind.sheet', sheet=read['sheet'])}" if read["sheet"] else ""
        own = (
            f"<br>{escape(words('intake.kind.remembered'))}"
            if "__" in read["mapping"] and not corrected
            else ""
        )
        lines.append(f"<p class='fine'><b>{escape(text)}</b>{escape(sheet)}<br>{escape(records)}{own}</p>")
    st.html("".join(lines))


def columns(words: Words, read: Report, layout: Layout | None) -> None:
    """Each field with the column it is read from; then the columns that nobody reads."""
    found, silent = [], []
    for line in read["columns"]:
        if line["part"] is None:
            unread = line["headers"]
            continue
        title = title_of(words, line, layout)
        if line["headers"]:
            found.append((title, " · ".join(line["headers"]), words(f"intake.type.{line['kind']}")))
        else:
            silent.append(title)
    head = [words("intake.columns.field"), words("intake.columns.column"), words("intake.columns.read_as")]
    if found:
        show_table(pl.DataFrame(found, schema=head, orient="row"), words("intake.columns.title"))
    if silent:
        st.html(f"<p class='note'>{escape(words('intake.columns.silent', fields=', '.join(silent)))}</p>")
    if read["columns"] and unread:
        st.html(f"<p class='note'>{escape(words('intake.columns.unread', columns=', '.join(unread)))}</p>")


def title_of(words: Words, line: Mapping[str, Any], layout: Layout | None) -> str:
    """A field or question as the reader knows it."""
    part = None if layout is None else layout.fields.get(line["part"]) or layout.questions.get(line["part"])
    return part_title(words, line["part"], part.headers if part else ())


def first_rows(words: Words, read: Report) -> None:
    """The first rows of each table, as they will be stored."""
    if not read["first_rows"]:
        st.html(f"<p class='empty'>{escape(words('quality.nothing'))}</p>")
    for table in read["first_rows"]:
        kept = [place for place, name in enumerate(table["columns"]) if name not in TECHNICAL]
        head = [words.label("column", table["columns"][place]) for place in kept]
        rows = [
            [_cell(words, table["columns"][place], row[place]) for place in kept] for row in table["rows"]
        ]
        title = words.label("table_name", table["table"])
        st.html(f"<p class='table-name'>{escape(title)}</p>")
        show_table(pl.DataFrame(rows, schema=_distinct(head), orient="row"), title)


def _distinct(names: list[str]) -> list[str]:
    return [name if name not in names[:place] else f"{name} ({place})" for place, name in enumerate(names)]


def _cell(words: Words, column: str, value: Any) -> str:
    if value is None:
        return "–"
    if column in KEYS and value == KEY:
        return words("intake.rows.key")
    if isinstance(value, bool):
        return words.label("yes_no", value)
    if column in ("row", "count", "capacity", "year_of_birth", "hour", "weekday"):
        return str(value)
    if isinstance(value, int | float):
        return words.number(value, 0 if value == round(value) else 2)
    if column.endswith("_at"):
        moment = datetime.fromisoformat(value).astimezone(words.site.zone)
        return f"{moment:%Y-%m-%d %H:%M}"
    return words.label(column, value)


def accounting(words: Words, source: Report) -> None:
    """How the records of one file part: accepted, of which updated, set aside, duplicate, left out."""
    cells = "".join(
        f"<div><dt>{escape(words(f'quality.column.{name}'))}</dt><dd>{escape(words.number(source[name]))}</dd></div>"
        for name in COUNTS
    )
    st.html(f"<dl class='counts'>{cells}</dl>")


def left_out(words: Words, read: Report, source: Report) -> None:
    """Why records are left out or count as duplicates, and what was kept though it was not understood."""
    lines = [
        f"{words.label('reason', line['reason'])}: {words.number(line['rows'])}" for line in read["excluded"]
    ]
    if source["duplicate"]:
        lines.append(words("intake.aside.duplicates", count=source["duplicate"]))
    lines += [
        words("intake.aside.warning", column=line["column"], count=line["rows"], reason=cause(words, line))
        for line in read["warnings"]
    ]
    if lines:
        st.html(f"<ul class='note'>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>")


def aside(words: Words, read: Report, layout: Layout | None) -> None:
    """The records that would be set aside: line, column and reason of each."""
    lines = [
        (str(line_of(line["row"], layout)), line["column"] or "–", cause(words, line))
        for line in read["aside"]
    ]
    if not lines:
        st.html(f"<p class='fine'>{escape(words('intake.aside.none'))}</p>")
        return
    head = [words(f"quality.column.{name}") for name in ("row", "column_name", "reason")]
    show_table(pl.DataFrame(lines[:MOST_LINES], schema=head, orient="row"), words("intake.aside.title"))
    more = len(lines) - MOST_LINES + read["more_aside"]
    if more > 0:
        st.caption(words("intake.aside.more", count=more))
