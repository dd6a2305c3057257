"""Outcomes weighted to those who were invited, beside the plain figures, with Kish's effective number of answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from dashboard.charts import Mark
from dashboard.charts_dots import dots_with_whiskers
from dashboard.figure import Shown, WithheldError, draw, reason_text
from dashboard.outcome_panels import wave_name
from dashboard.panels import scale
from dashboard.view import View
from pipelines.problems import RefusalError
from pipelines.statistics.nonresponse import WeightedOutcome
from pipelines.statistics.weighted import Estimate


def weighted(view: View, metrics: Sequence[str], where: Mapping[str, str]) -> None:
    """Two dots an outcome, plain and weighted; a sentence for each that is not weighted."""
    words = view.words
    title = words("weighted.subject", wave=wave_name(view, where), period=words.period(view.selection.period))

    def build() -> Shown:
        marks: list[Mark] = []
        rows: list[dict[str, str]] = []
        notes: list[str] = []
        moves: list[float] = []
        people: WeightedOutcome | None = None
        for metric in metrics:
            name = view.title(metric)
            found = ask(view, metric, where)
            estimate = found.estimate
            if estimate.reason is not None or estimate.weighted is None or estimate.unweighted is None:
                notes.append(f"{name}: {reason_text(words, estimate.reason or 'no_data')}")
                continue
            people = found
            kish = words.number(estimate.effective or 0.0)
            moves.append(estimate.weighted.value - estimate.unweighted.value)
            for kind, figure, shade in (
                ("plain", estimate.unweighted, view.palette.unknown),
                ("weighted", estimate.weighted, view.palette.accent),
            ):
                marks.append(mark(view, name, kind, figure, shade, kish))
            rows.append(
                {
                    words("table.outcome"): name,
                    words("weighted.plain"): with_interval(view, estimate.unweighted),
                    words("weighted.weighted"): with_interval(view, estimate.weighted),
                    words("weighted.answers"): words.number(estimate.weighted.n),
                    words("weighted.kish"): kish,
                }
            )
        if not marks or people is None:
            raise WithheldError(only_reason(view, metrics, where))
        note = words("weighted.note_hidden")
        if people.invited is not None and people.unlisted is not None:
            counts = {"invited": words.number(people.invited), "unlisted": words.number(people.unlisted)}
            note = words("weighted.note", **counts)
        points = words.number(max(abs(100 * move) for move in moves), 1)
        return Shown(
            finding=words("weighted.finding", points=points),
            subject=title,
            figure=dots_with_whiskers(marks, view.palette, scale(view, "percent")),
            table=pl.DataFrame(rows),
            answers=[view.ask(metric, where=where) for metric in metrics],
            notes=[note, *notes],
            key=(
                (words("weighted.plain"), view.palette.unknown),
                (words("weighted.weighted"), view.palette.accent),
            ),
            method=words("weighted.method"),
        )

    draw(view, "weighted", title, build)


def ask(view: View, metric: str, where: Mapping[str, str]) -> WeightedOutcome:
    return view.source.insights.weighted(view.question(metric, where=where))


def only_reason(view: View, metrics: Sequence[str], where: Mapping[str, str]) -> str:
    """Why the first of the outcomes is not weighted."""
    try:
        return ask(view, metrics[0], where).estimate.reason or "no_data"
    except (RefusalError, IndexError):
        return "no_data"


def mark(view: View, name: str, kind: str, figure: Estimate, shade: str, kish: str) -> Mark:
    """One dot with its interval; the weighted one says how many answers it is worth."""
    words = view.words
    number = words.number(figure.n) if kind == "plain" else kish
    key = "mark.n" if kind == "plain" else "weighted.n"
    muted = f"<span style='color:{view.palette.muted}'>{words(key, n=number)}</span>"
    text = f"{words.percent(figure.value)}  {muted}"
    label = f"{name} · {words(f'weighted.{kind}')}"
    hover = f"<b>{label}</b><br>{with_interval(view, figure)}<br>{words(key, n=number)}"
    bounds = figure.interval
    lower, upper = (bounds.lower, bounds.upper) if bounds else (None, None)
    short = name if kind == "plain" else f"→ {words('weighted.weighted')}"
    return Mark(short, figure.value, text, hover, "plain", shade, lower, upper)


def with_interval(view: View, figure: Estimate) -> str:
    """`73% (70–76%)`."""
    words = view.words
    if figure.interval is None:
        return words.percent(figure.value)
    return f"{words.percent(figure.value)} ({words.interval('percent', figure.interval.lower, figure.interval.upper)})"
