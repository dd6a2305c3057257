"""Districts as shaded outlines: a plain plotly figure without tiles, base map or request to anybody."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from math import cos, radians

from dashboard.charts import Figure, Mark, base_layout
from dashboard.shapes import Ring, Shapes
from dashboard.theme import Palette

CLASSES = 4
HEIGHT = 400


def class_of(value: float, highest: float) -> int:
    """In which of the equal steps from zero to the highest value a value lies, the lowest step being 0."""
    return min(int(CLASSES * value / highest), CLASSES - 1) if highest else 0


def shaded_map(shapes: Shapes, marks: Mapping[str, Mark], palette: Palette) -> Figure:
    """Each district in the shade of its value, its label upon it; hidden ones hatched, others left blank."""
    highest = max([mark.value or 0.0 for mark in marks.values()] + [1e-9])
    points = [point for rings in shapes.rings.values() for ring in rings for point in ring]
    south, north = min(y for _, y in points), max(y for _, y in points)
    data, notes = [], []
    for code, rings in shapes.rings.items():
        mark = marks.get(code)
        shade = palette.paper
        if mark is not None and mark.value is not None:
            shade = palette.ramp[1 + class_of(mark.value, highest)]
        line = outline(rings)
        trace = {
            "type": "scatter",
            "mode": "lines",
            "x": [x for x, _ in line],
            "y": [y for _, y in line],
            "fill": "toself",
            "fillcolor": shade,
            "line": {"color": palette.background, "width": 1.5},
            "hoveron": "fills",
            "hoverinfo": "text",
            "text": mark.hover if mark else code,
        }
        if mark is not None and mark.value is None:
            trace["fillpattern"] = {
                "shape": "/", "fgcolor": palette.hidden, "bgcolor": palette.background, "size": 7,
            }  # fmt: skip
        data.append(trace)
        if mark is not None:
            notes.append(label(mark, shade, centre(max(rings, key=area)), palette))
    layout = base_layout(palette, height=HEIGHT)
    layout |= {
        "annotations": notes,
        "hovermode": "closest",
        "xaxis": {"visible": False, "fixedrange": True},
        # A degree of longitude is shorter than one of latitude by the cosine of the latitude.
        "yaxis": {
            "visible": False, "fixedrange": True, "scaleanchor": "x",
            "scaleratio": 1 / cos(radians((south + north) / 2)),
        },
    }  # fmt: skip
    return {"data": data, "layout": layout}


def outline(rings: Sequence[Ring]) -> list[tuple[float | None, float | None]]:
    """The rings one after the other, with a gap between them."""
    line: list[tuple[float | None, float | None]] = []
    for ring in rings:
        line += [*([(None, None)] if line else []), *ring]
    return line


def area(ring: Ring) -> float:
    """Area in square degrees, for comparing rings of one city."""
    return abs(_doubled(ring)) / 2


def centre(ring: Ring) -> tuple[float, float]:
    """The centroid of a ring."""
    doubled = _doubled(ring)
    x = sum((ax + bx) * (ax * by - bx * ay) for (ax, ay), (bx, by) in itertools.pairwise(ring))
    y = sum((ay + by) * (ax * by - bx * ay) for (ax, ay), (bx, by) in itertools.pairwise(ring))
    return x / (3 * doubled), y / (3 * doubled)


def _doubled(ring: Ring) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in itertools.pairwise(ring))


def label(mark: Mark, shade: str, at: tuple[float, float], palette: Palette) -> dict[str, object]:
    """Name and value upon the district, dark on pale shades and pale on dark ones; a halo where it is too narrow.

    The hatching of a hidden district says that it is hidden.
    """
    ground = shade if mark.value is not None else palette.background
    value = f"<br><b>{mark.text}</b>" if mark.value is not None else ""
    return {
        "x": at[0], "y": at[1], "text": mark.label + value, "showarrow": False,
        "font": {"size": 11.5, "color": ink(ground), "shadow": ", ".join([f"0 0 3px {ground}"] * 3)},
    }  # fmt: skip


def ink(shade: str) -> str:
    """Black or white, whichever stands out more from a colour (WCAG's relative luminance)."""
    parts = [int(shade[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#10161C" if luminance > 0.179 else "#FFFFFF"
