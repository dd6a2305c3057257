"""Rooms and machines in one table: booked, used, idle, not appeared, and how long before people book."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.about import about_button
from dashboard.figure import refused, standing_notes
from dashboard.findings import amount
from dashboard.marks import Row
from dashboard.view import View
from pipelines.metrics import Answer
from pipelines.problems import RefusalError

COLUMNS = ("booking_rate", "used_rate", "idle_rate", "no_show_rate", "lead_time")
BARS = COLUMNS[:3]
BAR_WIDTH = 58.0  # percent of a cell that a share of one takes; the rest is for the number


def rooms(view: View) -> None:
    """One line for each room, seat and machine, the most booked first."""
    words = view.words
    subject = words("rooms.subject", period=words.period(view.selection.period))
    with st.container(key="figure-rooms"):
        try:
            answers = [view.ask(metric, by=("resource",)) for metric in COLUMNS]
        except RefusalError as refusal:
            st.html(f"<h2 class='finding'>{escape(subject)}</h2>")
            refused(view, refusal)
            return
        cells = {answer.metric.code: by_resource(answer) for answer in answers}
        order = sorted(cells["booking_rate"], key=lambda code: (-known(cells["booking_rate"][code]), code))
        st.html(
            f"<h2 class='finding'>{escape(finding(view, cells))}</h2><p class='subject'>{escape(subject)}</p>"
        )
        if not order:
            st.html(f"<p class='empty'>{words('empty.figure')}</p>")
            return
        st.html(table(view, answers, cells, order, subject))
        notes = [words("rooms.note"), *standing_notes(view, answers)]
        st.html(f"<p class='note'>{'<br>'.join(escape(note) for note in dict.fromkeys(notes))}</p>")
        with st.container(key="twins-rooms"):
            about_button(view, "rooms", *answers)


def by_resource(answer: Answer) -> dict[str, Row]:
    return {row["resource"]: row for row in answer.rows.to_dicts()}


def known(row: Row | None) -> float:
    return -1.0 if row is None or row["value"] is None else float(row["value"])


def finding(view: View, cells: dict[str, dict[str, Row]]) -> str:
    """The most booked and the most idle one."""
    words = view.words
    booked, idle = cells["booking_rate"], cells["idle_rate"]
    shown = [code for code in booked if known(booked[code]) >= 0 and known(idle.get(code)) >= 0]
    if len(shown) < 2:
        return words("finding.nothing_to_compare")
    first = max(shown, key=lambda code: known(booked[code]))
    last = max(shown, key=lambda code: known(idle[code]))
    return words(
        "rooms.finding",
        booked=words.label("resource", first),
        booked_share=words.percent(known(booked[first])),
        idle=words.label("resource", last),
        idle_share=words.percent(known(idle[last])),
    )


def table(
    view: View, answers: list[Answer], cells: dict[str, dict[str, Row]], order: list[str], subject: str
) -> str:
    """The table as HTML; the shares of open hours carry a bar behind their number."""
    words = view.words
    heads = [words("dimension.resource"), *(words(f"rooms.{answer.metric.code}") for answer in answers)]
    head = "".join(
        f"<th scope='col' class='{'number' if place else 'text'}'>{escape(name)}</th>"
        for place, name in enumerate(heads)
    )
    body = ""
    for code in order:
        body += f"<tr><th scope='row' class='text'>{escape(words.label('resource', code))}</th>"
        body += (
            "".join(cell(view, answer, cells[answer.metric.code].get(code)) for answer in answers) + "</tr>"
        )
    return (
        f"<div class='sheet' tabindex='0' role='region' aria-label='{escape(subject, quote=True)}'>"
        f"<table class='rooms'><caption>{escape(subject)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def cell(view: View, answer: Answer, row: Row | None) -> str:
    words, metric = view.words, answer.metric
    if row is not None and row["suppressed"]:
        return f"<td class='number'>{escape(words('mark.hidden_short'))}</td>"
    if row is None or row["value"] is None:
        return "<td class='number'>–</td>"
    text = amount(words, metric, row["value"])
    if metric.unit == "days":
        text = words("rooms.days", count=round(row["value"], 1), number=words.number(row["value"], 1))
    style = ""
    if metric.code in BARS:
        share = f"{BAR_WIDTH * min(1.0, row['value']):.1f}%"
        style = (
            f" style='background:linear-gradient(to right,{view.palette.second} {share},transparent {share})'"
        )
    return f"<td class='number'><span class='bar'{style}>{escape(text)}</span></td>"
