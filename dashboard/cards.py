"""Cards: a value, how it changed or why that cannot be said, its months as a line, what stands behind it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import findings
from dashboard.about import about_button
from dashboard.figure import refused
from dashboard.findings import written_as
from dashboard.view import View
from pipelines.metrics import Answer
from pipelines.problems import RefusalError

WIDTH, HEIGHT = 160, 40
ARROWS = {"up": "▲", "down": "▼", "same": "≈", "none": ""}


def cards(view: View, *metrics: str, place: str = "") -> None:
    """A card for each metric, in a grid that folds on a phone; a second grid of a page names its `place`."""
    with st.container(key=f"cards-{place}" if place else "cards"):
        for metric in metrics:
            with st.container(key=f"card-{metric}", border=True):
                card(view, metric)


def card(view: View, metric: str) -> None:
    """One card; what the policy refuses stands in it as a sentence."""
    words = view.words
    try:
        answer = view.ask(metric)
        compared = view.compare(metric)
        months = view.whole_time().ask(metric, grain="month")
    except RefusalError as refusal:
        st.html(f"<p class='card-label'>{escape(view.title(metric))}</p>")
        refused(view, refusal)
        return
    changed = findings.change(words, answer.metric, compared)
    st.html(card_html(view, answer, changed, months))
    about_button(view, f"card-{metric}", answer)


def card_html(view: View, answer: Answer, changed: findings.Change, months: Answer) -> str:
    """The card's text and line as HTML; every text is escaped."""
    words, metric = view.words, answer.metric
    row = answer.rows.row(0, named=True) if answer.rows.height else {"value": None, "suppressed": False}
    if row["suppressed"]:
        value = words("mark.hidden")
        shown = f"<p class='card-value hidden'>{escape(value)}</p>"
    else:
        shown = f"<p class='card-value'>{escape(words.value(written_as(metric), row['value']))}"
        interval = words.interval(written_as(metric), row.get("lower"), row.get("upper"))
        shown += f"<span class='card-interval'>{escape(interval)}</span></p>" if interval else "</p>"
    arrow = ARROWS[changed.direction]
    mark = f"<span aria-hidden='true' class='arrow {changed.direction}'>{arrow}</span> " if arrow else ""
    small = ""
    if row.get("indicative"):
        small = f"<span class='chip'>{escape(words('mark.indicative'))}</span>"
    if view.ignored(metric.code):
        names = ", ".join(words(f"dimension.{name}") for name in view.ignored(metric.code))
        small += f"<p class='card-note'>{escape(words('note.ignored', dimension=names))}</p>"
    if answer.residents is not None:
        day, source = words.day(answer.residents.as_of), answer.residents.source
        small += f"<p class='card-note'>{escape(words('note.population', date=day, source=source))}</p>"
    return (
        f"<p class='card-label'>{escape(view.title(metric.code))}</p>{shown}"
        f"<p class='card-change {changed.direction}'>{mark}{escape(changed.text)}</p>{small}"
        + sparkline(months.rows["value"].to_list(), view.palette.accent)
    )


def sparkline(values: Sequence[float | None], color: str) -> str:
    """A small line of months with its last point marked; a gap stays one. Screen readers have the table."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return "<div class='spark' aria-hidden='true'></div>"
    low, high = min([*known, 0]), max(known)
    reach = (high - low) or 1
    step = WIDTH / max(len(values) - 1, 1)
    segments: list[list[str]] = [[]]
    last = (0.0, 0.0)
    for position, value in enumerate(values):
        if value is None:
            segments.append([])
            continue
        last = (position * step, HEIGHT - 4 - (value - low) / reach * (HEIGHT - 8))
        segments[-1].append(f"{last[0]:.1f},{last[1]:.1f}")
    lines = "".join(f"<polyline points='{' '.join(points)}'/>" for points in segments if len(points) > 1)
    picture = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' preserveAspectRatio='none'>"
        f"<g fill='none' stroke='{color}' stroke-width='2' stroke-linejoin='round'>{lines}</g></svg>"
    ).replace("<polyline", "<polyline vector-effect='non-scaling-stroke'")
    # As a picture: an svg element would be taken out with what else could hold a script.
    source = b64encode(picture.encode()).decode()
    return (
        f"<div class='spark' aria-hidden='true'><img alt='' src='data:image/svg+xml;base64,{source}'>"
        f"<i style='left:{100 * last[0] / WIDTH:.1f}%;top:{100 * last[1] / HEIGHT:.1f}%'></i></div>"
    )
