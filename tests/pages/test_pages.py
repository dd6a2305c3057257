"""Every page in every language: nothing breaks, no other language is left, every chart is described."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.words import load_words
from tests.pages.conftest import LANGUAGES, PAGES
from tests.pages.reading import figures, texts

LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]{2,}")
# Names that are written alike in all three languages, file names and codes of the made-up source.
ALIKE = re.compile(
    r"\b(NPS|IELTS|Python|LibCal|Google Forms|KoboToolbox|IMLS|ISO|OASIS|Project Outcome|English"
    r"|OpenStreetMap contributors|ODbL|CSV|UTF|VR|3D|made up|impact|gaps|rollback|count)\b|\w+\.(csv|xlsx|json)"
    r"|PDF|HTML|PPTX|XLSX|Excel|Letter|impact query \w+|\d{8}T\d{6}-\d{4}|FY\d{4}"
)
# What the filters above every page say where the address says nothing.
USUAL = {
    "period": "2026-Q3", "compare": "previous", "programme": "all", "service": "all", "core_program": "all",
    "district": "all", "age_band": "all",
}  # fmt: skip


def chosen(app: AppTest) -> dict[str, str]:
    """The filters as they stand on the page, by their names in the address."""
    return {box.key.rsplit("_", 1)[0]: box.value for box in app.selectbox}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_renders_in_every_language_without_a_fault(
    open_page: Callable[..., AppTest], page: str, language: str
) -> None:
    app = open_page(page, language)
    assert not app.exception
    assert len(app.title) == 1
    assert all(figure["alt"] for figure in figures(app))
    fewest = {"data_quality": 1, "how_we_count": 0, "explore": 1, "targets": 1, "reports": 0}
    assert len(figures(app)) >= fewest.get(page, 3)


@pytest.mark.parametrize("language", ["ru", "kk"])
@pytest.mark.parametrize("page", PAGES)
def test_no_english_is_left_on_a_russian_or_kazakh_page(
    open_page: Callable[..., AppTest], page: str, language: str
) -> None:
    left = {
        word: text
        for text in texts(open_page(page, language))
        for word in LATIN.findall(ALIKE.sub(" ", text))
    }
    assert not left


@pytest.mark.parametrize("page", PAGES)
def test_no_cyrillic_is_left_on_an_english_page(open_page: Callable[..., AppTest], page: str) -> None:
    # A language is offered under its own name.
    own = {load_words(language)(f"language.{language}") for language in LANGUAGES}
    shown = (text for text in texts(open_page(page, "en")) if text not in own)
    left = [text for text in shown if re.search(r"[А-Яа-яЁё]", text)]
    assert not left


def test_hidden_cells_have_no_number_anywhere_on_the_page(open_page: Callable[..., AppTest]) -> None:
    app = open_page("demographics", "en")
    hidden = [text for text in texts(app) if "Uyghur" in text]
    assert hidden
    assert not [text for text in hidden if re.search(r"Uyghur\D*\d", text) and "hidden" not in text]


def test_the_url_chooses_period_and_district_and_keeps_them(open_page: Callable[..., AppTest]) -> None:
    app = open_page("reach", "en", period="2026-Q2", district="medeu")
    assert chosen(app) == USUAL | {"period": "2026-Q2", "district": "medeu"}
    assert app.query_params["period"] == "2026-Q2"
    app.selectbox[0].select("2026-Q1").run()
    assert app.query_params["period"] == "2026-Q1"
    assert app.query_params["district"] == "medeu"


def test_a_url_with_values_that_do_not_exist_falls_back_to_the_usual(
    open_page: Callable[..., AppTest],
) -> None:
    app = open_page("reach", "xx", period="1999-Q9", district="<script>")
    assert not app.exception
    assert chosen(app) == USUAL
    assert "<script>" not in "".join(texts(app))


def test_months_of_ones_own_choice_make_a_period(open_page: Callable[..., AppTest]) -> None:
    app = open_page("overview", "en", period="custom", **{"from": "2026-02", "to": "2026-05"})
    assert not app.exception
    assert any("February – May 2026" in text for text in texts(app))


def test_what_the_policy_refuses_is_a_sentence_in_the_readers_language(
    open_page: Callable[..., AppTest],
) -> None:
    app = open_page("demographics", "ru", programme="robotics-club", district="medeu")
    assert not app.exception
    assert any("не публикуется" in text for text in texts(app))


def test_the_six_services_stand_on_the_overview_each_with_a_way_on(
    open_page: Callable[..., AppTest],
) -> None:
    services = [element.proto.body for element in open_page("overview").get("html")]
    cards = [body for body in services if "class='service'" in body]
    assert len(cards) == 6
    assert all("<a href=" in body for body in cards)
