"""Consulate staff and a terminal see the same numbers: what a page shows is what `impact query` prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dashboard.words import Words, load_words
from tests.browser.asking import asked, asked_one
from tests.browser.reading import Tab
from tests.browser.serving import Server

DAYS = {
    "2026-Q2": ("--from", "2026-04-01", "--to", "2026-06-30"),
    "2026-Q3": ("--from", "2026-07-01", "--to", "2026-09-30"),
}
QUARTER = "2026-Q3"
# Outcomes open on the answers at the end of a programme.
OPENS_ON = {"outcomes": ("--where", "wave=immediate")}
HIDDEN = "hidden"


@pytest.mark.parametrize("period", DAYS)
def test_the_opening_sentence_and_the_visits_card_say_what_the_command_line_says(
    tab: Callable[..., Tab], served: Server, period: str
) -> None:
    visits = asked_one(served.home, "visits", *DAYS[period])
    applied = asked_one(served.home, "outcome_application", *DAYS[period])
    opened = tab().open(period=period)
    assert f": {visits['value']:,} visits" in opened.headline()
    assert f"{applied['value']:.0%} of those who answered" in opened.headline()
    assert opened.card("visits") == f"{visits['value']:,}"


CARDS = {
    "visits": "{:,}",
    "unique_participants": "{:,}",
    "programmes_held": "{:,}",
    "attendance": "{:,}",
    "outcome_application": "{:.0%}",
    "nps": "{:+.0f}",
}


def test_the_cards_of_the_overview_show_the_figures_of_the_command_line(
    tab: Callable[..., Tab], served: Server
) -> None:
    opened = tab().open(period=QUARTER)
    shown = {metric: opened.card(metric) for metric in CARDS}
    assert shown == {
        metric: form.format(asked_one(served.home, metric, *DAYS[QUARTER])["value"])
        for metric, form in CARDS.items()
    }


def test_the_columns_of_reach_are_the_months_of_the_command_line(
    tab: Callable[..., Tab], served: Server
) -> None:
    rows = asked(served.home, "visits", "--grain", "month")
    opened = tab().open("reach")
    columns = opened.chart("trend-visits")["data"][0]  # marks of holidays and closures follow
    assert columns["y"] == [row["value"] for row in rows]
    assert [row[1] for row in opened.table("trend-visits")] == [f"{row['value']:,}" for row in rows]


FIGURES = {
    "reach": [
        ("attendance-service", "attendance", "service"),
        ("rates-attendance_per_session-service", "attendance_per_session", "service"),
    ],
    "demographics": [
        ("unique_participants-age_band", "unique_participants", "age_band"),
        ("visits-first_time", "visits", "first_time"),
    ],
    "outcomes": [("shares-outcome_application-service", "outcome_application", "service")],
    "planning": [
        ("rates-booking_rate-resource", "booking_rate", "resource"),
        ("rates-fill_rate-programme", "fill_rate", "programme"),
    ],
}


@pytest.mark.parametrize("page", FIGURES)
def test_the_tables_of_a_pages_figures_hold_the_rows_of_the_command_line(
    tab: Callable[..., Tab], served: Server, page: str
) -> None:
    words = load_words("en")
    opened = tab().open(page, period=QUARTER)
    for figure, metric, by in FIGURES[page]:
        rows = asked(served.home, metric, "--by", by, *DAYS[QUARTER], *OPENS_ON.get(page, ()))
        expected = {plain(words.label(by, row[by])): written(words, metric, row) for row in rows}
        assert {row[0]: row[1] for row in opened.table(figure)} == expected


def plain(text: str) -> str:
    return " ".join(text.split())


def written(words: Words, metric: str, row: dict[str, Any]) -> str:
    if row["suppressed"]:
        return HIDDEN
    value = row["value"]
    if metric.startswith("outcome") or metric.endswith("_rate"):
        return words.percent(value)
    return f"{value:,}" if value == int(value) else f"{value:,.1f}"
