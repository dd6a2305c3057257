"""Dots with their intervals as plain plotly dictionaries."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts import ROW_HEIGHT, Figure, Mark, base_layout, note, row_label
from dashboard.theme import Palette


def dots_with_whiskers(marks: Sequence[Mark], palette: Palette, ticks: Sequence[tuple[float, str]]) -> Figure:
    """One dot a row with its interval as a line, on a common scale from the first tick to the last."""
    low, high = ticks[0][0], ticks[-1][0]
    rows = [len(marks) - 1 - position for position in range(len(marks))]
    shown = [(mark, row) for mark, row in zip(marks, rows, strict=True) if mark.value is not None]
    shapes = [
        {"type": "line", "x0": low, "x1": high, "y0": row, "y1": row, "layer": "below",
         "line": {"color": palette.line, "width": 1}}
        for row in rows
    ]  # fmt: skip
    shapes += [
        {"type": "line", "x0": mark.lower, "x1": mark.upper, "y0": row, "y1": row, "layer": "below",
         "line": {"color": mark.color or palette.accent, "width": 5}, "opacity": 0.38}
        for mark, row in shown if mark.lower is not None and mark.upper is not None
    ]  # fmt: skip
    colors = [mark.color or palette.accent for mark, _ in shown]
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": [mark.value for mark, _ in shown],
        "y": [row for _, row in shown],
        "marker": {
            "size": 13,
            "color": colors,
            "line": {"width": 2, "color": palette.background},
        },
        "customdata": [mark.hover for mark, _ in shown],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
    }
    span = high - low
    # The label shares its line with the value, so a long one is cut; hover and table have it whole.
    notes = [row_label(mark.label, 30, row, palette) for mark, row in zip(marks, rows, strict=True)]
    for mark, row in zip(marks, rows, strict=True):
        if mark.value is None:
            notes.append(note(low, row, f"▨ {mark.text}", palette.muted, "left", 0))
        else:
            notes.append(note(1.0, row, mark.text, palette.text, "right", 15) | {"xref": "paper"})
    layout = base_layout(palette, height=ROW_HEIGHT * len(marks) + 36)
    layout |= {
        "annotations": notes,
        "shapes": shapes,
        "xaxis": {
            "range": [low - span * 0.03, high + span * 0.03],
            "tickvals": [value for value, _ in ticks],
            "ticktext": [text for _, text in ticks],
            "tickfont": {"size": 12.5, "color": palette.muted},
            "gridcolor": palette.line,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": {"visible": False, "range": [-0.45, len(marks) - 0.25], "fixedrange": True},
        "margin": {"l": 0, "r": 12, "t": 4, "b": 28, "pad": 0},
    }
    return {"data": [trace], "layout": layout}
