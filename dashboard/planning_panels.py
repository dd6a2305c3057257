"""The parts of the planning page: headings that ask, and how full sessions are by hour and weekday."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.charts_grid import heatmap
from dashboard.figure import Shown, draw, table_of
from dashboard.findings import written_as
from dashboard.marks import Row
from dashboard.panels import cell_text
from dashboard.view import View


def heading(view: View, part: str) -> None:
    """A question that the figures below answer."""
    st.html(f"<h2 class='part'>{escape(view.words(f'part.{part}'))}</h2>")


def full(view: View, metric: str) -> None:
    """People against places for each hour and weekday: the week shaded by how full sessions were."""
    words = view.words
    subject = words("subject.week", metric=view.title(metric), period=words.period(view.selection.period))

    def build() -> Shown:
        answer = view.ask(metric, by=("weekday", "hour"))
        rows = [row for row in answer.rows.to_dicts() if "unknown" not in (row["hour"], row["weekday"])]
        hours = sorted({int(row["hour"]) for row in rows})
        span = range(hours[0], hours[-1] + 1) if hours else range(0)
        cells: dict[tuple[int, int], Row] = {(int(row["weekday"]), int(row["hour"])): row for row in rows}
        return Shown(
            finding=fullest(view, answer.metric.code, rows),
            subject=subject,
            figure=heatmap(
                [
                    [cells[day, hour]["value"] if (day, hour) in cells else None for hour in span]
                    for day in range(1, 8)
                ],
                [str(hour) for hour in span],
                [words.weekday(day, "abbreviated") for day in range(1, 8)],
                [[cell_text(view, answer.metric, day, hour, cells) for hour in span] for day in range(1, 8)],
                view.palette,
            )
            if rows
            else None,
            table=table_of(view, answer, ("weekday", "hour")),
            answers=(answer,),
            key=((words("key.empty"), view.palette.ramp[0]), (words("key.full"), view.palette.ramp[-1])),
        )

    draw(view, f"full-{metric}", subject, build)


def fullest(view: View, metric: str, rows: list[Row]) -> str:
    """The hour of the week in which the places were taken most."""
    words = view.words
    shown = [row for row in rows if row["value"] is not None]
    if not shown:
        return words("finding.nothing_to_show")
    best = max(shown, key=lambda row: row["value"])
    hour = int(best["hour"])
    return words(
        "planning.fullest",
        weekday=words.weekday(int(best["weekday"])),
        start=f"{hour}:00",
        end=f"{hour + 1}:00",
        share=words.value(written_as(view.metric(metric)), best["value"]),
    )


def counted(view: View, metric: str) -> bool:
    """Whether anything of a metric is recorded in the chosen period."""
    return bool(view.ask(metric).rows["n"].fill_null(0).sum())
