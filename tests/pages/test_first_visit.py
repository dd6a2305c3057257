"""What a reader meets first: how to begin, the tour, the conditions; in each language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import navigation
from dashboard.navigation import Entry
from dashboard.tour import STEPS
from dashboard.words import load_words
from pipelines import access
from pipelines.settings import PROJECT, Home
from tests.pages.conftest import LANGUAGES
from tests.pages.reading import texts


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", range(1, len(STEPS) + 1))
def test_a_step_of_the_tour_stands_on_its_page_and_leads_on(
    open_page: Callable[..., AppTest], language: str, number: int
) -> None:
    words, page = load_words(language), STEPS[number - 1]
    app = open_page(page, language, tour=str(number))
    assert not app.exception
    shown = [
        element.proto.body for element in app.get("html") if "class='tour tour-step'" in element.proto.body
    ]
    assert len(shown) == 1
    assert words(f"tour.{page}.title") in " ".join(texts(app))
    onward = "tour=off" if number == len(STEPS) else f"tour={number + 1}"
    assert onward in shown[0] and f"lang={language}" in shown[0]
    assert "tour=off" in shown[0]


@pytest.mark.parametrize("asked", ["0", "6", "x", "<b>"])
def test_a_step_that_there_is_not_shows_no_tour(open_page: Callable[..., AppTest], asked: str) -> None:
    app = open_page("reach", "en", tour=asked)
    assert not app.exception
    assert not [element for element in app.get("html") if "class='tour" in element.proto.body]


def test_the_tour_is_offered_on_the_overview_alone_and_keeps_the_filters(
    open_page: Callable[..., AppTest],
) -> None:
    offered = [e.proto.body for e in open_page("overview", period="2026-Q3").get("html")]
    (offer,) = [body for body in offered if "class='tour tour-offer'" in body]
    assert "tour=1" in offer and "period=2026-Q3" in offer
    assert not [e for e in open_page("reach").get("html") if "class='tour tour-offer'" in e.proto.body]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ["partner", "library", "analyst"])
def test_an_empty_home_leads_staff_to_the_intake_page_and_others_to_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, role: str
) -> None:
    monkeypatch.setenv("IMPACT_HOME", str(tmp_path))
    monkeypatch.setenv("IMPACT_ROLE", role)
    app = AppTest.from_file(str(PROJECT / "dashboard" / "app.py"), default_timeout=60)
    app.query_params["lang"] = language
    app.run()
    words = load_words(language)
    assert not app.exception
    assert app.code[0].value == "impact demo"
    assert (words("empty.to_intake") in " ".join(texts(app))) == (role != "partner")
    # Nobody signs in here, and the header says so.
    assert words("access.local", role=words(f"role.{role}")) in " ".join(texts(app))


@pytest.mark.parametrize("language", LANGUAGES)
def test_single_records_are_shown_after_the_conditions_and_their_opening_is_noted(
    open_page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str
) -> None:
    monkeypatch.setenv("IMPACT_HOME", str(tmp_path))
    monkeypatch.setattr(
        "dashboard.app.PAGES", navigation.PAGES | {"reach": Entry("impact", "", conditions=("partner",))}
    )
    words, home = load_words(language), Home(tmp_path)
    app = open_page("reach", language)
    assert words("conditions.title") in " ".join(texts(app))
    assert not app.get("plotly_chart")
    assert access.accesses(home) == []
    app.button(key="accept-conditions").click().run()
    assert not app.exception
    assert app.get("plotly_chart")
    assert access.has_accepted(home, access.LOCAL)
    app.run()
    assert [entry[1:] for entry in access.accesses(home)] == [(access.LOCAL, "page:reach")]
