"""Two segments held against each other: difference, interval and what chance may say about it."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from dashboard.explore_choices import NONE, Asked
from dashboard.figure import reason_text
from dashboard.findings import written_as
from dashboard.marks import Row
from dashboard.tables import show_table
from dashboard.view import View
from dashboard.words import capital
from pipelines.metrics import Answer, Metric
from pipelines.statistics.comparisons import Difference, adjust, difference


def compare(view: View, asked: Asked, pair: tuple[str, str]) -> None:
    """A sentence about the two over the whole period, and a row for each value of the second breakdown."""
    words, dimension = view.words, asked.by[0]
    metric = asked.metric
    labels = [capital(words.label(dimension, code)) for code in pair]
    whole = difference_in(view.ask(metric.code, by=(dimension,)), dimension, pair, {})
    places = [(words.period(view.selection.period), whole)]
    if len(asked.by) == 2:
        second = asked.by[1]
        answer = view.ask(metric.code, by=asked.by)
        places += [
            (capital(words.label(second, code)), difference_in(answer, dimension, pair, {second: code}))
            for code in dict.fromkeys(answer.rows[second].to_list())
        ]
    found = adjust([one for _, one in places])
    title = words("explore.compare.title", a=labels[0], b=labels[1])
    with st.container(key="figure-explore-compare"):
        said = sentence(view, metric, labels, found[0])
        st.html(f"<h2 class='finding'>{escape(said)}</h2><p class='subject'>{escape(title)}</p>")
        rows = [line(view, metric, labels, place, one) for (place, _), one in zip(places, found, strict=True)]
        show_table(pl.DataFrame(rows), title, ("–", words("mark.hidden_short")))
        st.html(f"<p class='note'>{escape(words('explore.compare.note'))}</p>")


def difference_in(answer: Answer, dimension: str, pair: tuple[str, str], where: dict[str, str]) -> Difference:
    """The first less the second in one place; no_data where one of them has no row."""
    rows: dict[str, Row] = {
        str(row[dimension]): row
        for row in answer.rows.iter_rows(named=True)
        if all(row[name] == code for name, code in where.items())
    }
    one, two = pair
    if one not in rows or two not in rows:
        return Difference(one, two, "no_data")
    return difference(one, two, rows[one], rows[two], answer.metric.estimate)


def sentence(view: View, metric: Metric, labels: list[str], found: Difference) -> str:
    """What the comparison says; nothing is called a difference that chance explains."""
    words = view.words
    if found.reason is not None or found.difference is None:
        return reason_text(words, found.reason or NONE)
    size = steps(view, metric, abs(found.difference))
    if found.significant is False:
        return words("explore.compare.unclear", a=labels[0], b=labels[1])
    key = "explore.compare.more" if found.difference > 0 else "explore.compare.less"
    if found.difference == 0:
        key = "explore.compare.alike"
    return words(key, a=labels[0], b=labels[1], difference=size)


def steps(view: View, metric: Metric, size: float, signed: bool = False) -> str:
    """A difference: of shares and scores in points, of others in their own unit."""
    words, points = view.words, metric.unit in ("percent", "points")
    scaled = size * 100 if metric.unit == "percent" else size
    decimals = 1 if points or scaled != round(scaled) else 0
    text = words.number(scaled, decimals)
    text = f"+{text}" if signed and scaled > 0 else text
    return words("explore.compare.points", number=text) if points else text


def line(view: View, metric: Metric, labels: list[str], place: str, found: Difference) -> dict[str, str]:
    words, unit = view.words, written_as(metric)
    missing = "–" if found.reason is None else reason_text(words, found.reason)
    interval = "–"
    if found.lower is not None and found.upper is not None:
        ends = (steps(view, metric, found.lower, True), steps(view, metric, found.upper, True))
        interval = " … ".join(ends)
    return {
        words("explore.compare.place"): place,
        labels[0]: words.value(unit, found.value) if found.reason is None else "–",
        labels[1]: words.value(unit, found.other_value) if found.reason is None else "–",
        words("differences.difference"): missing
        if found.difference is None
        else steps(view, metric, found.difference, True),
        words("table.interval"): interval,
        words("explore.compare.p"): "–" if found.adjusted is None else words.number(found.adjusted, 3),
    }
