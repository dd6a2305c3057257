"""The makerspace: machines by month, and the way from a closed machine to somebody who comes back to it."""

from __future__ import annotations

import polars as pl

from dashboard.charts import Figure, Mark, ranked_bars
from dashboard.charts_grid import heatmap
from dashboard.figure import Shown, draw, table_of
from dashboard.findings import amount, largest
from dashboard.marks import Row, hover
from dashboard.periods import parse
from dashboard.view import View
from pipelines.metrics import Answer

STEPS = ("denied_to_trained", "training_to_use", "makers_return")


def pathway(view: View) -> None:
    """The steps from being turned away to coming back: of those at each step, how many went on."""
    words = view.words

    def build() -> Shown:
        answers = [view.whole_time().ask(metric) for metric in STEPS]
        rows = [answer.rows.row(0, named=True) for answer in answers]
        marks, tables = [], []
        for metric, answer, row in zip(STEPS, answers, rows, strict=True):
            name = words(f"makers.step.{metric}")
            text = words("mark.hidden") if row["suppressed"] else step_text(view, row)
            style = "hidden" if row["suppressed"] else "plain"
            marks.append(Mark(name, row["value"], text, hover(view, answer.metric, name, row), style))
            tables.append(
                table_of(view, answer, ()).insert_column(0, pl.Series(words("makers.head"), [name]))
            )
        return Shown(
            finding=narrowest(view, rows),
            subject=words("makers.subject"),
            figure=ranked_bars(marks, view.palette, reference=1.0),
            table=pl.concat(tables, how="diagonal"),
            answers=answers,
            notes=[words("makers.note")],
        )

    draw(view, "pathway", words("makers.subject"), build)


def step_text(view: View, row: Row) -> str:
    """A step as `64% · 156 of 242`."""
    words = view.words
    if row["value"] is None:
        return "–"
    parts = {name: words.number(row[name] or 0) for name in ("numerator", "denominator")}
    return f"{words.percent(row['value'])} · {words('makers.of', **parts)}"


def narrowest(view: View, rows: list[Row]) -> str:
    """The step at which fewest go on, where its interval lies below those of all others."""
    words = view.words
    known = [(row, metric) for row, metric in zip(rows, STEPS, strict=True) if row["value"] is not None]
    if len(known) < 2:
        return words("finding.nothing_to_compare")
    row, metric = min(known, key=lambda one: float(one[0]["value"]))
    if any(row["upper"] >= other["lower"] for other, name in known if name != metric):
        return words("makers.alike")
    share = words.percent(row["value"])
    return words("makers.narrowest", step=words(f"makers.step.{metric}"), share=share)


def machine_months(view: View) -> None:
    """Hours of each machine in each month as a grid, over the whole time."""
    words, metric = view.words, "machine_hours"
    subject = words("makers.months", metric=view.title(metric))

    def build() -> Shown:
        whole = view.whole_time()
        answer = whole.ask(metric, by=("resource",), grain="month")
        rows = answer.rows.to_dicts()
        totals = view.ask(metric, by=("resource",))
        figure = month_grid(view, answer, rows) if rows else None
        return Shown(
            finding=largest(words, "resource", totals.metric, totals.rows.to_dicts(), False),
            subject=subject,
            figure=figure,
            table=table_of(view, answer, ("resource", "period")),
            answers=(answer, totals),
            notes=[words("makers.finding_period", period=words.period(view.selection.period))],
            key=((words("key.few"), view.palette.ramp[0]), (words("key.many"), view.palette.ramp[-1])),
        )

    draw(view, "machine-months", subject, build)


def month_grid(view: View, answer: Answer, rows: list[Row]) -> Figure:
    """A row a machine, a column a month; the most used machine stands on top."""
    words = view.words
    months = sorted({row["period"] for row in rows})
    cells = {(row["resource"], row["period"]): row for row in rows}
    sums: dict[str, float] = {}
    for row in rows:
        sums[row["resource"]] = sums.get(row["resource"], 0.0) + (row["value"] or 0.0)
    machines = sorted(sums, key=lambda code: (-sums[code], code))
    values: list[list[float | None]] = []
    texts: list[list[str]] = []
    for machine in machines:
        values.append([cells[machine, m]["value"] if (machine, m) in cells else None for m in months])
        texts.append([])
        for month in months:
            name = f"{words.label('resource', machine)}, {words.label('month', month)}"
            hours = cells[machine, month]["value"] if (machine, month) in cells else 0
            told = amount(words, answer.metric, hours)
            texts[-1].append(f"<b>{name}</b><br>{told}")
    heads = [words.month(parse(month, words.fiscal).start) for month in months]
    figure = heatmap(
        values, heads, [words.label("resource", machine) for machine in machines], texts, view.palette
    )
    return numbered(figure, values, view)


def numbered(figure: Figure, values: list[list[float | None]], view: View, unit: str = "whole") -> Figure:
    """A heatmap with its values written in the cells, in a colour that plotly sets against the cell's."""
    trace = figure["data"][0]

    def told(value: float | None) -> str:
        if value is None:
            return ""
        return view.words.value(unit, round(value) if unit == "whole" else value)

    texts = [[told(value) for value in row] for row in values]
    return figure | {"data": [trace | {"text": texts, "texttemplate": "%{text}", "textfont": {"size": 12}}]}
