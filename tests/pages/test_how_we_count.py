"""The page that says how everything is counted, and what opens at a click behind every figure."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.words import load_words
from pipelines.metrics import catalogue
from tests.pages.conftest import LANGUAGES
from tests.pages.reading import texts
from tests.pages.test_pages import ALIKE, LATIN

HEADINGS = {
    "metrics": "value.group.reach",
    "rule_books": "books.title",
    "hidden": "hidden.title",
    "residents": "residents.title",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", HEADINGS)
def test_every_part_of_the_page_speaks_the_readers_language(
    open_page: Callable[..., AppTest], part: str, language: str
) -> None:
    app = open_page("how_we_count", language, part=part)
    assert not app.exception
    text = " ".join(texts(app))
    assert load_words(language)(HEADINGS[part]) in text
    if language != "en":
        assert not LATIN.findall(ALIKE.sub(" ", text))


def test_every_metric_of_the_catalogue_has_a_heading_that_can_be_linked_to(
    open_page: Callable[..., AppTest],
) -> None:
    app = open_page("how_we_count")
    assert {heading.anchor for heading in app.subheader} == set(catalogue())
    said = " ".join(texts(app))
    for metric in catalogue().values():
        assert " ".join(metric.definition.split())[:60] in said


def test_a_search_narrows_the_metrics_and_stays_in_the_url(open_page: Callable[..., AppTest]) -> None:
    app = open_page("how_we_count", find="waiting lists")
    assert [heading.anchor for heading in app.subheader] == ["waitlist_ratio"]
    app.text_input[0].set_value("iso 11620").run()
    assert "visits_per_capita" in {heading.anchor for heading in app.subheader}
    assert app.query_params["find"] == "iso 11620"


def test_two_rule_books_stand_side_by_side_with_what_makes_the_difference(
    open_page: Callable[..., AppTest],
) -> None:
    said = " ".join(texts(open_page("how_we_count", part="rule_books")))
    assert "OASIS" in said and "IMLS" in said
    assert "counts each once, as in-person" in said
    assert "Attendance by age and by format add up to the same number: 700." in said


def test_a_day_with_more_attendance_than_visits_is_shown(open_page: Callable[..., AppTest]) -> None:
    said = " ".join(texts(open_page("how_we_count", part="rule_books")))
    assert "On 2 days more people attended sessions in the Space than came through its door" in said
    assert "May 23, 2026" in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("page", "key"),
    [
        ("overview", "about-card-visits"),
        ("overview", "about-services"),
        ("planning", "about-rates-booking_rate-resource"),
        ("how_we_count", "about-books"),
        ("data_quality", "about-quality-accounting"),
    ],
)
def test_at_a_click_a_figure_names_its_files_and_rules(
    open_page: Callable[..., AppTest], page: str, key: str, language: str
) -> None:
    app = open_page(page, language, part="rule_books")
    before = " ".join(texts(app))
    app.session_state[key] = True
    app.run()
    assert not app.exception
    said = " ".join(texts(app))
    assert f"{1:064x}"[:12] not in before
    assert f"{1:064x}"[:12] in said
    assert "sign_in_2026.csv" in said
    if language == "ru":
        assert "Формула" in said or page == "data_quality"
