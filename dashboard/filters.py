"""Period, programme and district: chosen in one place, the same on every page, written in the URL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard.periods import Period, offered, parse, usual
from dashboard.words import Words, capital

CUSTOM = "custom"
DIMENSIONS = ("programme", "district")


@dataclass(frozen=True)
class Selection:
    """What the reader has chosen. `where` holds pairs of dimension and code."""

    period: Period
    where: tuple[tuple[str, str], ...] = ()


def remembered(name: str, allowed: Sequence[str], usual_value: str) -> str:
    """A choice kept in the session and in the URL: the URL speaks first, anything not allowed falls back."""
    asked = st.session_state.get(f"chosen_{name}") or st.query_params.get(name)
    chosen = str(asked) if asked in allowed else usual_value
    st.session_state[f"chosen_{name}"] = chosen
    return chosen


def write_url(name: str, chosen: str, usual_value: str) -> None:
    """Keep the URL at what is shown, without what everyone sees anyway."""
    if chosen != usual_value:
        st.query_params[name] = chosen
    elif name in st.query_params:
        del st.query_params[name]


def pick(
    name: str, label: str, options: Sequence[str], usual_value: str, words: Words, dimension: str
) -> str:
    """A select box over codes, shown by their labels; gives the code chosen."""
    chosen = remembered(name, options, usual_value)
    key = f"{name}_{words.language}"
    st.session_state[key] = chosen

    def keep() -> None:
        st.session_state[f"chosen_{name}"] = st.session_state[key]

    st.selectbox(
        label,
        options,
        key=key,
        on_change=keep,
        format_func=lambda code: option_label(words, dimension, code),
    )
    write_url(name, chosen, usual_value)
    return chosen


def option_label(words: Words, dimension: str, code: str) -> str:
    if code in ("all", CUSTOM):
        return words(f"filter.{dimension}.{code}")
    return capital(words.label(dimension, code))


def filters(
    words: Words, first: date, last: date, programmes: Sequence[str], districts: Sequence[str]
) -> Selection:
    """The row of filters above every page, and what is chosen in it."""
    periods = offered(first, last, words.fiscal)
    by_code = {period.code: period for period in periods}
    months = [period.code for period in reversed(periods) if period.kind == "month"]
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom"):
        code = pick(
            "period",
            words("filter.period.label"),
            [*by_code, CUSTOM],
            usual(periods, first, last).code,
            words,
            "period",
        )
        chosen = by_code.get(code) or _span(words, months)
        where = []
        for dimension, codes in (("programme", programmes), ("district", districts)):
            value = pick(
                dimension, words(f"filter.{dimension}.label"), ["all", *codes], "all", words, dimension
            )
            if value != "all":
                where.append((dimension, value))
    return Selection(chosen, tuple(where))


def _span(words: Words, months: Sequence[str]) -> Period:
    start = pick("from", words("filter.from.label"), months, months[0], words, "period")
    later = [month for month in months if month >= start]
    end = pick("to", words("filter.to.label"), later, later[-1], words, "period")
    return parse(f"{start}..{end}", words.fiscal)
