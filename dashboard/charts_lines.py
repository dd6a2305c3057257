"""Lines over periods: one for each group, told apart by colour and by the shape of its points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts import Figure, Mark, base_layout
from dashboard.theme import Palette

SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "x")
MOST = 5


@dataclass(frozen=True)
class Line:
    """The marks of one group, one for each period in order; a hidden one has no value and leaves a gap."""

    name: str
    color: str
    marks: Sequence[Mark]


def colors(palette: Palette) -> tuple[str, ...]:
    """Colours of lines that stand for no category with a colour of its own."""
    return (palette.accent, palette.attention, palette.good, palette.muted, palette.hidden)


def lines(
    periods: Sequence[str],
    drawn: Sequence[Line],
    palette: Palette,
    span: tuple[float, float],
    height: int = 210,
) -> Figure:
    """The lines on one scale from `span[0]` to `span[1]`; whiskers where a mark has an interval."""
    data = [_trace(line, shape, palette) for line, shape in zip(drawn, SHAPES, strict=False)]
    hidden = [
        _hidden(line, span[0], palette) for line in drawn if any(m.style == "hidden" for m in line.marks)
    ]
    step = max(1, (len(periods) + 5) // 6)
    shown = list(range(0, len(periods), step))
    layout = base_layout(palette, height=height)
    layout |= {
        "margin": {"l": 0, "r": 14, "t": 8, "b": 38, "pad": 0},
        "xaxis": {
            "tickvals": shown,
            "ticktext": [periods[place] for place in shown],
            "tickangle": 0,
            "tickfont": {"size": 12.5, "color": palette.muted},
            "showgrid": False,
            "showline": True,
            "linecolor": palette.muted,
            "range": [-0.4, len(periods) - 0.6],
            "fixedrange": True,
        },
        "yaxis": {"visible": False, "range": list(span), "fixedrange": True},
    }
    return {"data": [*data, *hidden], "layout": layout}


def _trace(line: Line, shape: str, palette: Palette) -> dict[str, Any]:
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": line.name,
        "x": list(range(len(line.marks))),
        "y": [mark.value for mark in line.marks],
        "connectgaps": False,
        "line": {"color": line.color, "width": 2},
        "marker": {"color": line.color, "symbol": shape, "size": 8},
        "customdata": [mark.hover for mark in line.marks],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
    }
    if any(mark.lower is not None for mark in line.marks):
        trace["error_y"] = {
            "type": "data",
            "symmetric": False,
            "array": [_reach(mark.value, mark.upper) for mark in line.marks],
            "arrayminus": [_reach(mark.lower, mark.value) for mark in line.marks],
            "color": line.color,
            "thickness": 1,
            "width": 2,
        }
    return trace


def _reach(low: float | None, high: float | None) -> float:
    return high - low if low is not None and high is not None else 0.0


def _hidden(line: Line, floor: float, palette: Palette) -> dict[str, Any]:
    """Crosses on the ground where a period is hidden."""
    places = [place for place, mark in enumerate(line.marks) if mark.style == "hidden"]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": places,
        "y": [floor] * len(places),
        "marker": {
            "color": palette.hidden,
            "symbol": "x-thin",
            "size": 8,
            "line": {"width": 2, "color": palette.hidden},
        },
        "customdata": [line.marks[place].hover for place in places],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
        "showlegend": False,
    }
