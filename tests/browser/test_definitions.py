"""What stands behind a number is one click or one key away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from dashboard.words import load_words
from pipelines.metrics import catalogue
from tests.browser.asking import asked_one
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
    return body


@pytest.mark.parametrize("way", ["click", "keyboard"])
def test_a_card_says_by_click_and_by_keyboard_how_it_is_counted(
    tab: Callable[..., Tab], served: Server, way: str
) -> None:
    row = asked_one(served.home, "visits", *DAYS)
    opened = tab().open("overview", period="2026-Q3")
    if way == "click":
        opened.page.locator(".st-key-card-visits button").click()
    else:
        reach_by_keyboard(opened, ".st-key-card-visits")
        opened.page.keyboard.press("Enter")
    body = popover(opened)
    said = " ".join(body.inner_text().split())
    assert opened.server.home.warehouse.joinpath("current").read_text("ascii").strip() in said
    assert f"Records that state a value: {row['n']:,}" in said
    assert " ".join(catalogue()["visits"].definition.split()) in said
    opened.page.keyboard.press("Escape")
    expect(body).to_have_count(0, timeout=PATIENCE)


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
