"""Why did it move? The change of a share, mean or rate in parts that add up to it."""

from __future__ import annotations

import polars as pl

from dashboard.charts_effects import Part, effects
from dashboard.figure import Shown, WithheldError, draw
from dashboard.findings import written_as
from dashboard.view import View
from dashboard.words import Words
from pipelines.metrics import Metric
from pipelines.statistics.decomposition import Decomposition, Effect
from pipelines.statistics.over_time import TwoPeriods

MOST = 8


def why(view: View, metric: str, by: str) -> None:
    """Mix and rate effects of each group on the change since the period compared with."""

    def build() -> Shown:
        words = view.words
        found = view.source.insights.why(view.question(metric, by=(by,)), view.selection.against)
        parts, both = found.decomposition, found.periods
        if parts.reason is not None or both is None or both.before is None:
            raise WithheldError(parts.reason or "no_data")
        unclear = view.compare(metric).significant is False
        ordered = sorted(parts.effects, key=lambda one: -abs(one.total))
        rows = [whole(words, parts), *((words.label(by, one.group), one) for one in ordered)]
        drawn = [part(words, both.now.metric, label, one) for label, one in rows]
        notes = [words("why.note", before=words.span(both.start, both.end))]
        if len(drawn) > MOST + 1:
            notes.append(words("note.more", count=len(drawn) - MOST - 1))
        return Shown(
            finding=finding(view, both.now.metric, by, parts, unclear),
            subject=words("why.subject", metric=view.title(metric), dimension=words(f"dimension.{by}")),
            figure=effects(drawn[: MOST + 1], view.palette),
            table=table(words, by, both, rows),
            answers=(both.before, both.now),
            notes=notes,
            key=((words("why.mix"), view.palette.accent), (words("why.rate"), view.palette.second)),
            method=words("why.method"),
        )

    subject = view.words("why.subject", metric=view.title(metric), dimension=view.words(f"dimension.{by}"))
    draw(view, f"why-{metric}-{by}", subject, build)


def whole(words: Words, parts: Decomposition) -> tuple[str, Effect]:
    """All groups together as the first row."""
    return words("why.all"), Effect("all", parts.mix or 0.0, parts.rate or 0.0)


def finding(view: View, metric: Metric, by: str, parts: Decomposition, unclear: bool) -> str:
    """What moved and what it came of mostly; nothing is said to have moved where chance explains it."""
    words, unit = view.words, written_as(metric)
    values = {
        "metric": view.title(metric.code),
        "before": words.value(unit, parts.before),
        "after": words.value(unit, parts.after),
        "dimension": words(f"dimension.{by}"),
    }
    if unclear or not parts.change:
        return words("why.unclear", **values)
    of_mix = abs(parts.mix or 0.0) > abs(parts.rate or 0.0)
    return words("why.by_mix" if of_mix else "why.by_rate", **values)


def part(words: Words, metric: Metric, label: str, one: Effect) -> Part:
    """One row of the chart with its texts."""
    shown = {"mix": signed(words, metric, one.mix), "rate": signed(words, metric, one.rate)}
    text = signed(words, metric, one.total)
    return Part(
        label, (one.mix, one.rate), text, f"<b>{label}</b><br>{text}<br>{words('why.hover', **shown)}"
    )


def table(words: Words, by: str, both: TwoPeriods, rows: list[tuple[str, Effect]]) -> pl.DataFrame:
    """The exact effects, a row a group."""
    metric = both.now.metric
    heads = (words(f"dimension.{by}"), words("why.mix"), words("why.rate"), words("why.total"))
    cells = [
        (label, *(signed(words, metric, value, 2) for value in (one.mix, one.rate, one.total)))
        for label, one in rows
    ]
    return pl.DataFrame(cells, schema=list(heads), orient="row")


def signed(words: Words, metric: Metric, value: float, decimals: int = 1) -> str:
    """An effect with its sign: percentage points of a share, else in the unit of the figure."""
    amount = 100 * value if metric.unit == "percent" else value
    rounded = round(amount, decimals) + 0.0  # nought without a sign
    text = words.number(rounded, decimals)
    text = f"+{text}" if rounded > 0 else text
    return words("why.points", amount=text) if metric.unit == "percent" else text
