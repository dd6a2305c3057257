"""The services page: each service by its address, in every language, with what only it has."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.overview import SERVICES
from dashboard.words import load_words
from tests.pages.conftest import LANGUAGES
from tests.pages.reading import figures, texts
from tests.pages.test_pages import ALIKE, LATIN

OWN = {
    "advising": "unique_advisees",
    "english": "pre_post_gain",
    "skills": "return_90_days",
    "civic": "several_services",
    "makerspace": "training_to_use",
    "literature": "loans",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("service", SERVICES)
def test_a_service_shows_its_own_outcome_in_the_language_of_the_reader(
    open_page: Callable[..., AppTest], service: str, language: str
) -> None:
    app = open_page("services", language, service=service)
    assert not app.exception
    words, shown = load_words(language), list(texts(app))
    assert any(words(f"services.{service}") in text for text in shown)
    assert len(figures(app)) >= 2
    if language != "en":
        assert words(f"metric.{OWN[service]}.title") in " ".join(shown)
        assert not [text for text in shown if LATIN.search(ALIKE.sub(" ", text))]


def test_every_tile_of_the_overview_leads_to_its_service_and_warnings_to_their_page(
    open_page: Callable[..., AppTest],
) -> None:
    bodies = [element.proto.body for element in open_page("overview", period="2026-Q2").get("html")]
    tiles = " ".join(body for body in bodies if "class='service'" in body)
    for service in SERVICES:
        assert re.search(rf"href='services[?][^']*period=2026-Q2[^']*service={service}'", tiles)
    warnings = [body for body in bodies if "class='needs'" in body]
    assert warnings
    assert all("<a href='" in body for body in warnings)
