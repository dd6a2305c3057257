"""The figures pages name: trend, breakdown, rates, shares with intervals, the week as a grid of hours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import findings
from dashboard.charts import columns, ranked_bars
from dashboard.charts_dots import dots_with_whiskers
from dashboard.charts_grid import heatmap
from dashboard.days import with_days
from dashboard.figure import Shown, draw, table_of
from dashboard.marks import Row, by_size, complete_months, group_marks, hover, month_marks
from dashboard.source import covered
from dashboard.view import View

LIMIT = 14
MOST_HIDDEN = 3
ORDERED = ("age_band", "age_band_imls", "first_time", "wave")


def beside(key: str) -> DeltaGenerator:
    """A place in which figures stand two in a row, and under each other on a phone."""
    return st.container(key=f"beside-{key}")


def trend(view: View, metric: str) -> None:
    """Months of the whole time as columns; the chosen period stands out."""

    def build() -> Shown:
        words, whole = view.words, view.whole_time()
        answer = whole.ask(metric, grain="month")
        rows = answer.rows.to_dicts()
        days = covered(view.source) or (whole.selection.period.start, whole.selection.period.end)
        marks = month_marks(view, answer.metric, rows, days)
        complete = complete_months(view, rows, days)
        notes = [words("note.partial")] if not all(complete) else []
        drawn = columns(marks, view.palette)
        figure, key, told = with_days(view, drawn, rows, metric) if rows else (None, [], [])
        return Shown(
            finding=findings.peak(words, answer.metric, rows, complete),
            subject=words("subject.by_month", metric=view.title(metric)),
            figure=figure,
            table=table_of(view, answer, ("period",)),
            answers=(answer,),
            notes=[*told, *notes],
            key=key,
        )

    draw(view, f"trend-{metric}", view.title(metric), build)


def breakdown(view: View, metric: str, by: str, limit: int = LIMIT) -> None:
    """How a count is divided: a bar for each group, unknown always last, hidden groups hatched."""

    def build() -> Shown:
        words = view.words
        answer = view.ask(metric, by=(by,))
        rows = answer.rows.to_dicts()
        rows = rows if by in ORDERED else by_size(rows, by)
        shares = not any(row["suppressed"] for row in rows) and answer.metric.estimate in (
            "total",
            "distinct",
        )
        drawn, notes = fold(view, by, rows, limit)
        marks = group_marks(view, answer.metric, by, drawn, shares)
        return Shown(
            finding=findings.largest(words, by, answer.metric, rows, shares),
            subject=subject(view, metric, by),
            figure=ranked_bars(marks, view.palette) if drawn else None,
            table=table_of(view, answer, (by,)),
            answers=(answer,),
            notes=notes,
        )

    draw(view, f"{metric}-{by}", subject(view, metric, by), build)


def shares(view: View, metric: str, by: str, where: dict[str, str] | None = None) -> None:
    """A share for each group as a dot with its interval, the number of answers beside it."""

    def build() -> Shown:
        answer = view.ask(metric, by=(by,), where=where)
        rows = by_size(answer.rows.to_dicts(), by)
        drawn, notes = fold(view, by, rows)
        marks = group_marks(view, answer.metric, by, drawn, False)
        ticks = scale(view, answer.metric.unit)
        return Shown(
            finding=findings.spread(view.words, by, answer.metric, rows),
            subject=subject(view, metric, by),
            figure=dots_with_whiskers(marks, view.palette, ticks) if drawn else None,
            table=table_of(view, answer, (by,)),
            answers=(answer,),
            notes=notes,
        )

    draw(view, f"shares-{metric}-{by}", subject(view, metric, by), build)


def rates(view: View, metric: str, by: str) -> None:
    """A rate for each group as a ranked bar."""

    def build() -> Shown:
        answer = view.ask(metric, by=(by,))
        rows = by_size(answer.rows.to_dicts(), by)
        drawn, notes = fold(view, by, rows)
        marks = group_marks(view, answer.metric, by, drawn, False)
        if answer.metric.is_share:
            finding = findings.spread(view.words, by, answer.metric, rows)
        else:
            finding = findings.largest(view.words, by, answer.metric, rows, False)
        return Shown(
            finding=finding,
            subject=subject(view, metric, by),
            figure=ranked_bars(marks, view.palette) if drawn else None,
            table=table_of(view, answer, (by,)),
            answers=(answer,),
            notes=notes,
        )

    draw(view, f"rates-{metric}-{by}", subject(view, metric, by), build)


def week(view: View, metric: str) -> None:
    """The week as a grid of hours and weekdays, shaded by how many came."""

    def build() -> Shown:
        words = view.words
        answer = view.ask(metric, by=("hour", "weekday"))
        rows = [row for row in answer.rows.to_dicts() if "unknown" not in (row["hour"], row["weekday"])]
        hours = sorted({int(row["hour"]) for row in rows})
        cells: dict[tuple[int, int], Row] = {(int(row["weekday"]), int(row["hour"])): row for row in rows}
        span = range(hours[0], hours[-1] + 1) if hours else range(0)
        values: list[list[float | None]] = [
            [cells[day, hour]["value"] if (day, hour) in cells else None for hour in span]
            for day in range(1, 8)
        ]
        texts = [[cell_text(view, answer.metric, day, hour, cells) for hour in span] for day in range(1, 8)]
        return Shown(
            finding=findings.busiest(words, rows),
            subject=words(
                "subject.week", metric=view.title(metric), period=words.period(view.selection.period)
            ),
            key=((words("key.few"), view.palette.ramp[0]), (words("key.many"), view.palette.ramp[-1])),
            figure=heatmap(
                values,
                [str(hour) for hour in span],
                [words.weekday(day, "abbreviated") for day in range(1, 8)],
                texts,
                view.palette,
            )
            if rows
            else None,
            table=table_of(view, answer, ("weekday", "hour")),
            answers=(answer,),
        )

    draw(view, f"week-{metric}", view.title(metric), build)


def cell_text(view: View, metric: Any, day: int, hour: int, cells: dict[tuple[int, int], Row]) -> str:
    label = f"{view.words.weekday(day)}, {hour}:00–{hour + 1}:00"
    row = cells.get((day, hour))
    return hover(view, metric, label, row) if row else label


def fold(view: View, by: str, rows: Sequence[Row], limit: int = LIMIT) -> tuple[list[Row], list[str]]:
    """The rows to draw, and sentences about those that are not: beyond the limit, or many that are hidden."""
    words = view.words
    hidden = [row for row in rows if row["suppressed"]]
    # Where nothing else is there the hidden groups stand in the figure: it says more than none.
    folded = hidden if MOST_HIDDEN < len(hidden) < len(rows) else []
    drawn = [row for row in rows if row not in folded]
    notes = []
    if len(drawn) > limit:
        notes.append(words("note.more", count=len(drawn) - limit))
    if folded:
        labels = ", ".join(words.label(by, row[by]) for row in folded)
        notes.append(words("note.hidden_groups", labels=labels))
    return drawn[:limit], notes


def subject(view: View, metric: str, by: str) -> str:
    """What a figure shows: the metric, the breakdown and the period."""
    words = view.words
    return words(
        "subject.by",
        metric=view.title(metric),
        dimension=words(f"dimension.{by}"),
        period=words.period(view.selection.period),
    )


def scale(view: View, unit: str) -> list[tuple[float, str]]:
    """The ticks of a scale on which all values of a unit have room."""
    points = (-100.0, -50.0, 0.0, 50.0, 100.0) if unit == "points" else (0.0, 0.25, 0.5, 0.75, 1.0)
    return [(point, view.words.value(unit, point)) for point in points]
