"""The data quality page's figures: freshness, row accounting, verdicts, quarantine, coverage, snapshots."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from dashboard.about_quality import about_section
from dashboard.charts import CONFIG, Mark
from dashboard.charts_grid import parts
from dashboard.rules import column_title, problem_text, rule_text
from dashboard.tables import show_table
from dashboard.view import View
from dashboard.words import capital

ACCOUNTS = ("accepted", "quarantined", "duplicate", "excluded")
MOST_ROWS = 200
MOST_FILES = 12


def section(view: View, key: str, *tables: str) -> None:
    """The heading and the explaining line of a section, and a button for the tables it is read from."""
    title, text = view.words(f"quality.{key}.title"), view.words(f"quality.{key}.text")
    marked = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
    st.html(f"<h2>{escape(title)}</h2><p class='subject'>{marked}</p>")
    about_section(view, key, *tables)


def listing(view: View, frame: pl.DataFrame, alt: str) -> None:
    """A table of text cells, or a sentence where there is nothing to list."""
    if frame.is_empty():
        st.html(f"<p class='fine'>{escape(view.words('quality.nothing'))}</p>")
        return
    show_table(frame.head(MOST_ROWS), alt)
    if frame.height > MOST_ROWS:
        st.caption(view.words("note.more", count=frame.height - MOST_ROWS))


def accounting(view: View) -> None:
    """Every row of every file: accepted, set aside, duplicate or left out."""
    words = view.words
    section(view, "accounting", "meta_object", "meta_excluded")
    objects = view.source.quality("meta_object")
    if objects.is_empty():
        return
    colors = dict(
        zip(
            ACCOUNTS,
            (view.palette.accent, view.palette.attention, view.palette.second, view.palette.unknown),
            strict=True,
        )
    )
    key = "".join(
        f"<span><i style='background:{colors[name]}'></i>{escape(words(f'quality.column.{name}'))}</span>"
        for name in ACCOUNTS
    )
    st.html(f"<p class='key'>{key}</p>")
    lost = (pl.col("rows") - pl.col("accepted")) / pl.col("rows")
    latest = objects.sort(lost, "file", descending=[True, False]).head(MOST_FILES)
    rows = [
        (
            f"{escape(row['file'])} · {words('quality.rows', count=row['rows'])}",
            [account_mark(view, row, name, colors[name]) for name in ACCOUNTS],
        )
        for row in latest.iter_rows(named=True)
    ]
    title = words("quality.accounting.title")
    st.plotly_chart(parts(rows, view.palette), theme=None, config=CONFIG, alt=title, key="accounting")
    with st.expander(words("figure.table"), icon=":material/table_rows:"):
        columns = ("file", "source", "rows", "accepted", "updated", "quarantined", "duplicate", "excluded")
        listing(view, worded(view, objects, columns), title)
    reasons = view.source.quality("meta_excluded")
    if not reasons.is_empty():
        names = dict(objects.select("object_id", "file").iter_rows())
        reasons = reasons.with_columns(pl.col("object_id").replace_strict(names, default="?").alias("file"))
        with st.expander(words("quality.excluded.title"), icon=":material/filter_alt_off:"):
            listing(view, worded(view, reasons, ("file", "reason", "rows")), words("quality.excluded.title"))


def account_mark(view: View, row: dict[str, Any], name: str, color: str) -> Mark:
    words = view.words
    label = words(f"quality.column.{name}")
    hover = f"<b>{escape(row['file'])}</b><br>{label}: {words.number(row[name])}"
    return Mark(label, row[name], "", hover, "plain", color)


def freshness(view: View) -> None:
    """How far each source reaches."""
    section(view, "freshness", "meta_object")
    frame = (
        view.source.quality("meta_object")
        .group_by("source")
        .agg(
            pl.len().alias("files"),
            pl.col("rows").sum(),
            pl.col("landed_at").max(),
            pl.col("last_date").max(),
        )
        .sort("last_date", "source", nulls_last=True)
    )
    columns = ("source", "last_date", "landed_at", "files", "rows")
    listing(view, worded(view, frame, columns), view.words("quality.freshness.title"))


def verdicts(view: View) -> None:
    """The rules that rows failed, in words; those that all rows passed at a click."""
    words = view.words
    section(view, "verdicts", "meta_verdict")
    frame = view.source.quality("meta_verdict").sort(
        ["failed", "table_name", "rule"], descending=[True, False, False]
    )
    columns = ("rule", "table_name", "severity", "checked", "failed")
    title = words("quality.verdicts.title")
    listing(view, worded(view, frame.filter(pl.col("failed") > 0), columns), title)
    passed = frame.filter(pl.col("failed") == 0)
    if passed.height:
        with st.expander(words("quality.passed", count=passed.height), icon=":material/check:"):
            listing(view, worded(view, passed, columns), title)


def quarantine(view: View) -> None:
    """Rows set aside: file, row, column and reason; what they held stays in the landing area."""
    section(view, "quarantine", "meta_quarantine")
    names = dict(view.source.quality("meta_object").select("object_id", "file").iter_rows())
    frame = view.source.quality("meta_quarantine")
    frame = frame.with_columns(pl.col("object_id").replace_strict(names, default="?").alias("file"))
    words = view.words
    records = [
        {
            words("quality.column.file"): row["file"],
            words("quality.column.row"): words.number(row["row"]),
            words("quality.column.column_name"): column_title(words, row["column_name"]),
            words("quality.column.reason"): reason(view, row),
        }
        for row in frame.head(MOST_ROWS + 1).iter_rows(named=True)
    ]
    listing(view, pl.DataFrame(records), words("quality.quarantine.title"))


def reason(view: View, row: dict[str, Any]) -> str:
    """Why a row was set aside: the rule it fails, or the problem met while it was read."""
    if row["rule"]:
        return rule_text(view.words, row["table_name"] or "", row["rule"])
    return capital(problem_text(view.words, row["code"], json.loads(row["values"] or "{}")))


def coverage(view: View) -> None:
    """Which days each table covers, and how many records are linked to a person."""
    words = view.words
    section(view, "coverage", "meta_coverage", "meta_identity")
    columns = ("table_name", "first_date", "last_date", "rows")
    frame = view.source.quality("meta_coverage").filter(pl.col("rows") > 0)
    listing(view, worded(view, frame, columns), words("quality.coverage.title"))
    identity = view.source.quality("meta_identity")
    if not identity.is_empty():
        row = identity.row(0, named=True)
        share = words.percent(row["with_person"] / row["records"]) if row["records"] else "–"
        st.markdown(words("quality.linked", share=share, count=row["records"]))
        st.caption(words("quality.keys", count=row["linked"]))
        st.caption(words("quality.shared", count=row["shared_contacts"]))


def snapshots(view: View) -> None:
    """The published states one can go back to."""
    section(view, "snapshots", "meta_snapshot")
    frame = pl.DataFrame(view.source.snapshots())
    listing(
        view,
        worded(view, frame, ("snapshot", "created_at", "files", "rows")),
        view.words("quality.snapshots.title"),
    )


def worded(view: View, frame: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    """Columns under their names in the reader's language, cells as text."""
    words = view.words
    records = [
        {words(f"quality.column.{name}"): cell(view, name, row) for name in columns}
        for row in frame.iter_rows(named=True)
    ]
    return pl.DataFrame(records, infer_schema_length=None)


def cell(view: View, column: str, row: dict[str, Any]) -> str:
    words, value = view.words, row.get(column)
    if value is None:
        return "–"
    if column == "created_at" and isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, int | float):
        return words.number(value)
    if column == "rule":
        return rule_text(words, row["table_name"], value)
    if column in ("source", "severity", "table_name", "reason"):
        return words.label(column, value)
    return str(value)
