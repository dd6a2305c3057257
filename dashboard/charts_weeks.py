"""Weeks on record and weeks ahead as plain plotly dictionaries, and the marks of days on charts over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dashboard.charts import Figure, base_layout
from dashboard.theme import Palette


@dataclass(frozen=True)
class Week:
    """One week's total: its first day, value (None: not on record), interval where it lies ahead, hover."""

    start: date
    value: float | None
    hover: str
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Marked:
    """Days to mark: a `band` behind the chart, or a `point` at its head; positions are those of the axis."""

    style: str
    start: Any
    end: Any
    color: str
    symbol: str = ""
    hover: str = ""


def weeks(
    past: Sequence[Week], ahead: Sequence[Week], marked: Sequence[Marked], ticks: Sequence[tuple[date, str]],
    palette: Palette,
) -> Figure:  # fmt: skip
    """A line of weeks, going on as a dashed one with its interval as a band; a gap in the record stays one."""
    highest = max([week.upper or week.value or 0 for week in (*past, *ahead)] + [1.0])
    middle = timedelta(days=3)
    joined = [*past[-1:], *ahead]
    data: list[dict[str, Any]] = [
        {
            "type": "scatter", "mode": "lines", "hoverinfo": "skip", "fill": "toself",
            "x": [w.start + middle for w in ahead] + [w.start + middle for w in reversed(ahead)],
            "y": [w.upper for w in ahead] + [w.lower for w in reversed(ahead)],
            "fillcolor": palette.second, "opacity": 0.5, "line": {"width": 0},
        },
        _line(past, palette.accent, "solid", middle),
        # From the last week on record on, so that the line has no gap.
        _line(joined, palette.accent, "dot", middle),
    ]  # fmt: skip
    layout = base_layout(palette, height=290)
    layout |= {
        "xaxis": {
            "type": "date",
            "tickvals": [day for day, _ in ticks],
            "ticktext": [text for _, text in ticks],
            "tickfont": {"size": 12.5, "color": palette.muted},
            "showgrid": False,
            "fixedrange": True,
            "showline": True,
            "linecolor": palette.muted,
        },
        "yaxis": {
            "range": [0, highest * 1.2],
            "fixedrange": True,
            "gridcolor": palette.line,
            "tickfont": {"size": 12.5, "color": palette.muted},
            "nticks": 4,
            "automargin": True,
        },
        "margin": {"l": 36, "r": 8, "t": 8, "b": 38, "pad": 2},
    }
    return mark({"data": data, "layout": layout}, marked, highest * 1.1)


def _line(shown: Sequence[Week], color: str, dash: str, middle: timedelta) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "connectgaps": False,
        "x": [week.start + middle for week in shown],
        "y": [week.value for week in shown],
        "line": {"color": color, "width": 2.5, "dash": dash},
        "customdata": [week.hover for week in shown],
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def mark(figure: Figure, marked: Sequence[Marked], height: float) -> Figure:
    """The figure with bands behind it and points at `height`; what it had stays."""
    layout = dict(figure["layout"])
    bands = [
        {"type": "rect", "x0": one.start, "x1": one.end, "yref": "paper", "y0": 0, "y1": 1, "layer": "below",
         "fillcolor": one.color, "opacity": 0.28, "line": {"width": 0}}
        for one in marked if one.style == "band"
    ]  # fmt: skip
    points = [one for one in marked if one.style == "point"]
    layout["shapes"] = [*layout.get("shapes", []), *bands]
    data = list(figure["data"])
    if points:
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [one.start for one in points],
                "y": [height] * len(points),
                "marker": {
                    "symbol": [one.symbol for one in points],
                    "color": [one.color for one in points],
                    "size": 9,
                },
                "customdata": [one.hover for one in points],
                "hovertemplate": "%{customdata}<extra></extra>",
                "cliponaxis": False,
            }
        )
    return {"data": data, "layout": layout}
