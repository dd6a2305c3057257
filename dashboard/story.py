"""Figures of several metrics together: new and returning, outcomes on one scale, people and residents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from dashboard import findings
from dashboard.charts import Mark, columns, ranked_bars
from dashboard.charts_dots import dots_with_whiskers
from dashboard.days import with_days
from dashboard.figure import Shown, draw, table_of
from dashboard.marks import complete_months, group_marks, month_marks
from dashboard.panels import scale
from dashboard.source import covered
from dashboard.view import View

WAVES = ("all", "immediate", "follow-up")


def new_and_returning(view: View) -> None:
    """People of each month: new ones and those who had come before, stacked to their number."""

    def build() -> Shown:
        words, whole = view.words, view.whole_time()
        everyone, new = (whole.ask(m, grain="month") for m in ("unique_participants", "new_participants"))
        fresh = dict(new.rows.select("period", "value").iter_rows())
        rows = everyone.rows.to_dicts()
        days = covered(view.source) or (whole.selection.period.start, whole.selection.period.end)
        lower, upper, table = [], [], []
        for mark, row in zip(month_marks(view, everyone.metric, rows, days), rows, strict=True):
            total, first = row["value"], fresh.get(row["period"])
            back = total - first if total is not None and first is not None else None
            shown = {"new": number(view, first), "returning": number(view, back)}
            hover = f"{mark.hover}<br>{words('hover.new_returning', **shown)}"
            # Where one part is hidden the column is whole, so that no part can be taken from the other.
            lower.append(Mark(mark.label, total if back is None else first, "", hover, mark.style))
            upper.append(Mark(mark.label, back, mark.text, hover, mark.style))
            cells = (words.label("month", row["period"]), number(view, total), *shown.values())
            heads = (
                words("table.period"),
                view.title(everyone.metric.code),
                words("key.new"),
                words("key.returning"),
            )
            table.append(dict(zip(heads, cells, strict=True)))
        figure, key, told = None, list[tuple[str, str]](), list[str]()
        if rows:
            drawn = columns(lower, view.palette, upper)
            figure, key, told = with_days(view, drawn, rows, everyone.metric.code)
        return Shown(
            finding=findings.peak(words, everyone.metric, rows, complete_months(view, rows, days)),
            subject=words("subject.new_returning"),
            figure=figure,
            table=pl.DataFrame(table),
            answers=(everyone, new),
            notes=told,
            key=(
                (words("key.new"), view.palette.accent),
                (words("key.returning"), view.palette.second),
                *key,
            ),
        )

    draw(view, "new-returning", view.words("subject.new_returning"), build)


def number(view: View, value: float | None) -> str:
    return view.words("mark.hidden_short") if value is None else view.words.number(value)


def wave_switch(view: View) -> dict[str, str]:
    """The wave a reader looks at: all answers, at the end of a programme, or weeks later."""
    words = view.words
    chosen = st.segmented_control(
        words("dimension.wave"),
        WAVES,
        # Answers of two moments are two things; all of them together stay a choice.
        default="immediate",
        required=True,
        key=f"wave_{words.language}",
        format_func=lambda code: words.label("wave", code),
    )
    return {} if chosen in (None, "all") else {"wave": str(chosen)}


def outcomes(
    view: View, metrics: Sequence[str], where: dict[str, str] | None = None, notes: Sequence[str] = ()
) -> None:
    """Outcome questions under each other on one scale, each with its interval and number of answers."""

    def build() -> Shown:
        words = view.words
        answers = [view.ask(metric, where=where) for metric in metrics]
        marks: list[Mark] = []
        tables: list[pl.DataFrame] = []
        found: list[str] = []
        for answer in answers:
            row: dict[str, Any] = answer.rows.row(0, named=True)
            name = view.title(answer.metric.code)
            marks += group_marks(view, answer.metric, "metric", [{**row, "metric": name}], False)
            found.append(findings.outcome(words, answer.metric.code, row))
            exact = table_of(view, answer, ())
            tables.append(exact.insert_column(0, pl.Series(words("table.outcome"), [name])))
        return Shown(
            finding=next((text for text in found if text), words("finding.nothing_to_show")),
            subject=words("subject.outcomes", period=words.period(view.selection.period)),
            figure=dots_with_whiskers(marks, view.palette, scale(view, "percent")),
            table=pl.concat(tables, how="diagonal"),
            answers=answers,
            notes=notes,
        )

    draw(view, "outcomes", view.words("page.outcomes.title"), build)


def district_population(view: View) -> None:
    """Each district's participants beside its residents, with the date and source of the denominator."""

    def build() -> Shown:
        words = view.words
        answer = view.ask("unique_participants", by=("district",))
        people = {row["code"]: row for row in view.source.quality("dim_district").iter_rows(named=True)}
        marks, table = [], []
        for row in answer.rows.iter_rows(named=True):
            district = people.get(row["district"])
            if district is None or not district["population"]:
                continue
            label = words.label("district", row["district"])
            rate = None if row["value"] is None else 10_000 * row["value"] / district["population"]
            text = words("mark.hidden") if rate is None else words.number(rate, 1)
            hover = f"<b>{label}</b><br>{text}<br>{words('hover.population', count=district['population'])}"
            marks.append(Mark(label, rate, text, hover, "hidden" if rate is None else "plain"))
            table.append(
                {
                    words("dimension.district"): label,
                    view.title("unique_participants"): number(view, row["value"]),
                    words("table.population"): words.number(district["population"]),
                    words("table.per_ten_thousand"): "–" if rate is None else words.number(rate, 1),
                }
            )
        marks.sort(key=lambda mark: -(mark.value if mark.value is not None else -1))
        known = next(iter(people.values()), None)
        notes = (
            [words("note.population", date=words.day(known["as_of"]), source=known["source"])]
            if known
            else []
        )
        return Shown(
            finding=findings.first_mark(words, marks, "finding.most_per_resident"),
            subject=words("subject.per_resident", period=words.period(view.selection.period)),
            figure=ranked_bars(marks, view.palette) if marks else None,
            table=pl.DataFrame(table),
            answers=(answer,),
            notes=notes,
        )

    period = view.words.period(view.selection.period)
    draw(view, "district-population", view.words("subject.per_resident", period=period), build)
