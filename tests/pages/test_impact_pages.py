"""Filters, comparison, advising, the pyramid and the map: what a page says and what it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import panels
from dashboard.advising_panels import went_on
from dashboard.filters import Selection
from dashboard.navigation import pages_of
from dashboard.periods import parse
from dashboard.theme import LIGHT
from dashboard.view import View
from dashboard.words import load_words
from pipelines.metrics import Comparison, Question
from pipelines.metrics.compare import Against
from tests.pages.made_up import MadeUp
from tests.pages.reading import texts


def view(role: str = "partner", **where: str) -> View:
    words = load_words("en")
    selection = Selection(parse("2026-Q3", words.fiscal), tuple(where.items()), "year_before")
    return View(MadeUp(), words, selection, role, LIGHT)


def test_every_comparison_of_a_page_is_with_what_the_switch_says() -> None:
    asked: list[str] = []

    class Listening(MadeUp):
        def compare(self, question: Question, against: Against = "previous") -> Comparison:
            asked.append(against)
            return super().compare(question, against)

    assert replace(view(), source=Listening()).compare("visits").start == date(2025, 7, 1)
    assert asked == ["year_before"]


def test_the_year_before_in_the_address_is_what_cards_and_headline_compare_with(
    open_page: Callable[..., AppTest],
) -> None:
    app = open_page("overview", compare="year_before")
    assert app.query_params["compare"] == "year_before"
    shown = " ".join(texts(app))
    assert "Not compared: July – September 2025 lies before the opening." in shown
    assert "April – June 2026" not in shown.split("Why")[0].split("·")[0]


def test_a_filter_that_a_role_is_not_given_is_left_out_and_said_to_be() -> None:
    asked = view(core_program="english")
    assert asked.applying("outcome_application") == ()
    assert asked.ignored("outcome_application") == ("core_program",)
    analyst = view("analyst", core_program="english")
    assert analyst.applying("outcome_application") == (("core_program", "english"),)


def test_filters_that_are_set_are_counted_named_and_taken_away_by_one_button(
    open_page: Callable[..., AppTest],
) -> None:
    app = open_page("reach", service="skills", district="medeu", programme="robotics-club")
    assert [button.proto.popover.label for button in app.get("popover")][:1] == ["More filters (2 set)"]
    assert any("Only: " in text and "Medeu" in text for text in texts(app))
    app.button(key="clear-filters").click().run()
    assert not {"service", "district", "programme"} & set(app.query_params)
    assert app.session_state["chosen_service"] == "all"


@pytest.mark.parametrize(
    "page", [name for name in pages_of("partner") if name not in ("data_quality", "how_we_count")]
)
def test_every_filtered_page_stands_under_each_filter(open_page: Callable[..., AppTest], page: str) -> None:
    app = open_page(page, service="advising", age_band="14-17", core_program="english", compare="year_before")
    assert not app.exception


def test_a_step_has_a_share_only_where_both_steps_are_shown_and_it_can_be_one() -> None:
    rows = [{"value": value} for value in (100, 60, None, 10, 12)]
    assert went_on(rows) == [None, 0.6, None, None, None]


def test_applications_admissions_and_aid_are_labelled_as_what_people_told(
    open_page: Callable[..., AppTest],
) -> None:
    shown = " ".join(texts(open_page("advising")))
    assert shown.count("Self-reported: this is what people told the adviser") >= 2


def test_the_pyramid_hides_small_cells_and_says_why_the_city_is_not_beside_it(
    open_page: Callable[..., AppTest],
) -> None:
    app = open_page("demographics")
    shown = list(texts(app))
    assert any("no sourced table of residents by age and sex" in text for text in shown)
    assert any("0-5" in text or "0–5" in text for text in shown)


def test_a_map_names_whom_to_credit_for_its_boundaries(open_page: Callable[..., AppTest]) -> None:
    assert any("© OpenStreetMap contributors, ODbL 1.0" in text for text in texts(open_page("demographics")))


def test_a_breakdown_of_which_every_group_is_hidden_is_drawn_as_hidden() -> None:
    rows = [
        {"mode": code, "suppressed": True, "value": None} for code in ("phone", "e-mail", "virtual", "hybrid")
    ]
    assert panels.fold(view(), "mode", rows) == (rows, [])
    several, notes = panels.fold(view(), "mode", [*rows, {"mode": "in-person", "suppressed": False}])
    assert [row["mode"] for row in several] == ["in-person"]
    assert len(notes) == 1
