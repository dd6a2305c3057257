"""Charts on a grid: the heatmap of hours and weekdays, and the parts of one row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.charts import Figure, Mark, base_layout
from dashboard.theme import Palette


def heatmap(
    values: Sequence[Sequence[float | None]],
    columns: Sequence[str],
    rows: Sequence[str],
    hovers: Sequence[Sequence[str]],
    palette: Palette,
) -> Figure:
    """Cells shaded by value, first row at the top; an empty cell stays blank and says why on hover."""
    steps = len(palette.ramp) - 1
    trace: dict[str, Any] = {
        "type": "heatmap",
        "z": [list(row) for row in values],
        "x": list(range(len(columns))),
        "y": list(range(len(rows))),
        "colorscale": [[position / steps, color] for position, color in enumerate(palette.ramp)],
        "zmin": 0,
        "xgap": 2,
        "ygap": 2,
        "showscale": False,
        "hoverongaps": False,
        "customdata": [list(row) for row in hovers],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    tick = {"showgrid": False, "zeroline": False, "fixedrange": True, "ticks": "", "showline": False}
    font = {"size": 12.5, "color": palette.muted}
    layout = base_layout(palette, height=34 * len(rows) + 40)
    layout |= {
        "xaxis": tick
        | {"tickvals": list(range(len(columns))), "ticktext": list(columns), "side": "top", "tickfont": font,
           "tickangle": 0},
        "yaxis": tick
        | {"tickvals": list(range(len(rows))), "ticktext": list(rows), "autorange": "reversed",
           "tickfont": font, "automargin": True},
        "margin": {"l": 30, "r": 0, "t": 28, "b": 4, "pad": 4},
    }  # fmt: skip
    return {"data": [trace], "layout": layout}


def parts(rows: Sequence[tuple[str, Sequence[Mark]]], palette: Palette) -> Figure:
    """One bar a row, divided into the parts given, each row scaled to its own whole."""
    positions = [len(rows) - 1 - position for position in range(len(rows))]
    names = [mark.label for mark in rows[0][1]] if rows else []
    data: list[dict[str, Any]] = []
    for index, name in enumerate(names):
        marks = [parts_of[index] for _, parts_of in rows]
        totals = [sum(mark.value or 0 for mark in parts_of) or 1 for _, parts_of in rows]
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": name,
                "x": [(mark.value or 0) / total for mark, total in zip(marks, totals, strict=True)],
                "y": positions,
                "width": 0.34,
                "marker": {"color": marks[0].color, "line": {"width": 0}},
                "customdata": [mark.hover for mark in marks],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        )
    layout = base_layout(palette, height=44 * len(rows) + 8)
    layout |= {
        "barmode": "stack",
        "annotations": [
            {"xref": "paper", "x": 0, "y": row, "yshift": 16, "xanchor": "left", "text": label,
             "showarrow": False, "font": {"size": 13.5, "color": palette.text}}
            for (label, _), row in zip(rows, positions, strict=True)
        ],
        "xaxis": {"visible": False, "range": [0, 1], "fixedrange": True},
        "yaxis": {"visible": False, "range": [-0.4, len(rows) - 0.3], "fixedrange": True},
    }  # fmt: skip
    return {"data": data, "layout": layout}
