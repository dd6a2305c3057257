"""Two groups back to back, a row for each band, as a plain plotly dictionary."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts import ROW_HEIGHT, Figure, Mark, base_layout, note, row_label
from dashboard.theme import Palette

STUB = 0.03


def pyramid(left: Sequence[Mark], right: Sequence[Mark], palette: Palette, colors: tuple[str, str]) -> Figure:
    """Bars to the left and to the right of a common line, under their row's label; hidden cells are hatched stubs."""
    both = [*left, *right]
    longest = max([mark.value or 0.0 for mark in both] + [1e-9])
    rows = [len(left) - 1 - place for place in range(len(left))]
    notes = [row_label(mark.label, 40, row, palette) for mark, row in zip(left, rows, strict=True)]
    data = []
    for marks, sign, color in ((left, -1, colors[0]), (right, 1, colors[1])):
        drawn = [sign * (longest * STUB if m.style == "hidden" else m.value or 0) for m in marks]
        shades = [palette.hidden if m.style == "hidden" else color for m in marks]
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": drawn,
                "y": rows,
                "width": 0.36,
                "marker": {
                    "color": shades,
                    "pattern": {
                        "shape": ["/" if m.style == "hidden" else "" for m in marks],
                        "fillmode": "replace", "fgcolor": shades, "bgcolor": palette.background,
                        "size": 6, "solidity": 0.45,
                    },
                },
                "customdata": [m.hover for m in marks],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        )  # fmt: skip
        anchor = "right" if sign < 0 else "left"
        notes += [
            note(x, row, m.text, palette.muted if m.style == "hidden" else palette.text, anchor, 0)
            | {"xshift": 6 * sign}
            for m, x, row in zip(marks, drawn, rows, strict=True)
        ]
    layout = base_layout(palette, height=ROW_HEIGHT * len(left) + 8)
    layout |= {
        "barmode": "overlay",
        "annotations": notes,
        "shapes": [
            {"type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1,
             "line": {"color": palette.muted, "width": 1}}
        ],
        "xaxis": {"visible": False, "range": [-longest * 1.3, longest * 1.3], "fixedrange": True},
        "yaxis": {"visible": False, "range": [-0.4, len(left) - 0.28], "fixedrange": True},
    }  # fmt: skip
    return {"data": data, "layout": layout}
