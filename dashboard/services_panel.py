"""One service: which is chosen, and the outcome that only this service has."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from dashboard import advising_panels, makers_panel, panels
from dashboard.cards import cards
from dashboard.overview import SERVICES, way
from dashboard.view import View
from pipelines.problems import RefusalError

OUTCOMES = ("outcome_application", "outcome_knowledge", "outcome_confidence", "outcome_awareness")
# The page that tells more of what the service does.
MORE = {"advising": "advising", "makerspace": "makerspace"}


def choice(view: View) -> str:
    """The service to look at: the one that the filter and so the address name, else the first."""
    words = view.words
    chosen = dict(view.selection.where).get("service", SERVICES[0])
    chosen = chosen if chosen in SERVICES else SERVICES[0]
    key = f"services_{words.language}"
    st.session_state[key] = chosen

    def keep() -> None:
        # The filter above the pages takes its choice from here, and writes it to the address.
        st.session_state["chosen_service"] = st.session_state[key]

    st.segmented_control(
        words("dimension.service"),
        SERVICES,
        required=True,
        key=key,
        on_change=keep,
        format_func=lambda code: words.label("service", code),
    )
    return chosen


def narrowed(view: View, service: str) -> View:
    """The view of one service; the other filters stay."""
    return _with(view, (*_others(view), ("service", service)))


def own_outcome(view: View, own: View, service: str) -> None:
    """What came of the service beyond what all of them count, and plainly what is not recorded."""
    words = view.words
    plain = _with(view, _others(view))
    st.html(f"<h2>{escape(words('services.own', service=words.label('service', service)))}</h2>")
    told = words(f"services.{service}")
    more = f" {way(words, MORE[service], service=None)}" if service in MORE else ""
    st.html(f"<p class='note'>{escape(told)}{more}</p>")
    if service == "advising":
        advising_panels.funnel(plain)
        cards(plain, "unique_advisees", "applications", "admissions", place="own")
    elif service == "english":
        gain(own)
    elif service == "makerspace":
        cards(plain, "unique_makers", "training_to_use", "makers_return", place="own")
        makers_panel.pathway(plain)
    elif service == "literature":
        cards(plain, "loans", "readers", place="own")
        panels.breakdown(plain, "loans", by="item_kind")
    else:
        cards(own, "several_services", "return_90_days", place="own")


def gain(own: View) -> None:
    """The gain of those who answered before and after; a sentence where nobody did."""
    try:
        rows = own.ask("pre_post_gain").rows
        known = bool(rows.height) and (rows["value"][0] is not None or rows["suppressed"][0])
    except RefusalError:
        known = False
    if known:
        cards(own, "pre_post_gain", "return_90_days", place="own")
    else:
        st.html(f"<p class='empty'>{escape(own.words('services.no_pairs'))}</p>")
        cards(own, "return_90_days", "several_services", place="own")


def _others(view: View) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in view.selection.where if pair[0] != "service")


def _with(view: View, where: tuple[tuple[str, str], ...]) -> View:
    return replace(view, selection=replace(view.selection, where=where))
