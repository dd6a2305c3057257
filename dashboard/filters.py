"""Period, comparison and what is looked at: chosen in one place, the same on every page, written in the URL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import cast

import streamlit as st

from dashboard.periods import Period, offered, parse, usual
from dashboard.words import Words, capital
from pipelines.metrics.compare import Against

CUSTOM = "custom"
# The first stands in the row, the others behind a button that says how many of them are set.
DIMENSIONS = ("programme", "service", "core_program", "district", "age_band")
AGAINST: tuple[Against, ...] = ("previous", "year_before")


@dataclass(frozen=True)
class Selection:
    """What the reader has chosen. `where` holds pairs of dimension and code; `against` is what every change is
    measured from.
    """

    period: Period
    where: tuple[tuple[str, str], ...] = ()
    against: Against = "previous"


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
    if code in ("all", CUSTOM) or dimension == "compare":
        return words(f"filter.{dimension}.{code}")
    return capital(words.label(dimension, code))


def filters(words: Words, first: date, last: date, codes: Mapping[str, Sequence[str]]) -> Selection:
    """The row of filters above every page, and what is chosen in it.

    `codes` holds the values that each of DIMENSIONS can take, in the order in which they are offered.
    """
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
        against = pick("compare", words("filter.compare.label"), AGAINST, AGAINST[0], words, "compare")
        where = _where(words, DIMENSIONS[:1], codes)
        rest = DIMENSIONS[1:]
        count = sum(remembered(name, ["all", *codes[name]], "all") != "all" for name in rest)
        label = words("filter.more_set", count=count) if count else words("filter.more")
        # The whole width goes to the first rows on a phone; a name of its own keeps it open while it is used.
        with st.popover(label, key="more-filters", icon=":material/tune:"):
            where |= _where(words, rest, codes)
    _in_sight(words, where)
    return Selection(chosen, tuple(where.items()), cast(Against, against))


def _where(words: Words, names: Sequence[str], codes: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """A select box for each dimension; the codes of those that are set."""
    chosen = {
        name: pick(name, words(f"filter.{name}.label"), ["all", *codes[name]], "all", words, name)
        for name in names
    }
    return {name: code for name, code in chosen.items() if code != "all"}


def _in_sight(words: Words, where: Mapping[str, str]) -> None:
    """What is filtered, in words above the figures, with the button that takes it all away."""
    if not where:
        return

    def clear() -> None:
        for name in DIMENSIONS:
            st.session_state[f"chosen_{name}"] = "all"

    parts = " · ".join(
        f"{words(f'filter.{name}.label')}: {option_label(words, name, code)}" for name, code in where.items()
    )
    with st.container(key="filtered", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f"<p class='filtered'>{escape(words('filter.only', filters=parts))}</p>")
        st.button(words("filter.clear"), key="clear-filters", type="tertiary", on_click=clear)


def _span(words: Words, months: Sequence[str]) -> Period:
    start = pick("from", words("filter.from.label"), months, months[0], words, "period")
    later = [month for month in months if month >= start]
    end = pick("to", words("filter.to.label"), later, later[-1], words, "period")
    return parse(f"{start}..{end}", words.fiscal)
