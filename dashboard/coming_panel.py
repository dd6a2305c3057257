"""What is coming: the planned sessions as a list or as a month, without anybody's name."""

from __future__ import annotations

from calendar import Calendar
from datetime import date
from html import escape
from typing import Any

import polars as pl
import streamlit as st
from babel.dates import format_skeleton

from dashboard.tables import show_table
from dashboard.view import View
from dashboard.words import capital

Planned = dict[str, Any]
SHAPES = ("list", "month")


def coming(view: View) -> None:
    """Planned sessions of one month, in the shape a reader chooses."""
    words = view.words
    with st.container(key="figure-coming"):
        planned = chosen(view, view.source.insights.coming())
        st.html(
            f"<h2 class='finding'>{escape(finding(view, planned))}</h2>"
            f"<p class='subject'>{escape(words('coming.subject'))}</p>"
        )
        if not planned:
            st.html(f"<p class='empty'>{escape(words('coming.empty'))}</p>")
            return
        months = sorted({one["date"].replace(day=1) for one in planned})
        with st.container(horizontal=True, key="coming-choices"):
            month = choice("coming_month", words("coming.month"), [day.isoformat() for day in months], view)
            shape = choice("coming_shape", words("coming.shape"), list(SHAPES), view)
        first = date.fromisoformat(month)
        own = [one for one in planned if one["date"].replace(day=1) == first]
        if shape == "month":
            st.html(month_html(view, first, own))
        else:
            show_table(pl.DataFrame([line(view, one) for one in own]), month_caption(view, first))
        st.html(f"<p class='note'>{escape(words('coming.note'))}</p>")


def chosen(view: View, planned: pl.DataFrame) -> list[Planned]:
    """The sessions of the programme that is chosen above the page; of all where none is."""
    wanted = {code for name, code in view.selection.where if name == "programme"}
    return [one for one in planned.to_dicts() if not wanted or one["programme"] in wanted]


def choice(name: str, label: str, codes: list[str], view: View) -> str:
    words = view.words

    def told(code: str) -> str:
        if name == "coming_shape":
            return words(f"coming.{code}")
        return capital(words.month(date.fromisoformat(code), short=False))

    picked = st.segmented_control(
        label, codes, default=codes[0], required=True, key=f"{name}_{words.language}", format_func=told
    )
    return str(picked or codes[0])


def finding(view: View, planned: list[Planned]) -> str:
    """How many sessions are planned until when."""
    words = view.words
    if not planned:
        return words("coming.nothing")
    return words("coming.finding", count=len(planned), date=words.day(planned[-1]["date"]))


def month_caption(view: View, first: date) -> str:
    return f"{view.words('coming.subject')} · {view.words.month(first, short=False)}"


def hour(view: View, one: Planned) -> str:
    """The local time at which a session starts; a dash where only its day is known."""
    starts = one["starts_at"]
    return "–" if starts is None else f"{starts.astimezone(view.words.site.zone):%H:%M}"


def named(view: View, one: Planned) -> str:
    """The programme's name; what a calendar holds besides programmes is another event."""
    words = view.words
    label = words.label("programme", one["programme"])
    return words("coming.other") if label == one["programme"] else label


def line(view: View, one: Planned) -> dict[str, str]:
    words = view.words
    return {
        words("coming.day"): format_skeleton("MMMEd", one["date"], locale=words.language),
        words("coming.time"): hour(view, one),
        words("dimension.programme"): named(view, one),
        words("dimension.zone"): words.label("zone", one["zone"]),
        words("dimension.mode"): words.label("mode", one["mode"]),
        words("coming.places"): "–" if one["capacity"] is None else words.number(one["capacity"]),
    }


def month_html(view: View, first: date, own: list[Planned]) -> str:
    """The month as weeks of seven days; each session with its time and programme."""
    words = view.words
    days: dict[date, list[Planned]] = {}
    for one in own:
        days.setdefault(one["date"], []).append(one)
    heads = "".join(
        f"<th scope='col'>{escape(words.weekday(day, 'abbreviated'))}</th>" for day in range(1, 8)
    )
    weeks = ""
    for week in Calendar().monthdatescalendar(first.year, first.month):
        weeks += "<tr>" + "".join(day_html(view, day, first, days.get(day, [])) for day in week) + "</tr>"
    caption = escape(month_caption(view, first), quote=True)
    return (
        f"<div class='sheet' tabindex='0' role='region' aria-label='{caption}'><table class='month'>"
        f"<caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{weeks}</tbody></table></div>"
    )


def day_html(view: View, day: date, first: date, own: list[Planned]) -> str:
    if day.month != first.month:
        return "<td></td>"
    lines = "".join(f"<li><b>{hour(view, one)}</b> {escape(named(view, one))}</li>" for one in own)
    return f"<td><span>{day.day}</span>{f'<ul>{lines}</ul>' if lines else ''}</td>"
