"""An answer as charts: one, or a panel for each value of the second breakdown, all on the same scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts import Figure, Mark, ranked_bars
from dashboard.charts_dots import dots_with_whiskers
from dashboard.charts_lines import MOST, Line, colors, lines
from dashboard.explore_choices import Asked
from dashboard.findings import written_as
from dashboard.marks import Row, by_size, color, group_marks, hover, with_n
from dashboard.panels import LIMIT, ORDERED, fold, scale
from dashboard.periods import parse
from dashboard.view import View
from dashboard.words import capital
from pipelines.metrics import Answer
from pipelines.metrics.dimensions import UNKNOWN, dimensions

PANELS = 12


@dataclass(frozen=True)
class Panel:
    """One chart under its heading, which is empty where there is only one."""

    heading: str
    figure: Figure


@dataclass(frozen=True)
class Drawing:
    """The panels, the key of their colours, and what is said about what they leave out."""

    panels: tuple[Panel, ...]
    key: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


def drawing(view: View, asked: Asked, answer: Answer) -> Drawing:
    """The charts of an answer: bars or dots with intervals, lines where there is a grain."""
    rows = answer.rows.to_dicts()
    if asked.grain is not None:
        return over_time(view, asked, answer, rows)
    if len(asked.by) < 2:
        figure, notes = groups(view, asked, answer, rows, None)
        return Drawing((Panel("", figure),), notes=tuple(notes))
    second, top = asked.by[1], max([row["value"] or 0 for row in rows] + [0])
    codes, notes = panel_codes(view, second, rows)
    panels = []
    for code in codes:
        inside = [row for row in rows if row[second] == code]
        figure, more = groups(view, asked, answer, inside, top)
        panels.append(Panel(capital(view.words.label(second, code)), figure))
        notes += [f"{view.words.label(second, code)}: {note}" for note in more]
    return Drawing(tuple(panels), notes=tuple(notes))


def groups(
    view: View, asked: Asked, answer: Answer, rows: Sequence[Row], top: float | None
) -> tuple[Figure, list[str]]:
    """Bars of one panel's groups, or dots with intervals; `top` is the largest value of all panels."""
    metric = answer.metric
    if asked.by:
        by = asked.by[0]
        drawn, notes = fold(view, by, rows if by in ORDERED else by_size(rows, by), LIMIT)
        marks = group_marks(view, metric, by, drawn, False)
    else:
        notes = []
        marks = [single(view, answer, row) for row in rows]
    if metric.estimate in ("share", "nps"):
        return dots_with_whiskers(marks, view.palette, scale(view, metric.unit)), notes
    return ranked_bars(marks, view.palette, top), notes


def single(view: View, answer: Answer, row: Row) -> Mark:
    """The undivided figure as one mark."""
    words, metric = view.words, answer.metric
    label = words.period(view.selection.period)
    text = with_n(view, words.value(written_as(metric), row["value"]), row)
    style = "plain"
    if row["suppressed"]:
        style, text = "hidden", words("mark.hidden")
    exact = hover(view, metric, label, row)
    return Mark(label, row["value"], text, exact, style, "", row["lower"], row["upper"])


def over_time(view: View, asked: Asked, answer: Answer, rows: Sequence[Row]) -> Drawing:
    """A panel for each group with its line; with two breakdowns a panel for each of the second, a line for each
    of the first.
    """
    words = view.words
    periods = list(dict.fromkeys(row["period"] for row in rows))
    span = scale_of(answer, rows)
    labels = [short(view, code) for code in periods]
    if not asked.by:
        figure = lines(
            labels, [line(view, answer, rows, periods, "", view.palette.accent)], view.palette, span, 270
        )
        return Drawing((Panel("", figure),))
    panel_by = asked.by[-1]
    codes, notes = panel_codes(view, panel_by, rows)
    parts: list[tuple[str | None, str, str]] = [(None, "", view.palette.accent)]
    if len(asked.by) == 2:
        first = asked.by[0]
        chosen = largest(first, rows)
        more = len({row[first] for row in rows}) - len(chosen)
        notes += [words("note.more", count=more)] if more else []
        parts = [
            (code, capital(words.label(first, code)), color(view, first, code) or shade)
            for code, shade in zip(chosen, colors(view.palette), strict=False)
        ]
    panels = []
    for code in codes:
        inside = [row for row in rows if row[panel_by] == code]
        drawn = []
        for part, name, shade in parts:
            own = inside if part is None else [row for row in inside if row[asked.by[0]] == part]
            drawn.append(line(view, answer, own, periods, name, shade))
        panels.append(Panel(capital(words.label(panel_by, code)), lines(labels, drawn, view.palette, span)))
    key = tuple((name, shade) for _, name, shade in parts if name)
    return Drawing(tuple(panels), key, tuple(notes))


def line(
    view: View, answer: Answer, rows: Sequence[Row], periods: Sequence[str], name: str, shade: str
) -> Line:
    """One group over the periods; a period without a row has no mark of its own."""
    words, metric = view.words, answer.metric
    found = {row["period"]: row for row in rows}
    marks = []
    for code in periods:
        label = " · ".join(filter(None, (name, words.label("period", code))))
        row = found.get(code)
        if row is None:
            marks.append(Mark(label, None, "", label))
            continue
        style = "hidden" if row["suppressed"] else "plain"
        exact = hover(view, metric, label, row)
        marks.append(Mark(label, row["value"], "", exact, style, "", row["lower"], row["upper"]))
    return Line(name, shade, marks)


def scale_of(answer: Answer, rows: Sequence[Row]) -> tuple[float, float]:
    """From nought, or from -100 for a score, to the highest value or bound of all panels."""
    if answer.metric.estimate == "nps":
        return (-100.0, 100.0)
    top = max([row["upper"] or row["value"] or 0 for row in rows] + [1e-9])
    return (0.0, top * 1.08)


def panel_codes(view: View, dimension: str, rows: Sequence[Row]) -> tuple[list[str], list[str]]:
    """The values that get a panel, in the order of the dimension, `unknown` last; a note on those beyond."""
    order = dimensions()[dimension].order
    found = {str(row[dimension]) for row in rows}
    if dimension in ORDERED or dimensions()[dimension].values:
        codes = sorted(found, key=order)
    else:
        codes = largest(dimension, rows, len(found))
    more = max(0, len(codes) - PANELS)
    return codes[:PANELS], [view.words("note.more", count=more)] if more else []


def largest(dimension: str, rows: Sequence[Row], most: int = MOST) -> list[str]:
    """Codes by the sum of what is shown of them, `unknown` last."""
    sums: dict[str, float] = {}
    for row in rows:
        sums[str(row[dimension])] = sums.get(str(row[dimension]), 0.0) + abs(row["value"] or 0)
    return sorted(sums, key=lambda code: (code == UNKNOWN, -sums[code], code))[:most]


def short(view: View, code: str) -> str:
    """A period as a tick has room for: `Jul<br>2026`, `2026-Q3`, `2026`."""
    period = parse(code, view.words.fiscal)
    if period.kind != "month":
        return code
    return f"{view.words.month(period.start)}<br>{period.start.year}"
