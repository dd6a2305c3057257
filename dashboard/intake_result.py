"""What came of a publish: the numbers that changed, the page that shows them, and what was set aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.findings import written_as
from dashboard.frame import role
from dashboard.source import WarehouseSource
from dashboard.words import Words
from pipelines.metrics import Metric, Question
from pipelines.problems import RefusalError
from pipelines.settings import Home

# The figures that a canonical table feeds, the plainest first, and the page that shows each.
SHOWN: Mapping[str, tuple[tuple[str, str], ...]] = {
    "visit": (("visits", "reach"),),
    "attendance": (("attendance", "reach"), ("unique_participants", "reach")),
    "session": (("programmes_held", "reach"), ("programme_hours", "reach")),
    "booking": (("bookings", "planning"),),
    "machine_log": (("machine_hours", "planning"),),
    "response": (("response_count", "outcomes"),),
    "advising_contact": (("advising_contacts", "outcomes"),),
    "loan": (("loans", "outcomes"),),
    "training": (("training_to_use", "outcomes"),),
}


@dataclass(frozen=True)
class Changed:
    """One figure over the whole time, before and after a publish; a null one is hidden or was not there."""

    metric: Metric
    before: float | None
    after: float | None
    page: str


def changed(home: Home, former: str | None, snapshot: str, tables: Iterator[str]) -> list[Changed]:
    """The figures that the tables feed and that another snapshot made different, in the reader's role."""
    found: dict[str, Changed] = {}
    now = WarehouseSource(home, snapshot)
    then = WarehouseSource(home, former) if former else None
    for metric, page in (pair for table in tables for pair in SHOWN.get(table, ())):
        after, before = _value(now, metric), _value(then, metric) if then else None
        if after is not None and after != before:
            found[metric] = Changed(now.metrics()[metric], before, after, page)
    return list(found.values())


def _value(source: WarehouseSource, metric: str) -> float | None:
    try:
        rows = source.answer(Question(metric, role=role())).rows
    except RefusalError:
        return None
    value = rows["value"][0] if rows.height else None
    return None if value is None else float(value)


def outcome(words: Words, home: Home, former: str | None, report: Mapping[str, Any]) -> None:
    """The sentence of a publish, and each number that changed with a way to its page."""
    if report["status"] == "unchanged":
        st.html(f"<p class='fine'>{escape(words('intake.done.unchanged'))}</p>")
        return
    st.html(f"<p class='fine'><b>{escape(words('intake.done.published'))}</b></p>")
    tables = (table["table"] for read in report["details"]["read"] for table in read["first_rows"])
    figures = changed(home, former, report["snapshot"], tables)
    cells = [changed_html(words, figure) for figure in figures]
    if cells:
        st.html(f"<div class='changed'>{''.join(cells)}</div>")
    else:
        st.html(f"<p class='note'>{escape(words('intake.done.same'))}</p>")


def changed_html(words: Words, figure: Changed) -> str:
    """One figure: its name, before and after, and the link to its page."""
    key, unit = f"metric.{figure.metric.code}.title", written_as(figure.metric)
    title = words(key) if words.has(key) else figure.metric.title
    after = words.value(unit, figure.after)
    former = (
        words("intake.done.before", value=words.value(unit, figure.before))
        if figure.before is not None
        else ""
    )
    address = f"./{figure.page}?{urlencode({'lang': words.language})}"
    link = words("intake.done.see", page=words(f"page.{figure.page}.title"))
    return (
        f"<div class='changed-figure'><p class='card-label'>{escape(title)}</p>"
        f"<p class='card-value'>{escape(after)}</p><p class='card-change'>{escape(former)}</p>"
        f"<a href='{escape(address, quote=True)}' target='_self'>{escape(link)}</a></div>"
    )
