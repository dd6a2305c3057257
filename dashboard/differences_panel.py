"""Differences between groups with their intervals: marked only where they hold up among all that are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from dashboard.charts import Figure, Mark, note, shortened
from dashboard.charts_dots import dots_with_whiskers
from dashboard.figure import Shown, WithheldError, draw
from dashboard.findings import written_as
from dashboard.panels import subject
from dashboard.view import View
from pipelines.metrics import Answer
from pipelines.statistics.comparisons import Difference, compare_groups

MOST = 8


def differences(view: View, metric: str, by: str, where: Mapping[str, str]) -> None:
    """Every difference between two groups with its interval; marked only where it holds up among all."""
    title = view.words("differences.subject", subject=subject(view, metric, by))

    def build() -> Shown:
        words = view.words
        answer = view.ask(metric, by=(by,), where=where)
        known = answer.rows.filter(pl.col(by) != "unknown")
        found = compare_groups(Answer(answer.metric, answer.question, answer.snapshot, known, answer.sql))
        told = [positive(one) for one in found if one.difference is not None and one.lower is not None]
        if not told:
            raise WithheldError("suppressed" if answer.rows["suppressed"].any() else "no_data")
        ordered = sorted(told, key=lambda one: (not one.significant, -(one.difference or 0.0)))
        clear = sum(bool(one.significant) for one in told)
        shown = ordered[:MOST]
        notes = [words("differences.note", count=len(told))]
        if len(told) < len(found):
            notes.append(words("differences.hidden", count=len(found) - len(told)))
        if len(told) > len(shown):
            notes.append(words("note.more", count=len(told) - len(shown)))
        return Shown(
            finding=differences_finding(view, by, ordered, clear),
            subject=title,
            figure=chart(view, answer, by, shown),
            table=difference_table(view, answer, by, ordered),
            answers=(answer,),
            notes=notes,
            key=(
                (words("differences.clear"), view.palette.accent),
                (words("differences.unclear"), view.palette.unknown),
            ),
            method=words("differences.method"),
        )

    draw(view, f"differences-{metric}-{by}", title, build)


def positive(one: Difference) -> Difference:
    """The same difference with the higher figure first."""
    if (one.difference or 0.0) >= 0 or one.lower is None or one.upper is None or one.difference is None:
        return one
    return Difference(
        one.other, one.group, one.reason, -one.difference, -one.upper, -one.lower, one.method, one.p,
        one.adjusted, one.significant, one.other_value, one.value,
    )  # fmt: skip


def differences_finding(view: View, by: str, ordered: Sequence[Difference], clear: int) -> str:
    words = view.words
    if not clear:
        return words("differences.none", count=len(ordered))
    first = ordered[0]
    values = {"high": words.label(by, first.group), "low": words.label(by, first.other)}
    return words("differences.finding", count=clear, all=words.number(len(ordered)), **values)


def chart(view: View, answer: Answer, by: str, shown: Sequence[Difference]) -> Figure:
    """Dots with intervals; the higher group stands above its line, the lower one below it."""
    marks = [difference_mark(view, answer, by, one) for one in shown]
    points = ticks(view, shown)
    figure = dots_with_whiskers(marks, view.palette, points)
    figure["layout"]["height"] += 14 * len(shown)
    for place, one in enumerate(reversed(shown)):
        lower = f"− {shortened(view.words.label(by, one.other), 34)}"
        below = note(0.0, place, lower, view.palette.muted, "left", -12) | {"xref": "paper"}
        figure["layout"]["annotations"].append(below)
    return figure


def difference_mark(view: View, answer: Answer, by: str, one: Difference) -> Mark:
    words = view.words
    label = f"{words.label(by, one.group)} – {words.label(by, one.other)}"
    texts = difference_texts(view, answer, one)
    shade = view.palette.accent if one.significant else view.palette.unknown
    hover = f"<b>{label}</b><br>{words('differences.hover', **texts)}"
    return Mark(
        words.label(by, one.group),
        one.difference,
        texts["difference"],
        hover,
        "plain",
        shade,
        one.lower,
        one.upper,
    )


def difference_texts(view: View, answer: Answer, one: Difference) -> dict[str, str]:
    """Difference, interval and adjusted p, written out; shares in percentage points."""
    words = view.words
    times = 100.0 if answer.metric.unit == "percent" else 1.0
    amounts = (one.difference or 0.0, one.lower or 0.0, one.upper or 0.0)
    text, lower, upper = (words.value("points", times * amount) for amount in amounts)
    if answer.metric.unit == "percent":
        text = words("why.points", amount=text)
    p = "–" if one.adjusted is None else words.number(one.adjusted, 3)
    return {"difference": text, "interval": f"{lower} … {upper}", "p": p}


def difference_table(view: View, answer: Answer, by: str, found: Sequence[Difference]) -> pl.DataFrame:
    words, unit = view.words, written_as(answer.metric)
    rows = []
    for one in found:
        texts = difference_texts(view, answer, one)
        rows.append(
            {
                words("differences.higher"): f"{words.label(by, one.group)} ({words.value(unit, one.value)})",
                words(
                    "differences.lower"
                ): f"{words.label(by, one.other)} ({words.value(unit, one.other_value)})",
                words("differences.difference"): texts["difference"],
                words("table.interval"): texts["interval"],
                words("differences.p"): texts["p"],
            }
        )
    return pl.DataFrame(rows)


def ticks(view: View, shown: Sequence[Difference]) -> list[tuple[float, str]]:
    """A scale with nought in it on which all intervals have room."""
    reach = max([0.1, *(abs(bound or 0.0) for one in shown for bound in (one.lower, one.upper))])
    unit = 1.0 if reach <= 1 else 100.0
    step = next(size for size in (0.1, 0.2, 0.5, 1.0, 2.0) if reach <= 2 * size * unit) * unit
    times = 100.0 if unit == 1.0 else 1.0
    points = (-step, 0.0, step, 2 * step)
    return [(point, view.words.value("points", times * point)) for point in points]
