"""What stands behind a number is one click or one key away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from dashboard.words import load_words
from pipelines.metrics import catalogue
from tests.browser.asking import asked_one, explained
from tests.browser.reading import PATIENCE, Tab
from tests.browser.serving import Server

DAYS = ("--from", "2026-07-01", "--to", "2026-09-30")
TABS = 60  # more stops than lie before anything a test looks for


def reach_by_keyboard(opened: Tab, wanted: str) -> None:
    """Press Tab until the focus is in the element wanted."""
    page = opened.page
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => !!document.activeElement.closest(wanted)", wanted):
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def popover(opened: Tab) -> Locator:
    body = opened.page.locator("[data-testid='stPopoverBody']")
    expect(body).to_be_visible(timeout=PATIENCE)
    # What it holds is read from the snapshot only now.
    expect(body.locator("code").last).to_be_visible(timeout=PATIENCE)
    return body


def definition_of_visits(opened: Tab, way: str) -> Locator:
    """What opens at the card of visits by a click or by the keyboard alone."""
    if way == "click":
        opened.page.locator(".st-key-card-visits button").click()
    else:
        reach_by_keyboard(opened, ".st-key-card-visits")
        opened.page.keyboard.press("Enter")
    return popover(opened)


@pytest.mark.parametrize("way", ["click", "keyboard"])
def test_a_card_says_by_click_and_by_keyboard_how_it_is_counted(
    tab: Callable[..., Tab], served: Server, way: str
) -> None:
    row = asked_one(served.home, "visits", *DAYS)
    opened = tab().open("overview", period="2026-Q3")
    body = definition_of_visits(opened, way)
    said = " ".join(body.inner_text().split())
    assert opened.server.home.warehouse.joinpath("current").read_text("ascii").strip() in said
    assert f"Records that state a value: {row['n']:,}" in said
    assert " ".join(catalogue()["visits"].definition.split()) in said
    opened.page.keyboard.press("Escape")
    expect(body).to_have_count(0, timeout=PATIENCE)


@pytest.mark.parametrize("way", ["click", "keyboard"])
def test_behind_a_number_stand_its_files_with_their_checksums_and_the_query(
    tab: Callable[..., Tab], served: Server, way: str
) -> None:
    behind = explained(served.home, "visits", *DAYS)
    opened = tab().open("overview", period="2026-Q3")
    said = " ".join(definition_of_visits(opened, way).inner_text().split())
    assert behind["sources"]
    for file in behind["sources"]:
        assert file["file"] in said
        assert file["sha256"][:12] in said
    assert "from fct_visit" in said
    assert f"{len(behind['verdicts'])} rules checked" in said


def test_a_metric_has_an_address_of_its_own_on_the_page_that_says_how_we_count(
    tab: Callable[..., Tab],
) -> None:
    opened = tab().open("overview", period="2026-Q3")
    opened.page.locator(".st-key-card-nps button").click()
    popover(opened).locator(".more a").click()
    heading = opened.page.locator("#nps")
    expect(heading).to_be_in_viewport(timeout=PATIENCE)
    assert opened.page.url.endswith("#nps")
    assert catalogue()["nps"].title in heading.inner_text()


def test_the_catalogue_is_searched_and_the_rule_books_chosen_by_keyboard(tab: Callable[..., Tab]) -> None:
    opened = tab().open("how_we_count")
    field = opened.page.get_by_role("textbox")
    reach_by_keyboard(opened, "[data-testid='stTextInput']")
    opened.page.keyboard.type("waiting lists")
    opened.page.keyboard.press("Enter")
    expect(opened.page.locator(".stMainBlockContainer h3")).to_have_count(1, timeout=PATIENCE)
    expect(field).to_have_value("waiting lists")
    opened = tab().open("how_we_count")
    reach_by_keyboard(opened, ".stMainBlockContainer [class*='st-key-part'] [role='radiogroup']")
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("Enter")
    expect(opened.page.locator("th", has_text="IMLS")).to_be_visible(timeout=PATIENCE)
    assert opened.query["part"] == "rule_books"


def test_a_figure_says_in_the_readers_language_how_it_is_counted(tab: Callable[..., Tab]) -> None:
    kazakh = load_words("kk")
    opened = tab().open("planning", "kk", period="2026-Q3")
    opened.page.locator(".st-key-twins-rates-booking_rate-resource button").first.click()
    said = " ".join(popover(opened).inner_text().split())
    assert " ".join(kazakh("metric.booking_rate.definition").split()) in said


def test_the_language_is_changed_by_keyboard_alone(tab: Callable[..., Tab]) -> None:
    opened = tab().open("overview", "en")
    reach_by_keyboard(opened, ".st-key-masthead [role='radiogroup']")
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("Enter")
    opened.spoken("ru")
    assert opened.text(".stMainBlockContainer h1") == load_words("ru")("page.overview.title")
    assert opened.query["lang"] == "ru"


def test_what_has_the_focus_is_marked(tab: Callable[..., Tab]) -> None:
    opened = tab().open("overview")
    reach_by_keyboard(opened, ".st-key-masthead [role='radio']")
    marked = """() => {
      const style = getComputedStyle(document.activeElement);
      return style.outlineStyle !== 'none' && style.outlineWidth !== '0px' || style.boxShadow !== 'none';
    }"""
    assert opened.page.evaluate(marked)
