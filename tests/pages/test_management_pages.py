"""What the pages for planning say to do, and what they must not say."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.portfolio_panel import place, verdict
from tests.pages.conftest import LANGUAGES
from tests.pages.reading import figures, texts

AVERAGES = (0.6, 0.7)


@pytest.mark.parametrize(
    ("fill", "upper", "said"),
    [(0.8, 0.75, "run_again"), (0.5, 0.75, "move"), (0.9, 0.69, "rethink"), (0.2, 0.69, "rethink")],
)
def test_a_programme_is_to_rethink_only_where_its_outcome_is_clearly_below(
    fill: float, upper: float, said: str
) -> None:
    assert verdict(fill, {"value": 0.6, "lower": 0.5, "upper": upper}, AVERAGES) == said


def test_a_programme_of_which_one_figure_is_hidden_is_not_placed() -> None:
    shown = {"value": 0.8, "lower": 0.7, "upper": 0.9}
    hidden = dict.fromkeys(shown)
    fills = {code: {"value": 0.5} for code in "abc"} | {"d": {"value": None}}
    placed = place([fills, {"a": shown, "b": hidden, "d": shown}, {"a": {"value": 40}}], AVERAGES)
    assert [(one.number, one.programme, one.size) for one in placed] == [(1, "a", 40)]


def test_each_numbered_bubble_stands_by_name_under_what_to_do_with_it(
    open_page: Callable[..., AppTest],
) -> None:
    app = open_page("planning")
    chart = next(figure for figure in figures(app) if "what people take away" in figure["alt"])
    numbers = [int(text) for text in chart["data"][0]["text"]]
    (listed,) = [e.proto.body for e in app.get("html") if "class='verdicts'" in e.proto.body]
    assert sorted(numbers) == sorted(map(int, re.findall(r"<li value='(\d+)'", listed)))
    assert len(numbers) == 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_coming_is_a_list_and_at_a_choice_a_month(
    open_page: Callable[..., AppTest], language: str
) -> None:
    app = open_page("planning", language)
    bodies = [e.proto.body for e in app.get("html")]
    assert any("15:30" in body and "<tr>" in body for body in bodies), (
        "10:30 UTC is half past three in Almaty"
    )
    app.segmented_control(key=f"coming_shape_{language}").set_value("month").run()
    assert not app.exception
    (month,) = [e.proto.body for e in app.get("html") if "class='month'" in e.proto.body]
    assert len(re.findall("<li>", month)) == 2, "the two sessions of the first month"


def test_the_calendar_keeps_to_the_programme_that_is_chosen(open_page: Callable[..., AppTest]) -> None:
    shown = " ".join(texts(open_page("planning", programme="robotics-club")))
    assert "2 sessions are planned until December 3, 2026" in shown


def test_every_step_of_the_makers_way_has_its_share_and_its_people(open_page: Callable[..., AppTest]) -> None:
    chart = next(figure for figure in figures(open_page("makerspace")) if "turned away" in figure["alt"])
    told = [note["text"] for note in chart["layout"]["annotations"]]
    assert [text for text in told if "→" in text] == [
        "Turned away → trained",
        "Trained → used a machine",
        "First use → back within 30 days",
    ]
    assert len([text for text in told if re.fullmatch(r"\d+% · \d+ of \d+", text)]) == 3


def test_cohorts_are_a_row_a_month_and_a_column_a_month_since(open_page: Callable[..., AppTest]) -> None:
    chart = next(figure for figure in figures(open_page("participation")) if "months since" in figure["alt"])
    (grid,) = chart["data"]
    assert len(grid["z"]) == 10 and len(grid["z"][0]) == 3
    assert grid["text"][0][0].endswith("%")
