"""Answers as charts of a report: the same rows, findings and notes as the figures of the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import findings
from dashboard.charts import shortened
from dashboard.figure import standing_notes
from dashboard.findings import written_as
from dashboard.marks import by_size, color, complete_months
from dashboard.panels import ORDERED, fold, subject
from dashboard.periods import parse
from dashboard.reports.content import Chart, Kind, Point, Series, Style, Unit
from dashboard.source import covered
from dashboard.view import View
from pipelines.metrics import Answer, Metric
from pipelines.problems import RefusalError

Row = dict[str, Any]
LIMIT = 9
LABEL = 46


def unit_of(metric: Metric) -> Unit:
    """How values of a metric are written."""
    return {"percent": "percent", "points": "points", "decimal": "decimal"}.get(written_as(metric), "whole")  # type: ignore[return-value]


def months(view: View, metric: str) -> Chart | None:
    """Months of the whole time as columns; those of the period stand out."""
    whole = view.whole_time()
    answer = given(whole, metric, grain="month")
    if answer is None or answer.rows.is_empty():
        return None
    words, rows = view.words, answer.rows.to_dicts()
    complete = complete_months(view, rows, days(view))
    points = [month_point(view, answer.metric, *pair) for pair in zip(rows, complete, strict=True)]
    return Chart(
        key=f"{metric}-months",
        kind="columns",
        finding=findings.peak(words, answer.metric, rows, complete),
        subject=words("subject.by_month", metric=view.title(metric)),
        alt=alt(view, month_names(view, rows), points),
        unit=unit_of(answer.metric),
        categories=month_names(view, rows),
        series=(Series(view.title(metric), tuple(points)),),
        note=" ".join([words("note.partial")] if not all(complete) else []),
        **behind(view, answer),
        dimension=words("table.period"),
    )


def new_and_returning(view: View) -> Chart | None:
    """People of each month, new ones and those who had come before; hidden together where one part is."""
    whole, words = view.whole_time(), view.words
    everyone = given(whole, "unique_participants", grain="month")
    new = given(whole, "new_participants", grain="month")
    if everyone is None or new is None or everyone.rows.is_empty():
        return None
    rows = everyone.rows.to_dicts()
    complete = complete_months(view, rows, days(view))
    first = dict(new.rows.select("period", "value").iter_rows())
    fresh: list[Point] = []
    back: list[Point] = []
    for row, whole_month in zip(rows, complete, strict=True):
        total, one = row["value"], first.get(row["period"])
        hidden = total is None or one is None
        style: Style = "plain" if whole_month else "partial"
        for points, value in ((fresh, one), (back, None if hidden else total - one)):
            text = words("mark.hidden_short") if hidden or value is None else words.number(value)
            points.append(Point(None if hidden else value, text, suppressed=hidden, style=style))
    series = (Series(words("key.new"), tuple(fresh)), Series(words("key.returning"), tuple(back)))
    names = month_names(view, rows)
    told = [f"{point.text} + {other.text}" for point, other in zip(fresh, back, strict=True)]
    return Chart(
        key="new-returning",
        kind="stacked",
        finding=findings.peak(words, everyone.metric, rows, complete),
        subject=words("subject.new_returning"),
        alt="; ".join(f"{name}: {text}" for name, text in zip(names, told, strict=True)),
        unit="whole",
        categories=names,
        series=series,
        note=" ".join(standing_notes(view, (everyone,))),
        **behind(view, everyone),
        dimension=words("table.period"),
    )


def divided(
    view: View, metric: str, by: str, where: Mapping[str, str] | None = None, limit: int = LIMIT
) -> Chart | None:
    """A bar for each group, or where the figure has an interval a dot with it; unknown shows, hidden is hatched."""
    answer = given(view, metric, by=(by,), where=where)
    if answer is None:
        return None
    words, declared = view.words, answer.metric
    rows = answer.rows.to_dicts()
    rows = rows if by in ORDERED else by_size(rows, by)
    rows = [row for row in rows if row["suppressed"] or row["value"] is not None]
    counted = declared.estimate in ("total", "distinct")
    shares = counted and not any(row["suppressed"] for row in rows)
    dots = any(row["lower"] is not None for row in rows)
    if dots:
        finding = findings.spread(words, by, declared, rows)
    else:
        finding = findings.largest(words, by, declared, rows, shares)
    drawn, notes = fold(view, by, rows, limit)
    if not drawn:
        return None
    total = sum(row["value"] or 0 for row in rows if row[by] != "unknown")
    points = [group_point(view, declared, by, row, total if shares else 0) for row in drawn]
    narrowed = [words.label(name, value) for name, value in (where or {}).items()]
    kind: Kind = "dots" if dots else "bars"
    names = tuple(shortened(words.label(by, row[by]), LABEL) for row in drawn)
    return Chart(
        key=f"{metric}-{by}",
        kind=kind,
        finding=finding,
        subject=" · ".join([subject(view, metric, by), *narrowed]),
        alt=alt(view, names, points),
        unit=unit_of(declared),
        categories=names,
        series=(Series(view.title(metric), tuple(points)),),
        note=" ".join([*notes, *standing_notes(view, (answer,))]),
        **behind(view, answer),
        dimension=words(f"dimension.{by}"),
    )


def together(view: View, metrics: Sequence[str], where: Mapping[str, str] | None = None) -> Chart | None:
    """Several shares under each other on one scale, each with its interval and number of answers."""
    answers = [found for code in metrics if (found := given(view, code, where=where)) is not None]
    if not answers:
        return None
    words = view.words
    rows = [answer.rows.row(0, named=True) for answer in answers]
    points = [group_point(view, a.metric, "", row, 0) for a, row in zip(answers, rows, strict=True)]
    names = tuple(view.title(answer.metric.code) for answer in answers)
    told = [findings.outcome(words, a.metric.code, row) for a, row in zip(answers, rows, strict=True)]
    return Chart(
        key="outcomes",
        kind="dots",
        finding=next((text for text in told if text), words("finding.nothing_to_show")).rstrip("."),
        subject=words("subject.outcomes", period=words.period(view.selection.period)),
        alt=alt(view, names, points),
        unit="percent",
        categories=names,
        series=(Series(words("table.value"), tuple(points)),),
        note=" ".join(standing_notes(view, answers)),
        **behind(view, answers[0]),
        dimension=words("table.outcome"),
    )


def given(view: View, metric: str, **asked: Any) -> Answer | None:
    """An answer; none where the policy refuses it to the reader, who then sees no such chart."""
    try:
        return view.ask(metric, **asked)
    except RefusalError:
        return None


def month_point(view: View, metric: Metric, row: Row, complete: bool) -> Point:
    month, chosen = parse(row["period"], view.words.fiscal), view.selection.period
    inside = month.start <= chosen.end and month.end >= chosen.start
    style: Style = "partial" if not complete else "plain" if inside else "pale"
    return point(view, metric, row, view.words.value(written_as(metric), row["value"]), style)


def group_point(view: View, metric: Metric, by: str, row: Row, total: float) -> Point:
    """One group's point, its share of those known or its number of answers beside it."""
    words = view.words
    unknown = bool(by) and str(row[by]) == "unknown"
    text = words.value(written_as(metric), row["value"])
    if total and not unknown and row["value"] is not None:
        text = f"{text} · {words.percent(row['value'] / total)}"
    elif row["lower"] is not None:
        text = f"{text} ({words.interval(written_as(metric), row['lower'], row['upper'])})"
        if row["n"] is not None:
            text = f"{text} · {words('mark.n', n=words.number(row['n']))}{' *' if row['indicative'] else ''}"
    shade = color(view, by, str(row[by])) if by else ""
    return point(view, metric, row, text, "unknown" if unknown else "plain", shade)


def point(view: View, metric: Metric, row: Row, text: str, style: Style, shade: str = "") -> Point:
    if row["suppressed"]:
        return Point(None, view.words("mark.hidden_short"), suppressed=True, style=style)
    return Point(
        row["value"], text, row["lower"], row["upper"], False, bool(row["indicative"]), row["n"], style, shade
    )


def behind(view: View, answer: Answer) -> dict[str, str]:
    """The metric a chart is of, its name and its definition."""
    code = answer.metric.code
    return {"metric": code, "title": view.title(code), "definition": view.metric_text(code, "definition")}


def month_names(view: View, rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(view.words.month(parse(row["period"], view.words.fiscal).start) for row in rows)


def days(view: View) -> tuple[Any, Any]:
    chosen = view.whole_time().selection.period
    return covered(view.source) or (chosen.start, chosen.end)


def alt(view: View, names: Sequence[str], points: Sequence[Point]) -> str:
    """What a chart shows, for who cannot see it: every category with its text."""
    return "; ".join(f"{name}: {one.text}" for name, one in zip(names, points, strict=True))
