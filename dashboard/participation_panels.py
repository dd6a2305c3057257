"""Who stays and where people go next: cohorts by months since, a person's second and third programme, moves."""

from __future__ import annotations

import polars as pl

from dashboard import findings
from dashboard.charts import Mark, ranked_bars
from dashboard.charts_grid import heatmap
from dashboard.figure import Shown, draw, table_of
from dashboard.makers_panel import numbered
from dashboard.marks import Row, by_size, group_marks, hover
from dashboard.panels import LIMIT, fold
from dashboard.view import View

RETENTION, MOVES = "cohort_retention", "programme_moves"


def cohorts(view: View) -> None:
    """Of those who first came in a month, how many attended one, two, three... months later."""
    words = view.words

    def build() -> Shown:
        whole = view.whole_time()
        answer = whole.ask(RETENTION, by=("months_since",), grain="month")
        pooled = whole.ask(RETENTION, by=("months_since",))
        rows = answer.rows.to_dicts()
        months = sorted({row["period"] for row in rows})
        later = sorted({int(row["months_since"]) for row in rows})
        cells: dict[tuple[str, int], Row] = {(row["period"], int(row["months_since"])): row for row in rows}
        values: list[list[float | None]] = [
            [cells[month, since]["value"] if (month, since) in cells else None for since in later]
            for month in months
        ]
        texts = [
            [
                hover(view, answer.metric, cohort_label(view, month, since), cells[month, since])
                if (month, since) in cells
                else words("cohorts.not_yet")
                for since in later
            ]
            for month in months
        ]
        heads, names = [str(since) for since in later], [words.label("month", month) for month in months]
        figure = heatmap(values, heads, names, texts, view.palette) if rows else None
        return Shown(
            finding=staying(view, pooled.rows.to_dicts()),
            subject=words("cohorts.subject"),
            figure=numbered(figure, values, view, "percent") if figure else None,
            table=table_of(view, answer, ("period", "months_since")),
            answers=(answer, pooled),
            notes=[words("cohorts.note")],
        )

    draw(view, "cohorts", words("cohorts.subject"), build)


def cohort_label(view: View, month: str, since: int) -> str:
    return f"{view.words.label('month', month)}: {view.words('cohorts.later', count=since)}"


def staying(view: View, rows: list[Row]) -> str:
    """How many come one month after their first time, and three months after."""
    words = view.words
    shown = {int(row["months_since"]): row for row in rows if row["value"] is not None}
    if 1 not in shown:
        return words("finding.nothing_to_show")
    if 3 not in shown:
        return words("cohorts.one", one=words.percent(shown[1]["value"]))
    return words(
        "cohorts.finding", one=words.percent(shown[1]["value"]), three=words.percent(shown[3]["value"])
    )


def programme_of(view: View, place: str) -> None:
    """To which service people's second, third or later programme belongs."""
    words = view.words
    title = words("paths.place", place=words.label("place", place))

    def build() -> Shown:
        answer = view.whole_time().ask(MOVES, by=("service",), where={"place": place})
        rows = by_size(answer.rows.to_dicts(), "service")
        drawn, notes = fold(view, "service", rows)
        marks = group_marks(view, answer.metric, "service", drawn, False)
        return Shown(
            finding=findings.largest(words, "service", answer.metric, rows, False),
            subject=title,
            figure=ranked_bars(marks, view.palette) if drawn else None,
            table=table_of(view, answer, ("service",)),
            answers=(answer,),
            notes=notes,
        )

    draw(view, f"place-{place}", title, build)


def moves(view: View) -> None:
    """From which service to which people went on; those that are hidden are counted, not named one by one."""
    words = view.words

    def build() -> Shown:
        answer = view.whole_time().ask(MOVES, by=("came_from", "service"))
        rows = answer.rows.to_dicts()
        shown = sorted((row for row in rows if row["value"] is not None), key=lambda row: -row["value"])
        marks = []
        for row in shown[:LIMIT]:
            label = move_label(view, row)
            color = view.palette.services.get(row["service"], "")
            text = words.number(row["value"])
            marks.append(Mark(label, row["value"], text, hover(view, answer.metric, label, row), color=color))
        notes = [words("note.more", count=len(shown) - LIMIT)] if len(shown) > LIMIT else []
        hidden = len(rows) - len(shown)
        if hidden:
            notes.append(words("paths.hidden", count=hidden))
        finding = words("finding.nothing_to_show")
        if shown:
            told = findings.amount(words, answer.metric, shown[0]["value"])
            finding = words("paths.finding", label=move_label(view, shown[0]), amount=told)
        return Shown(
            finding=finding,
            subject=words("paths.subject"),
            figure=ranked_bars(marks, view.palette) if marks else None,
            table=table_of(view, answer, ("came_from", "service")),
            answers=(answer,),
            notes=notes,
        )

    draw(view, "moves", words("paths.subject"), build)


def move_label(view: View, row: Row) -> str:
    return (
        f"{view.words.label('came_from', row['came_from'])} → {view.words.label('service', row['service'])}"
    )


def several(view: View) -> None:
    """The share of people with two services or more: all of them, then by the service they began with."""
    words, metric = view.words, "several_services"

    def build() -> Shown:
        whole = view.whole_time()
        every, answer = whole.ask(metric), whole.ask(metric, by=("service",))
        rows = by_size(answer.rows.to_dicts(), "service")
        drawn, notes = fold(view, "service", rows)
        marks = [
            *group_marks(
                view,
                every.metric,
                "all",
                [{**row, "all": words("paths.all")} for row in every.rows.to_dicts()],
                False,
            ),
            *group_marks(view, answer.metric, "service", drawn, False),
        ]
        value = every.rows["value"].first()
        finding = words("finding.nothing_to_show")
        if value is not None:
            finding = words("paths.several", share=words.percent(float(str(value))))
        tables = [
            table_of(view, every, ()).insert_column(
                0, pl.Series(words("dimension.service"), [words("paths.all")])
            ),
            table_of(view, answer, ("service",)),
        ]
        return Shown(
            finding=finding,
            subject=words("paths.several_subject"),
            figure=ranked_bars(marks, view.palette, reference=1.0),
            table=pl.concat(tables, how="diagonal"),
            answers=(every, answer),
            notes=notes,
        )

    draw(view, "several", words("paths.several_subject"), build)
