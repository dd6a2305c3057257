"""Charts of a report as SVG, drawn by Vega-Lite without a browser in the colours of the house."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard.charts import shortened
from dashboard.reports.content import Chart, Point
from dashboard.theme import LIGHT
from dashboard.words import load_words

FONTS = Path(__file__).parent / "fonts"
FONT = "Source Sans 3"
WIDTH = 640
ROW = 25
NAMES = 220  # where the names of rows stand
LETTERS = 29  # of a name, in the room for it: the renderer measures letters too wide to cut by itself
TEXTS = 215  # where texts stand beside a scale
STANDINGS = 255  # where those of targets stand
# Fills that stand for a hatching until the picture is drawn: Vega-Lite has no patterns.
HATCHED = {"#010203": LIGHT.accent, "#010204": LIGHT.hidden}
PARTIAL, HIDDEN = HATCHED


@lru_cache(maxsize=256)
def drawn(chart: Chart, language: str) -> str:
    """The chart as SVG text; the same chart gives the same text."""
    import vl_convert

    registered()
    draw = {"columns": columns, "stacked": stacked, "bars": bars, "dots": dots, "bullets": bullets}[
        chart.kind
    ]
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": None,
        "autosize": "none",
        "config": {
            "font": FONT,
            "aria": False,
            "view": {"stroke": None},
            "text": {"fontSize": 13, "fill": LIGHT.text},
            "axis": {"labelFontSize": 13, "labelColor": LIGHT.text, "title": None, "grid": False, "ticks": False,
                     "domain": False},
        },
        **draw(chart, language),
    }  # fmt: skip
    return hatched(vl_convert.vegalite_to_svg(spec), chart.key)


@lru_cache(maxsize=1)
def registered() -> None:
    """The fonts of the project are known to the renderer; those of the machine make no difference."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))


def hatched(svg: str, key: str) -> str:
    """The picture with its stand-in fills replaced by hatchings."""
    patterns = ""
    for number, (stand_in, shade) in enumerate(HATCHED.items()):
        if stand_in not in svg:
            continue
        name = f"hatch-{re.sub('[^a-z0-9]+', '-', key)}-{number}"
        svg = svg.replace(f'"{stand_in}"', f'"url(#{name})"')
        patterns += (
            f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect width="2.4" height="6" fill="{shade}"/></pattern>'
        )
    head, mark, rest = svg.partition(">")
    return f"{head}{mark}<defs>{patterns}</defs>{rest}" if patterns else svg


def fill(point: Point, plain: str = LIGHT.accent) -> str:
    if point.suppressed:
        return HIDDEN
    named = {"unknown": LIGHT.unknown, "pale": LIGHT.second, "partial": PARTIAL}
    return named.get(point.style) or point.color or plain


def columns(chart: Chart, language: str) -> dict[str, Any]:
    """A column a month with its value on top."""
    points = chart.series[0].points
    peak = max([one.value or 0 for one in points] + [1e-9])
    rows = [
        {"i": i, "v": peak * 0.03 if one.suppressed else one.value or 0, "t": one.text, "f": fill(one)}
        for i, one in enumerate(points)
    ]
    return over_months(chart, rows, peak, [rows])


def stacked(chart: Chart, language: str) -> dict[str, Any]:
    """Columns of two parts that add up, both values in them; the parts have a key above."""
    first, second = (series.points for series in chart.series[:2])
    peak = max([(a.value or 0) + (b.value or 0) for a, b in zip(first, second, strict=True)] + [1e-9])
    rows, tops = [], []
    for i, (a, b) in enumerate(zip(first, second, strict=True)):
        if a.suppressed or b.suppressed:
            rows.append({"i": i, "v": peak * 0.03, "f": HIDDEN, "o": 0})
            tops.append({"i": i, "v": peak * 0.03, "t": a.text})
            continue
        partial = a.style == "partial"
        rows.append({"i": i, "v": a.value, "f": PARTIAL if partial else LIGHT.accent, "o": 0})
        rows.append({"i": i, "v": b.value, "f": LIGHT.second, "o": 1})
        tops.append({"i": i, "v": (a.value or 0) + (b.value or 0), "t": f"{a.text} + {b.text}"})
    return over_months(chart, rows, peak, [tops])


def over_months(chart: Chart, rows: list[dict[str, Any]], peak: float, tops: list[Any]) -> dict[str, Any]:
    x = {"field": "i", "type": "ordinal", "axis": {
        "labelAngle": 0, "labelColor": LIGHT.muted, "domain": True, "domainColor": LIGHT.muted, "labelPadding": 6,
        "labelExpr": chosen({str(i): name for i, name in enumerate(chart.categories)}),
    }, "scale": {"paddingInner": 0.22, "paddingOuter": 0.1}}  # fmt: skip
    y = {"field": "v", "type": "quantitative", "axis": None, "scale": {"domain": [0, peak * 1.12]}}
    bar = {
        "data": {"values": rows}, "mark": {"type": "bar"},
        "encoding": {"x": x, "y": y | {"stack": "zero"}, "color": as_given("f"),
                     "order": {"field": "o", "type": "quantitative"}},
    }  # fmt: skip
    texts = {
        "data": {"values": tops[0]}, "mark": {"type": "text", "dy": -9, "fontSize": 12.5},
        "encoding": {"x": x, "y": y, "text": {"field": "t"}},
    }  # fmt: skip
    padding = {"left": 2, "right": 2, "top": 4, "bottom": 26}
    return {"width": WIDTH - 4, "height": 150, "padding": padding, "layer": [bar, texts]}


def bars(chart: Chart, language: str) -> dict[str, Any]:
    """Ranked bars, their names to the left and their texts at their ends."""
    points = chart.series[0].points
    longest = max([one.value or 0 for one in points] + [1e-9])
    rows = [
        {"i": i, "v": longest * 0.02 if one.suppressed else one.value or 0, "t": one.text, "f": fill(one)}
        for i, one in enumerate(points)
    ]
    x = {"field": "v", "type": "quantitative", "axis": None, "scale": {"domain": [0, longest * 1.3]}}
    return in_rows(chart, rows, [
        {"mark": {"type": "bar", "height": 15}, "encoding": {"x": x, "color": as_given("f")}},
        {"mark": {"type": "text", "align": "left", "dx": 6}, "encoding": {"x": x, "text": {"field": "t"}}},
    ])  # fmt: skip


def dots(chart: Chart, language: str) -> dict[str, Any]:
    """Values as dots on the scale of their unit, each with its interval; the texts stand in a column."""
    words, points = load_words(language), chart.series[0].points
    ticks = [-100, -50, 0, 50, 100] if chart.unit == "points" else [0, 0.25, 0.5, 0.75, 1]
    if chart.unit not in ("points", "percent"):
        top = max([one.upper or one.value or 0 for one in points] + [1])
        ticks = [0, top]
    rows = [
        {"i": i, "v": one.value, "l": one.lower, "u": one.upper, "t": one.text, "f": fill(one)}
        for i, one in enumerate(points)
    ]
    labels = chosen({str(tick): words.value(chart.unit, tick) for tick in ticks})
    axis = {
        "values": ticks,
        "grid": True,
        "gridColor": LIGHT.line,
        "labelColor": LIGHT.muted,
        "labelExpr": labels,
    }
    x: dict[str, Any] = {"type": "quantitative", "axis": axis, "scale": {"domain": [ticks[0], ticks[-1]]}}
    width = WIDTH - NAMES - TEXTS
    return in_rows(chart, rows, [
        {"mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.45},
         "encoding": {"x": x | {"field": "l"}, "x2": {"field": "u"}, "color": as_given("f")}},
        {"mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
         "encoding": {"x": x | {"field": "v"}, "color": as_given("f")}},
        {"mark": {"type": "text", "align": "left"}, "encoding": {"x": {"value": width + 14}, "text": {"field": "t"}}},
    ], width)  # fmt: skip


def bullets(chart: Chart, language: str) -> dict[str, Any]:
    """So far as a bar, expected by now as a stroke, the target as a line at the same place for all."""
    actual, expected = chart.series[0].points, chart.series[1].points
    longest = max([one.value or 0 for one in (*actual, *expected)] + [1.05])
    rows = [
        {"i": i, "v": one.value or 0, "e": other.value, "t": one.text, "f": LIGHT.accent, "one": 1}
        for i, (one, other) in enumerate(zip(actual, expected, strict=True))
    ]
    scale = {"domain": [0, longest]}
    x: dict[str, Any] = {"type": "quantitative", "axis": None, "scale": scale}
    width = WIDTH - NAMES - STANDINGS
    return in_rows(chart, rows, [
        {"mark": {"type": "bar", "height": 17, "color": LIGHT.line}, "encoding": {"x": x | {"field": "one"}}},
        {"mark": {"type": "bar", "height": 8}, "encoding": {"x": x | {"field": "v"}, "color": as_given("f")}},
        {"mark": {"type": "tick", "height": 20, "thickness": 2.5, "color": LIGHT.text, "orient": "vertical"},
         "encoding": {"x": x | {"field": "e"}}},
        {"mark": {"type": "text", "align": "left"}, "encoding": {"x": {"value": width + 14}, "text": {"field": "t"}}},
    ], width)  # fmt: skip


def in_rows(
    chart: Chart, rows: list[dict[str, Any]], layers: list[dict[str, Any]], width: float = WIDTH - NAMES
) -> dict[str, Any]:
    names = chosen({str(i): shortened(name, LETTERS) for i, name in enumerate(chart.categories)})
    axis = {"labelExpr": names, "labelLimit": 0, "labelPadding": 8}
    y = {"field": "i", "type": "ordinal", "axis": axis}
    for layer in layers:
        layer["encoding"]["y"] = y
    ticked = 26 if any(layer["encoding"].get("x", {}).get("axis") for layer in layers) else 4
    padding = {"left": NAMES, "right": WIDTH - NAMES - width, "top": 2, "bottom": ticked}
    height = max(ROW * len(rows), 30)
    return {"width": width, "height": height, "padding": padding, "data": {"values": rows}, "layer": layers}


def as_given(field: str) -> dict[str, Any]:
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def chosen(names: dict[str, str]) -> str:
    """A Vega expression that gives the name for a value; texts are quoted, so none of them is run."""
    import json

    parts = [
        f"datum.value == {number} ? {json.dumps(name, ensure_ascii=False)} : "
        for number, name in names.items()
    ]
    return "".join(parts) + "''"
