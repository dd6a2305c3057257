"""Slopes as plain plotly dictionaries: the same people's mean before and after, a line a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts import Figure, base_layout, shortened
from dashboard.theme import Palette


@dataclass(frozen=True)
class Slope:
    """One line: its label, both means, their texts, the text on hover, and whether the change is clear."""

    label: str
    before: float
    after: float
    texts: tuple[str, str]
    hover: str
    clear: bool


def slopes(lines: Sequence[Slope], ends: tuple[str, str], palette: Palette) -> Figure:
    """Lines from the first moment to the second, each labelled at its ends; clear changes are strong."""
    values = [value for line in lines for value in (line.before, line.after)]
    low, high = min(values), max(values)
    gap = ((high - low) or 1.0) * 0.11
    data = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": [0, 1],
            "y": [line.before, line.after],
            "line": {"width": 3 if line.clear else 1.5, "color": palette.accent if line.clear else palette.unknown,
                     "dash": "solid" if line.clear else "dot"},
            "marker": {"size": 9, "color": palette.accent if line.clear else palette.unknown},
            "customdata": [line.hover] * 2,
            "hovertemplate": "%{customdata}<extra></extra>",
            "cliponaxis": False,
        }
        for line in lines
    ]  # fmt: skip
    left = [(line.before, line.texts[0]) for line in lines]
    right = [(line.after, f"{line.texts[1]}  {shortened(line.label, 22)}") for line in lines]
    notes = [
        {"x": x, "y": y, "text": text, "showarrow": False, "xanchor": anchor, "xshift": shift,
         "font": {"size": 13, "color": palette.text}, "align": "left"}
        for x, anchor, shift, column in ((0, "right", -10, left), (1, "left", 10, right))
        for y, text in apart(column, gap)
    ]  # fmt: skip
    layout = base_layout(palette, height=max(220, 44 * len(lines) + 70))
    layout |= {
        "annotations": notes,
        "xaxis": {
            "range": [-0.32, 2.4],
            "tickvals": [0, 1],
            "ticktext": [in_two_lines(text) for text in ends],
            "tickfont": {"size": 12.5, "color": palette.muted},
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "side": "top",
        },
        "yaxis": {"visible": False, "range": [low - 2 * gap, high + 2 * gap], "fixedrange": True},
        "margin": {"l": 16, "r": 4, "t": 46, "b": 8, "pad": 0},
    }
    return {"data": data, "layout": layout}


def in_two_lines(text: str) -> str:
    """The text broken at the space nearest to its middle, so that two fit beside each other on a phone."""
    spaces = [place for place, letter in enumerate(text) if letter == " "]
    if not spaces:
        return text
    middle = min(spaces, key=lambda place: abs(place - len(text) / 2))
    return f"{text[:middle]}<br>{text[middle + 1 :]}"


def apart(texts: Sequence[tuple[float, str]], gap: float) -> list[tuple[float, str]]:
    """Texts at their heights, moved up where two would stand on each other."""
    placed: list[tuple[float, str]] = []
    for height, text in sorted(texts):
        lowest = placed[-1][0] + gap if placed else height
        placed.append((max(height, lowest), text))
    return placed
