"""Every page in every language opens whole, and nothing of it comes from another machine."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from dashboard.navigation import pages_of
from dashboard.words import load_words
from tests.browser.reading import LANGUAGES, Tab
from tests.browser.serving import Server

# Pages that are more of tables and words than of charts; all others show four at least.
FEWER_CHARTS = {
    "data_quality": 1,
    "how_we_count": 0,
    "explore": 1,
    "reports": 0,
    "services": 3,
    "surveys": 1,
    "targets": 1,
}
# The page that builds reports shows of numbers only the snapshot's day and the months to choose from.
FEWER_NUMBERS = {"reports": 3}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", pages_of("partner"))
def test_a_page_opens_with_numbers_and_charts_in_its_language_from_this_machine_alone(
    tab: Callable[..., Tab], name: str, language: str
) -> None:
    opened = tab().open(name, language)
    page = opened.page
    assert opened.text(".stMainBlockContainer h1") == load_words(language)(f"page.{name}.title")
    assert page.evaluate("document.documentElement.lang") == language
    assert page.locator("[data-testid='stException'], [data-testid='stAlert']").count() == 0
    charts = page.locator("[data-testid='stPlotlyChart']")
    marks = "all => all.map(c => c.querySelectorAll('.main-svg .trace, .heatmaplayer image').length)"
    assert all(charts.evaluate_all(marks)), charts.evaluate_all(marks)
    assert charts.count() >= FEWER_CHARTS.get(name, 4)
    numbers = [word for word in opened.text(".stMainBlockContainer").split() if word[:1].isdigit()]
    assert len(numbers) > FEWER_NUMBERS.get(name, 9), numbers
    described = charts.evaluate_all("all => all.map(c => c.getAttribute('aria-label') || '')")
    assert all(len(text) > 12 for text in described), described
    assert opened.text("footer")
    assert opened.outside == []
    assert opened.errors == []
    # The icon of the tab is fetched past the routes of a test.
    icons = page.locator("link[rel~='icon']").evaluate_all("links => links.map(link => link.href)")
    assert all(icon.startswith((opened.server.address, "data:")) for icon in icons), icons


def test_every_figure_says_in_its_description_what_it_finds_and_what_it_shows(
    tab: Callable[..., Tab],
) -> None:
    opened = tab().open("reach")
    for figure in opened.page.locator("[class*='st-key-figure-']").all():
        described = figure.locator("[data-testid='stPlotlyChart']").get_attribute("aria-label") or ""
        assert " ".join(figure.locator(".finding").inner_text().split()) in " ".join(described.split())
        assert " ".join(figure.locator(".subject").inner_text().split()) in " ".join(described.split())


def test_a_reader_whose_browser_is_russian_gets_the_first_page_in_russian(
    browser: Browser, served: Server
) -> None:
    window = browser.new_context(locale="ru-RU")
    opened = Tab(window.new_page(), served).load(served.address)
    assert opened.text(".stMainBlockContainer h1") == load_words("ru")("page.overview.title")
    window.close()
