"""The catalogue as a reader sees it: each metric with its definition, why it matters and how it is made."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import get_args

import streamlit as st

from dashboard.filters import write_url
from dashboard.view import View
from dashboard.words import capital
from pipelines.metrics import Metric
from pipelines.metrics.metric import Group

PARTS = ("title", "definition", "why", "formula")


def metrics(view: View) -> None:
    """Every metric under its group, each with an anchor that can be linked to; a search narrows them."""
    words = view.words
    wanted = search(view)
    found = [metric for metric in view.source.metrics().values() if matches(view, metric, wanted)]
    st.html(f"<p class='subject' role='status'>{escape(words('how.found', count=len(found)))}</p>")
    for group in get_args(Group):
        inside = [metric for metric in found if metric.group == group]
        if inside:
            st.html(f"<h2>{escape(words.label('group', group))}</h2>")
        for metric in inside:
            st.subheader(view.title(metric.code), anchor=metric.code)
            st.html(metric_html(view, metric))


def search(view: View) -> str:
    """What the reader looks for, kept in the URL."""
    words, key = view.words, f"find_{view.words.language}"
    if key not in st.session_state:
        st.session_state[key] = st.query_params.get("find", "")
    wanted = st.text_input(words("how.search"), key=key, placeholder=words("how.search_hint"))
    write_url("find", wanted, "")
    return wanted


def matches(view: View, metric: Metric, wanted: str) -> bool:
    """True when every word looked for stands somewhere in the metric's texts or its code."""
    texts = [view.metric_text(metric.code, part) for part in PARTS]
    text = " ".join([metric.code, *texts, *metric.standard, owner(view, metric)]).casefold()
    return all(word in text for word in wanted.casefold().split())


def metric_html(view: View, metric: Metric) -> str:
    """What is declared of a metric, as a list of terms."""
    rows = "".join(
        f"<dt>{escape(view.words(f'how.{name}'))}</dt><dd>{escape(text)}</dd>"
        for name, text in declared(view, metric)
    )
    command = f"<dt>{escape(view.words('how.command'))}</dt><dd><code>impact query {metric.code}</code></dd>"
    definition, why = (escape(view.metric_text(metric.code, part)) for part in ("definition", "why"))
    return f"<div class='metric'><p>{definition}</p><p class='why'>{why}</p><dl>{rows}{command}</dl></div>"


def declared(view: View, metric: Metric) -> Iterator[tuple[str, str]]:
    words = view.words
    yield "formula", view.metric_text(metric.code, "formula")
    parts = [code for code in (metric.of, metric.against) if code is not None]
    made_of = [view.title(code) for code in parts] or [words.label("table_name", metric.table)]
    yield "made_from", ", ".join(made_of)
    yield "unit", words.label("unit", metric.unit)
    yield "behind", words.label("counts", metric.counts)
    names = [words(f"dimension.{name}") for name in metric.published_by]
    yield "by", ", ".join(names) or words("how.undivided")
    if metric.analysts_only:
        yield "analysts_only", ", ".join(words(f"dimension.{name}") for name in metric.analysts_only)
    pairs = [" × ".join(words(f"dimension.{name}") for name in pair) for pair in metric.pairs]
    if pairs:
        yield "pairs", "; ".join(pairs)
    yield "standard", ", ".join(words.label("standard", standard) for standard in metric.standard)
    yield "owner", owner(view, metric)
    yield "next_review", words.day(metric.next_review)


def owner(view: View, metric: Metric) -> str:
    return capital(view.words.label("owner", metric.owner))
