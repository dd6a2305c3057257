"""Bullet bars as plain plotly dictionaries: what is there, what is expected by now, and the target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts import Figure, base_layout, note, row_label
from dashboard.theme import Palette

# Label, bar and figure stand below each other: side by side they meet on a phone.
ROW_HEIGHT = 64


@dataclass(frozen=True)
class Bullet:
    """One target: `actual` and `expected` as parts of the target, None where there is no figure."""

    label: str
    actual: float | None
    expected: float | None
    text: str
    hover: str


def bullets(rows: Sequence[Bullet], palette: Palette) -> Figure:
    """A bar a target on the scale of its own target; a short line marks what is expected by now, the frame
    ends at the target.
    """
    places = [len(rows) - 1 - place for place in range(len(rows))]
    reach = max([1.0, *(row.actual or 0 for row in rows)]) * 1.04
    frames = [
        {"type": "rect", "x0": 0, "x1": 1, "y0": place - 0.15, "y1": place + 0.15, "layer": "below",
         "fillcolor": palette.line, "opacity": 0.7, "line": {"width": 0}}
        for place in places
    ]  # fmt: skip
    expected = [
        {"type": "line", "x0": row.expected, "x1": row.expected, "y0": place - 0.17, "y1": place + 0.17,
         "layer": "above", "line": {"color": palette.text, "width": 3}}
        for row, place in zip(rows, places, strict=True) if row.expected is not None
    ]  # fmt: skip
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [row.actual or 0 for row in rows],
        "y": places,
        "width": 0.15,
        "marker": {"color": palette.accent, "line": {"width": 0}},
        "customdata": [row.hover for row in rows],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    notes = [row_label(row.label, 34, place, palette) for row, place in zip(rows, places, strict=True)]
    notes += [
        note(0.0, place, row.text, palette.text, "left", -20) | {"xref": "paper"}
        for row, place in zip(rows, places, strict=True)
    ]
    layout = base_layout(palette, height=ROW_HEIGHT * len(rows) + 12)
    layout |= {
        "annotations": notes,
        "shapes": [*frames, *expected],
        "xaxis": {"visible": False, "range": [0, reach], "fixedrange": True},
        "yaxis": {"visible": False, "range": [-0.5, len(rows) - 0.55], "fixedrange": True},
    }
    return {"data": [trace], "layout": layout}
