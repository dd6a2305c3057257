"""What a person has to explain: sources that fell silent or jumped, days on which more attended than came."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.view import View
from pipelines.statistics.flags_shown import ShownFlag

MOST = 12


def flags(view: View) -> None:
    """A sentence for each flag, newest first; no figure is changed by it."""
    words, insights = view.words, view.source.insights
    lines = [(one.flag.first, sentence(view, one)) for one in insights.flags(view.role)]
    for day, attended, visits, hidden in (
        insights.above_visits(view.role).select("date", "attendance", "visits", "suppressed").iter_rows()
    ):
        if hidden:
            lines.append((day, words("flag.above_hidden", date=words.day(day))))
            continue
        amounts = {"date": words.day(day), "attended": words.number(attended)}
        if visits is None:
            lines.append((day, words("flag.no_visits", **amounts)))
        else:
            lines.append((day, words("flag.above", visits=words.number(visits), **amounts)))
    lines.sort(key=lambda line: line[0], reverse=True)
    with st.container(key="figure-flags"):
        st.html(
            f"<h2 class='finding'>{escape(words('flag.finding', count=len(lines)))}</h2>"
            f"<p class='subject'>{escape(words('flag.subject'))}</p>"
        )
        for _, line in lines[:MOST]:
            st.html(f"<p class='needs'>{escape(line)}</p>")
        if len(lines) > MOST:
            st.html(f"<p class='note'>{escape(words('flag.more', count=len(lines) - MOST))}</p>")


def sentence(view: View, shown: ShownFlag) -> str:
    """One flag: where, when, and where it may be said how much."""
    words, flag = view.words, shown.flag
    parts = [words.label("source", flag.source), *(words.label(name, code) for name, code in flag.part)]
    # A sign-in sheet counts sign-ins: said once.
    where = " · ".join(dict.fromkeys(parts))
    if flag.kind == "silence":
        days = words.days(flag.first, flag.last)
        if flag.first == flag.last:
            days = words.day(flag.first)
        if flag.expected is None:
            return words("flag.silence_hidden", where=where, days=days)
        return words("flag.silence", where=where, days=days, expected=words.number(flag.expected))
    day = words.day(flag.first)
    if flag.before is None or flag.after is None:
        text = words("flag.jump_hidden", where=where, date=day)
    else:
        amounts = {"before": words.number(flag.before), "after": words.number(flag.after)}
        text = words("flag.jump", where=where, date=day, **amounts)
    return f"{text} {words('flag.near_break')}" if flag.known else text
