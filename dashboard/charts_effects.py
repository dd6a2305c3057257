"""Effects to both sides of nought, and differences with their intervals, as plain plotly dictionaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts import ROW_HEIGHT, Figure, base_layout, note, row_label
from dashboard.theme import Palette


@dataclass(frozen=True)
class Part:
    """One row: its label, the effects drawn from nought (in the order of the key), the text beside it and
    the text on hover.
    """

    label: str
    values: tuple[float, ...]
    text: str
    hover: str


def effects(parts: Sequence[Part], palette: Palette) -> Figure:
    """Rows of bars to the left and right of nought; several effects of a row stand end to end."""
    colors = (palette.accent, palette.second)
    rows = [len(parts) - 1 - place for place in range(len(parts))]
    ends = [sum(max(value, 0) for value in part.values) for part in parts]
    ends += [sum(min(value, 0) for value in part.values) for part in parts]
    low, high = min([*ends, 0.0]), max([*ends, 0.0])
    span = (high - low) or 1.0
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "x": [part.values[place] for part in parts],
            "y": rows,
            "width": 0.34,
            "marker": {"color": colors[place % 2], "line": {"width": 0}},
            "customdata": [part.hover for part in parts],
            "hovertemplate": "%{customdata}<extra></extra>",
        }
        for place in range(len(parts[0].values) if parts else 0)
    ]
    notes = [row_label(part.label, 30, row, palette) for part, row in zip(parts, rows, strict=True)]
    notes += [
        note(1.0, row, part.text, palette.text, "right", 17) | {"xref": "paper"}
        for part, row in zip(parts, rows, strict=True)
    ]
    layout = base_layout(palette, height=ROW_HEIGHT * len(parts) + 12)
    layout |= {
        "barmode": "relative",
        "annotations": notes,
        "shapes": [
            {"type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1, "layer": "below",
             "line": {"color": palette.muted, "width": 1}}
        ],
        "xaxis": {"visible": False, "range": [low - span * 0.05, high + span * 0.05], "fixedrange": True},
        "yaxis": {"visible": False, "range": [-0.45, len(parts) - 0.2], "fixedrange": True},
    }  # fmt: skip
    return {"data": data, "layout": layout}
