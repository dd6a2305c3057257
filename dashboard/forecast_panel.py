"""The coming weeks of a count with their intervals, and the back-test they stand on beside them."""

from __future__ import annotations

from datetime import date
from html import escape
from statistics import mean
from typing import Any

import polars as pl
import streamlit as st

from dashboard.charts import Figure
from dashboard.charts_weeks import Week, weeks
from dashboard.days import days_key, marked_days
from dashboard.figure import Shown, draw, reason_text
from dashboard.findings import amount
from dashboard.panels import beside
from dashboard.tables import show_table
from dashboard.view import View
from pipelines.metrics import Metric
from pipelines.statistics.forecast import Backtest, Forecast


def forecast(view: View, metric: str) -> None:
    """A forecast where the back-test finds it better than repeating the last week; else the sentence."""
    found = view.source.insights.forecast(metric)
    with beside(f"forecast-{metric}"):
        if found.weeks is None:
            none(view, metric, found)
        else:
            draw(view, f"forecast-{metric}", subject(view, metric), lambda: shown(view, metric, found))
        backtest(view, metric, found.backtest)


def shown(view: View, metric: str, found: Forecast) -> Shown:
    """The chart of weeks past and ahead with its table."""
    words, ahead = view.words, found.weeks
    assert ahead is not None  # noqa: S101 - asked by the caller
    declared = view.metric(metric)
    rows = ahead.to_dicts()
    usual = round(mean(row["value"] for row in rows))
    until = words.day(rows[-1]["end"])
    figure, key = chart(view, declared, found)
    heads = ("table.week", "table.value", "table.interval", "forecast.open_days")
    cells = [
        (
            words.days(row["start"], row["end"]),
            words.number(row["value"]),
            words.interval("whole", round(row["lower"]), round(row["upper"])),
            words.number(row["open_days"]),
        )
        for row in rows
    ]
    return Shown(
        finding=words("forecast.finding", amount=amount(words, declared, usual), date=until),
        subject=subject(view, metric),
        figure=figure,
        table=pl.DataFrame(cells, schema=[words(head) for head in heads], orient="row"),
        answers=(view.whole_time().without_filters().ask(metric),),
        notes=[words("forecast.note", level=words.percent(found.level))],
        key=key,
        method=words("forecast.method"),
    )


def chart(view: View, metric: Metric, found: Forecast) -> tuple[Figure, list[tuple[str, str]]]:
    """The chart, and the names of what is marked in it."""
    words = view.words
    past = [week(view, metric, row) for row in found.history.to_dicts()]
    rows = found.weeks.to_dicts() if found.weeks is not None else []
    ahead = [week(view, metric, row) for row in rows]
    first, last = found.history["start"][0], rows[-1]["end"]
    marked = marked_days(view, first, last, lambda day: day)
    ticks = month_ticks(view, first, last)
    key = [(words("forecast.band"), view.palette.second), *days_key(view, marked)]
    return weeks(past, ahead, marked, ticks, view.palette), key


def week(view: View, metric: Metric, row: dict[str, Any]) -> Week:
    words = view.words
    lower, upper = row.get("lower"), row.get("upper")
    value = None if row["value"] is None else round(row["value"])
    lines = [f"<b>{words.days(row['start'], row['end'])}</b>", amount(words, metric, value)]
    if lower is not None and upper is not None:
        interval = words.interval("whole", round(lower), round(upper))
        lines.append(words("hover.interval", interval=interval, level=words.percent(0.95)))
    return Week(row["start"], row["value"], "<br>".join(lines), lower, upper)


def month_ticks(view: View, first: date, last: date) -> list[tuple[date, str]]:
    """The first of every second month with its name."""
    months = pl.date_range(first.replace(day=1), last, "2mo", eager=True).to_list()
    return [(day, view.words.month(day)) for day in months if day >= first]


def subject(view: View, metric: str) -> str:
    return view.words("forecast.subject", metric=view.title(metric))


def none(view: View, metric: str, found: Forecast) -> None:
    """No forecast: what it would have been of, and why it is not given."""
    reason = reason_text(view.words, found.reason or "no_data")
    with st.container(key=f"figure-forecast-{metric}"):
        st.html(
            f"<h2 class='finding'>{escape(subject(view, metric))}</h2><p class='empty'>{escape(reason)}</p>"
        )


def backtest(view: View, metric: str, test: Backtest | None) -> None:
    """How the forecast would have done so far, by week ahead, beside repeating the last week."""
    if test is None:
        return
    words = view.words
    heads = [words("forecast.week_ahead"), words("forecast.error"), words("forecast.naive_error")]
    rows = [
        (words.number(row["week"]), words.number(row["error"], 1), words.number(row["naive_error"], 1))
        for row in test.by_week.to_dicts()
    ]
    rows.append((words("forecast.all_weeks"), words.number(test.error, 1), words.number(test.naive_error, 1)))
    key = "forecast.tested" if test.beats else "forecast.tested_worse"
    with st.container(key=f"figure-backtest-{metric}"):
        st.html(
            f"<h2 class='finding'>{escape(words(key))}</h2>"
            f"<p class='subject'>{escape(words('forecast.tested_subject', metric=view.title(metric)))}</p>"
        )
        caption = words("forecast.tested_subject", metric=view.title(metric))
        show_table(pl.DataFrame(rows, schema=heads, orient="row"), caption)
        held = words("forecast.held", count=test.origins, share=words.percent(test.coverage))
        st.html(f"<p class='note'>{escape(held)}</p>")
