"""Rows of answers as marks of a chart: labels, texts beside them and on hover, and how each is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboard.charts import Mark
from dashboard.findings import amount, written_as
from dashboard.periods import parse
from dashboard.view import View
from pipelines.metrics import Metric

Row = dict[str, Any]
OWN_COLORS = ("service",)


def color(view: View, dimension: str, code: str) -> str:
    """The colour a category has on every page; empty for dimensions drawn in the accent."""
    return view.palette.services.get(code, "") if dimension in OWN_COLORS else ""


def hover(view: View, metric: Metric, label: str, row: Row) -> str:
    """The exact value, its interval and its n, a line each."""
    words = view.words
    if row["suppressed"]:
        return f"<b>{label}</b><br>{words('mark.hidden')}"
    lines = [f"<b>{label}</b>", amount(words, metric, row["value"])]
    interval = words.interval(written_as(metric), row["lower"], row["upper"])
    if interval:
        lines.append(words("hover.interval", interval=interval, level=words.percent(row["level"] or 0.95)))
    if metric.estimate in ("share", "mean", "nps"):
        lines.append(words("hover.n", count=row["n"] or 0))
    return "<br>".join(lines)


def group_marks(view: View, metric: Metric, dimension: str, rows: Sequence[Row], shares: bool) -> list[Mark]:
    """One mark for each row, in order: `unknown` grey, hidden ones without a value."""
    words = view.words
    known_total = sum(row["value"] or 0 for row in rows if row[dimension] != "unknown")
    marks = []
    for row in rows:
        code = str(row[dimension])
        label = words.label(dimension, row[dimension])
        text = words.value(written_as(metric), row["value"])
        style = "unknown" if code == "unknown" else "plain"
        if row["suppressed"]:
            style, text = "hidden", words("mark.hidden")
        elif shares and code != "unknown" and known_total:
            text = f"{text} · {words.percent(row['value'] / known_total)}"
        elif metric.is_share:
            text = with_n(view, text, row)
        marks.append(
            Mark(
                label,
                row["value"],
                text,
                hover(view, metric, label, row),
                style,
                color(view, dimension, code),
                row["lower"],
                row["upper"],
            )
        )
    return marks


def with_n(view: View, text: str, row: Row) -> str:
    """A share with its number of records beside it, marked where they are few."""
    words = view.words
    if row["n"] is None:
        return text
    n = words("mark.n", n=words.number(row["n"]))
    star = " *" if row["indicative"] else ""
    return f"{text}  <span style='color:{view.palette.muted}'>{n}{star}</span>"


def by_size(rows: Sequence[Row], dimension: str) -> list[Row]:
    """Largest first, hidden after the shown, unknown last."""
    return sorted(
        rows,
        key=lambda row: (
            row[dimension] == "unknown",
            row["value"] is None,
            -(row["value"] or 0),
            str(row[dimension]),
        ),
    )


def month_marks(view: View, metric: Metric, rows: Sequence[Row], covered: tuple[date, date]) -> list[Mark]:
    """One mark a month; months in the chosen period are strong, others pale, partly covered ones hatched."""
    words, chosen = view.words, view.selection.period
    marks = []
    for row, whole in zip(rows, complete_months(view, rows, covered), strict=True):
        month = parse(row["period"], words.fiscal)
        inside = month.start <= chosen.end and month.end >= chosen.start
        style = "plain" if whole else "partial"
        text = words.value(written_as(metric), row["value"])
        if row["suppressed"]:
            style, text = "hidden", "✕"
        exact = hover(view, metric, words.label("month", row["period"]), row)
        if not whole:
            exact += f"<br>{words('mark.partial')}"
        shade = view.palette.accent if inside else view.palette.second
        first_of_year = month.start.month == 1 or row is rows[0]
        label = words.month(month.start) + (f"<br>{month.start.year}" if first_of_year else "")
        marks.append(Mark(label, row["value"], text, exact, style, shade))
    return marks


def complete_months(view: View, rows: Sequence[Row], covered: tuple[date, date]) -> list[bool]:
    """Whether data cover each month from its first to its last day, the Space being open."""
    first = max(covered[0], view.words.site.opened_on)
    months = [parse(row["period"], view.words.fiscal) for row in rows]
    return [month.start >= first and month.end <= covered[1] for month in months]
