"""The SQL console: the tables beside the question, the rows below it, and what was asked in this session.

The frame has its conditions accepted and notes its opening before this is shown; files are noted here.
"""

from __future__ import annotations

from functools import partial
from html import escape

import polars as pl
import streamlit as st

from dashboard.access_pages import noted
from dashboard.figure import refused_words
from dashboard.words import Words
from pipelines.console import LIMITS, Result, TableText, ask, described
from pipelines.export import Export, Told, as_csv, as_parquet
from pipelines.problems import RefusalError
from pipelines.settings import Home
from pipelines.snapshot import Snapshots

EXAMPLE = """select programme, count(distinct person_id) as people, sum(count) as attendance
from fct_attendance
where status = 'attended' and date >= date '2026-07-01'
group by all
order by attendance desc"""
KEPT = 30  # questions of the history
SHOWN = 1000  # rows drawn in the browser; the files have all


def console(words: Words, home: Home) -> None:
    """Question, rows, history; nothing of it is kept beyond the session."""
    snapshots = Snapshots(home)
    snapshot = snapshots.open(snapshots.require_current())
    st.session_state.setdefault("sql_text", EXAMPLE)
    with st.container(key="sql"):
        with st.container(key="sql-question"):
            st.text_area(words("sql.question"), key="sql_text", height=220)
            limits = words(
                "sql.limits",
                rows=words.number(LIMITS.rows),
                seconds=words.number(LIMITS.seconds),
                megabytes=words.number(LIMITS.megabytes),
            )
            st.html(f"<p class='note'>{escape(limits)}</p>")
            if st.button(words("sql.run"), type="primary", key="sql-run", icon=":material/play_arrow:"):
                run(words, home)
        with st.container(key="sql-tables"):
            st.html(f"<h2 class='finding'>{escape(words('sql.tables'))}</h2>")
            for table in described(snapshot):
                show_columns(words, table)
    answered = st.session_state.get("sql_answered")
    if isinstance(answered, RefusalError):
        refused_words(words, answered)
    elif isinstance(answered, Result):
        show(words, home, answered)
    history(words)


def run(words: Words, home: Home) -> None:
    """Ask, and keep the answer or the refusal until the next question."""
    text = st.session_state["sql_text"]
    with st.spinner(words("sql.running")):
        try:
            answered: Result | RefusalError = ask(home, text)
        except RefusalError as refusal:
            answered = refusal
    st.session_state["sql_answered"] = answered
    asked = [kept for kept in st.session_state.get("sql_history", []) if kept != text]
    st.session_state["sql_history"] = [text, *asked][:KEPT]


def show(words: Words, home: Home, result: Result) -> None:
    """The rows with how many there are, and the files with all of them."""
    told = words(
        "sql.answered",
        count=result.rows.height,
        seconds=words.number(result.seconds, 1),
        snapshot=result.snapshot,
    )
    notes = [told]
    if result.cut_off:
        notes.append(words("sql.cut_off", rows=words.number(result.rows.height)))
    elif result.rows.height > SHOWN:
        notes.append(words("sql.shown", rows=words.number(SHOWN)))
    st.html(f"<p class='subject' role='status'>{escape(' '.join(notes))}</p>")
    st.dataframe(plain(result.rows.head(SHOWN)), hide_index=True, key="sql-rows")
    exported = Export(
        result.rows,
        (
            Told("sql", words("explore.told.sql"), result.sql),
            Told("snapshot", words("explore.told.snapshot"), result.snapshot),
        ),
    )
    with st.container(horizontal=True, gap="small", key="downloads-sql"):
        for name, kind, mime, written in (
            ("CSV", "csv", "text/csv", as_csv),
            ("Parquet", "parquet", "application/vnd.apache.parquet", as_parquet),
        ):
            st.download_button(
                words("explore.download", format=name),
                noted(home, f"sql.{kind}", partial(written, exported)),
                file_name=f"query-{result.snapshot}.{kind}",
                mime=mime,
                key=f"sql-{kind}",
                icon=":material/download:",
                on_click="ignore",
            )


def plain(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows that a browser's table can draw: lists and records as text."""
    nested = [name for name, kind in rows.schema.items() if kind.is_nested()]
    texts = [
        pl.Series(name, [None if v is None else str(v) for v in rows[name].to_list()]) for name in nested
    ]
    return rows.with_columns(texts)


def show_columns(words: Words, table: TableText) -> None:
    """A table's columns at a click. The descriptions are those of docs/schema.md, in English like the columns."""
    lines = "".join(
        f"<dt><code>{escape(name)}</code></dt><dd>{escape(text)}</dd>" for name, text in table.columns.items()
    )
    with st.expander(table.name, key=f"sql-table-{table.name}"):
        st.html(f"<div class='columns' lang='en'><p>{escape(table.one_row)}</p><dl>{lines}</dl></div>")


def history(words: Words) -> None:
    """Questions of this session, newest first, each to be taken up again."""
    asked: list[str] = st.session_state.get("sql_history", [])
    if not asked:
        return
    with st.expander(words("sql.history", count=len(asked)), key="sql-history-list"):
        for place, text in enumerate(asked):
            st.code(text, language="sql", wrap_lines=True)
            st.button(words("sql.again"), key=f"sql-again-{place}", on_click=take_up, args=(text,))


def take_up(text: str) -> None:
    st.session_state["sql_text"] = text
