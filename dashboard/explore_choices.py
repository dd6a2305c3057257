"""What an analyst's view shows: metric, two breakdowns, grain and two segments, all of it in the address.

Only what the role may ask is offered. An address that asks for more says so and shows what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import get_args

import streamlit as st

from dashboard.filters import remembered, write_url
from dashboard.view import View
from dashboard.words import capital
from pipelines.metrics import Answer, Metric, breakdowns, grains_of
from pipelines.metrics.dimensions import UNKNOWN, dimensions
from pipelines.metrics.metric import Group

NONE = "none"
USUAL = "attendance"
WITHHELD = "explore_withheld"
GROUPS = get_args(Group)


@dataclass(frozen=True)
class Asked:
    """A metric, its breakdowns (two at most, the second one makes the panels) and the grain of time."""

    metric: Metric
    by: tuple[str, ...]
    grain: str | None

    def ask(self, view: View) -> Answer:
        return view.ask(self.metric.code, by=self.by, grain=self.grain)


def choices(view: View) -> Asked:
    """The row of choices, and what is chosen in it; a sentence where the address asked for more than is offered."""
    words, metrics = view.words, view.source.metrics()
    ordered = sorted(
        metrics.values(), key=lambda metric: (GROUPS.index(metric.group), view.title(metric.code))
    )
    with st.container(key="explore-choices", horizontal=True, vertical_alignment="bottom"):
        code = choose(view, "metric", [metric.code for metric in ordered], USUAL, metric_label(view))
        metric = metrics[code]
        filtered = [name for name, _ in view.applying(code)]
        offered = breakdowns(metric, view.role, filtered)
        note_withheld(view, metric, offered, "by")
        first = choose(view, "by", [NONE, *offered], NONE, dimension_label(view))
        names = [] if first == NONE else [first]
        second = NONE
        if names:
            further = breakdowns(metric, view.role, [*filtered, first])
            note_withheld(view, metric, further, "then")
            second = choose(view, "then", [NONE, *further], NONE, dimension_label(view))
        names += [] if second == NONE else [second]
        grains = grains_of(metric, {*names, *filtered}, view.role)
        grain = choose(view, "grain", [NONE, *grains], NONE, lambda name: words(f"explore.grain.{name}"))
    if WITHHELD in st.session_state:
        st.html(f"<p class='empty' role='status'>{escape(st.session_state[WITHHELD])}</p>")
    return Asked(metric, tuple(names), None if grain == NONE else grain)


def metric_label(view: View) -> Callable[[str], str]:
    def label(code: str) -> str:
        group = view.words.label("group", view.metric(code).group)
        return f"{view.title(code)} · {group}"

    return label


def dimension_label(view: View) -> Callable[[str], str]:
    def label(name: str) -> str:
        return view.words("explore.undivided" if name == NONE else f"dimension.{name}")

    return label


def note_withheld(view: View, metric: Metric, offered: Sequence[str], name: str) -> None:
    """Keep a sentence about a breakdown that the address names and the role is not given."""
    asked = st.query_params.get(name)
    if f"chosen_{name}" in st.session_state or asked not in metric.by or asked in offered:
        return
    words = view.words
    st.session_state[WITHHELD] = words(
        "explore.withheld",
        metric=view.title(metric.code),
        dimension=words(f"dimension.{asked}"),
        role=words(f"role.{view.role}"),
    )


def choose(view: View, name: str, options: Sequence[str], usual: str, label: Callable[[str], str]) -> str:
    """A select box over codes that stands in the address; what is not offered falls back to the usual."""
    words = view.words
    chosen = remembered(name, options, usual)
    key = f"explore_{name}_{words.language}"
    st.session_state[key] = chosen

    def keep() -> None:
        st.session_state[f"chosen_{name}"] = st.session_state[key]
        st.session_state.pop(WITHHELD, None)

    st.selectbox(words(f"explore.choose.{name}"), options, key=key, on_change=keep, format_func=label)
    write_url(name, chosen, usual)
    return chosen


def segments(view: View, asked: Asked, answer: Answer) -> tuple[str, str] | None:
    """The two values of the first breakdown that are held against each other; null until both are chosen."""
    if not asked.by:
        return None
    dimension = asked.by[0]
    found = {str(code) for code in answer.rows[dimension].to_list()} - {UNKNOWN}
    codes = sorted(found, key=dimensions()[dimension].order)
    if len(codes) < 2:
        return None

    def label(code: str) -> str:
        return (
            view.words("explore.no_segment") if code == NONE else capital(view.words.label(dimension, code))
        )

    with st.container(key="explore-segments", horizontal=True, vertical_alignment="bottom"):
        one = choose(view, "a", [NONE, *codes], NONE, label)
        two = choose(view, "b", [NONE, *(code for code in codes if code != one)], NONE, label)
    return None if NONE in (one, two) else (one, two)
