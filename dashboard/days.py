"""Days that a chart over time marks, with their names in words: school breaks, holidays, closures, targets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from dashboard.charts import Figure
from dashboard.charts_weeks import Marked, mark
from dashboard.marks import Row
from dashboard.notes_shown import lines as note_lines
from dashboard.notes_shown import marked as numbered
from dashboard.notes_shown import notes_about
from dashboard.periods import parse
from dashboard.view import View

SYMBOLS = {"holiday": "diamond", "closure": "x"}
Key = list[tuple[str, str]]


def marked_days(view: View, first: date, last: date, place: Callable[[date], object]) -> list[Marked]:
    """The days between first and last that are marked; `place` gives a day's position on the axis."""
    words = view.words
    found = []
    for spell in view.source.insights.spells(first, last):
        hover = f"<b>{words(f'days.{spell.kind}')}</b><br>{words.days(spell.first, spell.last)}"
        style = "band" if spell.kind == "school_break" else "point"
        end = place(spell.last + timedelta(days=1))
        found.append(
            Marked(
                style, place(spell.first), end, shade(view, spell.kind), SYMBOLS.get(spell.kind, ""), hover
            )
        )
    return found


def days_key(view: View, marked: Sequence[Marked]) -> Key:
    """The names and colours of what is marked."""
    shown = {one.color for one in marked}
    kinds = ("school_break", "holiday", "closure")
    return [(view.words(f"days.{kind}"), shade(view, kind)) for kind in kinds if shade(view, kind) in shown]


def shade(view: View, kind: str) -> str:
    """The colour in which a kind of day is marked on every chart."""
    colors = {"school_break": view.palette.unknown, "holiday": view.palette.muted}
    return colors.get(kind, view.palette.attention)


def with_days(view: View, figure: Figure, rows: Sequence[Row], metric: str) -> tuple[Figure, Key, list[str]]:
    """Columns by month with their days, targets and notes marked, the names of the marks, the words of notes."""
    months = [parse(row["period"], view.words.fiscal) for row in rows]
    starts = [month.start for month in months]

    def place(day: date) -> float:
        # The month a day lies in, or the last one where the day is beyond the chart.
        index = max(sum(start <= day for start in starts) - 1, 0)
        length = (months[index].end - months[index].start).days + 1
        return index - 0.5 + min((day - starts[index]).days / length, 1.0)

    marked = marked_days(view, months[0].start, months[-1].end, place)
    # Different people of months do not add up to those of a year: no month has a part of such a target.
    total = view.metric(metric).estimate == "total" and not view.selection.where
    due = dict(view.source.insights.due_by_month(metric)) if total else {}
    values = [row["value"] or 0 for row in rows]
    height = max([*values, *(due.get(row["period"], 0) for row in rows), 1]) * 1.2
    drawn = mark(figure, marked, height)
    lines = target_lines(rows, due, view.palette.good)
    layout = dict(drawn["layout"])
    layout["shapes"] = [*layout["shapes"], *lines]
    layout["annotations"] = [above(note, rows, due, height) for note in layout["annotations"]]
    layout["yaxis"] = dict(layout["yaxis"]) | {"range": [0, height * 1.06]}
    key = days_key(view, marked)
    if lines:
        key.append((view.words("days.target"), view.palette.good))
    found = notes_about(view, metric, months[0].start, months[-1].end)
    noted = numbered({"data": drawn["data"], "layout": layout}, found, place, height, view.palette.text)
    return noted, key, note_lines(view.words, found)


def above(
    note: dict[str, Any], rows: Sequence[Row], due: Mapping[str, float], height: float
) -> dict[str, Any]:
    """The value over a column, lifted over the target's line where that would run through it."""
    line = due.get(rows[note["x"]]["period"], 0.0)
    return note | {"y": line} if 0 <= line - note["y"] < 0.1 * height else note


def target_lines(rows: Sequence[Row], due: Mapping[str, float], color: str) -> list[dict[str, object]]:
    """A short line over each month at what the target asks of it."""
    return [
        {"type": "line", "x0": index - 0.45, "x1": index + 0.45, "y0": due[row["period"]],
         "y1": due[row["period"]], "line": {"color": color, "width": 3}}
        for index, row in enumerate(rows) if row["period"] in due
    ]  # fmt: skip
