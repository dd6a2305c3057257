"""Charts as plain plotly dictionaries: columns by month, ranked bars.

Labels stand on the marks or above them instead of in a legend, so that a chart reads the same on a phone.
Nothing here knows a metric or a language: values, labels and hover texts arrive finished.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.theme import FONT, Palette

Figure = dict[str, Any]
CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
}
ROW_HEIGHT = 46
LABEL_SIZE = 14


@dataclass(frozen=True)
class Mark:
    """One bar, column or dot: its label, value, the text beside it and the text on hover.

    `style` says how it is drawn: `plain`, `unknown` (grey), `hidden` (hatched stub, no value), `partial`
    (hatched: the period is not wholly covered).
    """

    label: str
    value: float | None
    text: str
    hover: str
    style: str = "plain"
    color: str = ""
    lower: float | None = None
    upper: float | None = None


def ranked_bars(marks: Sequence[Mark], palette: Palette, reference: float | None = None) -> Figure:
    """Horizontal bars in the order given, each under its own label; hidden cells are hatched stubs."""
    longest = max([mark.value or 0 for mark in marks] + [reference or 0, 1e-9])
    rows = [len(marks) - 1 - position for position in range(len(marks))]
    drawn = [longest * 0.03 if mark.style == "hidden" else mark.value or 0 for mark in marks]
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": drawn,
        "y": rows,
        "width": 0.36,
        "marker": _marker(marks, palette),
        "customdata": [mark.hover for mark in marks],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
    }
    notes = [row_label(mark.label, 46, row, palette) for mark, row in zip(marks, rows, strict=True)]
    notes += [
        _value_label(mark, length, row, palette) for mark, length, row in zip(marks, drawn, rows, strict=True)
    ]
    layout = base_layout(palette, height=ROW_HEIGHT * len(marks) + 8)
    layout |= {
        "annotations": notes,
        "xaxis": {"visible": False, "range": [0, longest * 1.28], "fixedrange": True},
        "yaxis": {"visible": False, "range": [-0.4, len(marks) - 0.28], "fixedrange": True},
    }
    return {"data": [trace], "layout": layout}


def columns(marks: Sequence[Mark], palette: Palette, seconds: Sequence[Mark] = ()) -> Figure:
    """Columns over time with their values on top; `seconds` are stacked upon them in a second colour.

    With many columns only the first, the highest and the last carry their value.
    """
    crowded = len(marks) > 14
    totals = [
        (mark.value or 0) + (second.value or 0)
        for mark, second in zip(marks, seconds or [Mark("", 0, "", "")] * len(marks), strict=True)
    ]
    peak = max([*totals, 1e-9])
    spoken = {0, totals.index(max(totals)), len(marks) - 1} if crowded and marks else set(range(len(marks)))
    names = list(range(len(marks)))
    data = [_column_trace(names, marks, palette, palette.accent, peak)]
    if seconds:
        data.append(_column_trace(names, seconds, palette, palette.second, peak))
    texts = [mark.text for mark in (seconds or marks)]
    notes = [
        {
            "x": position,
            "y": max(totals[position], peak * 0.03 if marks[position].style == "hidden" else 0),
            "text": texts[position],
            "showarrow": False,
            "yshift": 11,
            "font": {"size": 12.5, "color": palette.text},
        }
        for position in sorted(spoken)
        if texts[position]
    ]
    ticks = [p for p in names if not crowded or p % 3 == 0]
    layout = base_layout(palette, height=270)
    layout |= {
        "barmode": "stack",
        "bargap": 0.22,
        "annotations": notes,
        "xaxis": {
            "tickvals": ticks,
            "ticktext": [marks[p].label for p in ticks],
            "tickangle": 0,
            "tickfont": {"size": 12.5, "color": palette.muted},
            "showgrid": False,
            "showline": True,
            "linecolor": palette.muted,
            "fixedrange": True,
        },
        "yaxis": {"visible": False, "range": [0, peak * 1.14], "fixedrange": True},
        "margin": {"l": 0, "r": 0, "t": 8, "b": 38, "pad": 0},
    }
    return {"data": data, "layout": layout}


def _column_trace(
    names: Sequence[int], marks: Sequence[Mark], palette: Palette, color: str, peak: float
) -> dict[str, Any]:
    marker = _marker([mark if mark.color else _colored(mark, color) for mark in marks], palette)
    return {
        "type": "bar",
        "x": list(names),
        "y": [peak * 0.03 if mark.style == "hidden" else mark.value for mark in marks],
        "marker": marker,
        "customdata": [mark.hover for mark in marks],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def shortened(text: str, length: int) -> str:
    """The text, cut at a length that fits a phone."""
    return text if len(text) <= length else text[: length - 1].rstrip(" ,") + "…"


def _colored(mark: Mark, color: str) -> Mark:
    return Mark(mark.label, mark.value, mark.text, mark.hover, mark.style, color)


def _marker(marks: Sequence[Mark], palette: Palette) -> dict[str, Any]:
    named = {"unknown": palette.unknown, "hidden": palette.hidden}
    shades = [named.get(mark.style) or mark.color or palette.accent for mark in marks]
    return {
        "color": shades,
        "line": {"width": 0},
        "pattern": {
            "shape": ["/" if mark.style in ("hidden", "partial") else "" for mark in marks],
            "fillmode": "replace",
            "fgcolor": shades,
            "bgcolor": palette.background,
            "size": 6,
            "solidity": 0.45,
        },
    }


def row_label(text: str, length: int, row: float, palette: Palette) -> dict[str, Any]:
    return {
        "xref": "paper", "x": 0, "y": row, "yshift": 17, "xanchor": "left", "yanchor": "middle",
        "text": shortened(text, length), "showarrow": False, "align": "left", "borderpad": 0,
        "font": {"size": LABEL_SIZE, "color": palette.text},
    }  # fmt: skip


def _value_label(mark: Mark, length: float, row: float, palette: Palette) -> dict[str, Any]:
    color = palette.muted if mark.style in ("hidden", "unknown") else palette.text
    return note(length, row, mark.text, color, "left", 0) | {"xshift": 6}


def note(x: float, y: float, text: str, color: str, anchor: str, lift: float) -> dict[str, Any]:
    return {
        "x": x, "y": y, "text": text, "showarrow": False, "xanchor": anchor, "yanchor": "middle",
        "yshift": lift, "borderpad": 0, "font": {"size": LABEL_SIZE, "color": color},
    }  # fmt: skip


def base_layout(palette: Palette, height: int) -> dict[str, Any]:
    return {
        "height": height,
        "autosize": True,
        "showlegend": False,
        "dragmode": False,
        "margin": {"l": 0, "r": 0, "t": 4, "b": 4, "pad": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": LABEL_SIZE, "color": palette.text},
        "hoverlabel": {
            "bgcolor": palette.paper,
            "bordercolor": palette.line,
            "align": "left",
            "font": {"family": FONT, "size": 14, "color": palette.text},
        },
    }
