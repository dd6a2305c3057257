"""Bubbles as plain plotly dictionaries: two shares against each other, numbered, with the average lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts import Figure, base_layout
from dashboard.theme import Palette

SMALLEST, LARGEST = 22.0, 46.0  # points across, so that a number has room in each


@dataclass(frozen=True)
class Bubble:
    """One bubble: its number, place, interval upwards, size (what its area stands for), hover text, colour."""

    number: int
    x: float
    y: float
    lower: float | None
    upper: float | None
    size: float
    hover: str
    color: str


def bubbles(
    marks: Sequence[Bubble],
    averages: tuple[float, float],
    ticks: Sequence[tuple[float, str]],
    corners: tuple[str, str, str],
    axes: tuple[str, str],
    palette: Palette,
) -> Figure:
    """Bubbles over two shares; `corners` name the upper left, the upper right and the lower part."""
    largest = max((mark.size for mark in marks), default=1.0) or 1.0
    whiskers = [
        {"type": "line", "x0": mark.x, "x1": mark.x, "y0": mark.lower, "y1": mark.upper, "layer": "below",
         "line": {"color": mark.color, "width": 2}, "opacity": 0.45}
        for mark in marks if mark.lower is not None and mark.upper is not None
    ]  # fmt: skip
    dashed = {"color": palette.muted, "width": 1, "dash": "dash"}
    lines = [
        {"type": "line", "x0": averages[0], "x1": averages[0], "yref": "paper", "y0": 0, "y1": 1, "layer": "below",
         "line": dashed},
        {"type": "line", "y0": averages[1], "y1": averages[1], "xref": "paper", "x0": 0, "x1": 1, "layer": "below",
         "line": dashed},
    ]  # fmt: skip
    trace = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [mark.x for mark in marks],
        "y": [mark.y for mark in marks],
        "text": [str(mark.number) for mark in marks],
        "textfont": {"size": 12.5, "color": palette.background},
        "marker": {
            "size": [max(SMALLEST, LARGEST * (mark.size / largest) ** 0.5) for mark in marks],
            "color": [mark.color for mark in marks],
            "opacity": 1,
            "line": {"width": 1.5, "color": palette.background},
        },
        "customdata": [mark.hover for mark in marks],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
    }
    low = min([mark.lower or mark.y for mark in marks] + [averages[1]]) - 0.06
    high = max([mark.upper or mark.y for mark in marks] + [averages[1]]) + 0.06
    left = min([mark.x for mark in marks] + [averages[0]]) - 0.08
    right = max([mark.x for mark in marks] + [averages[0]]) + 0.08
    places = ((0, 1, "left", "top"), (1, 1, "right", "top"), (1, 0, "right", "bottom"))
    notes = [
        {"xref": "paper", "yref": "paper", "x": x, "y": y, "xanchor": across, "yanchor": up, "text": f"<b>{text}</b>",
         "showarrow": False, "font": {"size": 14, "color": palette.text}}
        for (x, y, across, up), text in zip(places, corners, strict=True)
    ]  # fmt: skip
    notes += [
        {"xref": "paper", "yref": "paper", "x": 1, "y": 0, "xanchor": "right", "yanchor": "top", "yshift": -24,
         "text": f"{axes[0]} →", "showarrow": False, "font": {"size": 12.5, "color": palette.muted}},
        {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom", "yshift": 4,
         "text": f"↑ {axes[1]}", "showarrow": False, "font": {"size": 12.5, "color": palette.muted}},
    ]  # fmt: skip
    scale = {
        "tickvals": [value for value, _ in ticks], "ticktext": [text for _, text in ticks], "zeroline": False,
        "tickfont": {"size": 12.5, "color": palette.muted}, "gridcolor": palette.line, "fixedrange": True,
    }  # fmt: skip
    layout = base_layout(palette, height=440) | {
        "shapes": [*lines, *whiskers],
        "annotations": notes,
        "xaxis": scale | {"range": [left, right]},
        "yaxis": scale | {"range": [max(low, -0.02), min(high, 1.04)], "automargin": True},
        "margin": {"l": 44, "r": 8, "t": 28, "b": 48, "pad": 2},
    }
    return {"data": [trace], "layout": layout}
