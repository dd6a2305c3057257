"""The pages on a phone, in the dark scheme and for readers who hear them: no barrier is left in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from dashboard.navigation import pages_of
from dashboard.words import load_words
from tests.browser.reading import LANGUAGES, PATIENCE, Tab
from tests.browser.serving import Server, serving
from tests.conftest import SampleHome

PHONE = 390
SERIOUS = ("serious", "critical")
# Findings in what Streamlit draws and we cannot change: rule -> reason. None at the moment.
STREAMLITS_OWN: dict[str, str] = {}
# axe leaves text in drawings out. Text that stands beside a mark is checked here: against the page's own ground, or
# against its halo where it lies upon a district, which has the district's colour.
CHART_CONTRAST = """() => {
  const number = text => (text.match(/[\\d.]+/g) || []).slice(0, 3).map(Number);
  const luminance = rgb => rgb.map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = luminance(number(getComputedStyle(document.querySelector('.stApp')).backgroundColor));
  return [...document.querySelectorAll('.main-svg .annotation text, .main-svg .xtick text, .main-svg .ytick text')]
    .map(text => {
      const halo = number(getComputedStyle(text).textShadow);
      const behind = halo.length ? luminance(halo) : ground;
      const [dark, light] = [luminance(number(getComputedStyle(text).fill)), behind].sort((a, b) => a - b);
      return [text.textContent, (light + 0.05) / (dark + 0.05)];
    });
}"""
BEYOND = """width => [...document.querySelectorAll('.stMain *')]
  .filter(e => e instanceof HTMLElement && !e.closest('.sheet, .js-plotly-plot, pre'))
  .filter(e => e.getBoundingClientRect().width && e.getBoundingClientRect().right > width + 1)
  .map(e => e.outerHTML.slice(0, 120))"""


# On a phone Streamlit sets the links of a section into a list by way of a `div`, which is not ours to change.
BESIDE_ITS_NAVIGATION = {"exclude": [["[data-testid='stSidebarNav']"]]}


def barriers(opened: Tab) -> list[str]:
    """What axe finds serious or critical, as lines of rule, place and reason."""
    found: dict[str, Any] = Axe().run(opened.page, context=BESIDE_ITS_NAVIGATION).response
    assert found["passes"], "axe has not looked at the page"
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        if rule["impact"] in SERIOUS and rule["id"] not in STREAMLITS_OWN
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", pages_of("partner"))
def test_axe_finds_no_serious_barrier_and_chart_texts_stand_out(
    tab: Callable[..., Tab], name: str, scheme: str
) -> None:
    opened = tab(scheme=scheme).open(name)
    assert barriers(opened) == []
    ratios = opened.page.evaluate(CHART_CONTRAST)
    assert ratios or name in ("data_quality", "how_we_count", "reports")
    assert [(text, ratio) for text, ratio in ratios if ratio < 4.5] == []
    ground = opened.page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 23, 29)"}[scheme]


def test_the_search_for_barriers_finds_one_that_is_put_there(tab: Callable[..., Tab]) -> None:
    opened = tab().open("outcomes")
    opened.page.evaluate(
        "document.querySelector('.lead').insertAdjacentHTML('afterend', '<p style=\"color:#ccc\">Pale words</p>')"
    )
    assert any("color-contrast" in line for line in barriers(opened))


@pytest.mark.parametrize("place", ["popover", "table"])
def test_what_opens_at_a_click_has_no_barrier_in_the_dark(tab: Callable[..., Tab], place: str) -> None:
    opened = tab(scheme="dark").open("reach")
    button = opened.page.locator(".st-key-twins-trend-visits button")
    button.nth(0 if place == "popover" else 1).click()
    # The place opens empty and is filled by the server a moment later: wait for the last thing in it.
    last = {"popover": "[data-testid='stCode']", "table": "table"}[place]
    expect(opened.page.locator(f"[data-testid='stPopoverBody'] {last}")).to_be_visible(timeout=PATIENCE)
    assert barriers(opened.settle()) == []


@pytest.mark.parametrize("name", pages_of("partner"))
def test_a_phone_shows_a_page_without_scrolling_sideways(tab: Callable[..., Tab], name: str) -> None:
    # Kazakh has the longest words.
    opened = tab(width=PHONE).open(name, "kk")
    inside = opened.page.evaluate(
        "[document.scrollingElement, document.querySelector('.stMain')].map(e => e.scrollWidth - e.clientWidth)"
    )
    assert inside == [0, 0]
    assert opened.page.evaluate(BEYOND, PHONE) == []


@pytest.fixture(scope="module")
def library(sample_home: SampleHome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The sample as the library reads it."""
    with serving(sample_home.home, tmp_path_factory.mktemp("served"), "library") as server:
        yield server


# Pages that staff work on, and what is more on those that all read. One pass: the phone, Kazakh, in the dark.
@pytest.mark.parametrize("name", ["intake", "close", "notes", "targets"])
def test_a_page_of_staff_fits_a_phone_in_the_dark_and_has_no_barrier(
    tab_of: Callable[..., Tab], library: Server, name: str
) -> None:
    opened = tab_of(library, scheme="dark", width=PHONE).open(name, "kk")
    assert barriers(opened) == []
    assert opened.page.evaluate(BEYOND, PHONE) == []
    assert opened.page.locator("[data-testid='stException'], [data-testid='stAlert']").count() == 0
    assert opened.errors == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_reaches_every_page_by_the_navigation(tab: Callable[..., Tab], language: str) -> None:
    words = load_words(language)
    # A browser of its own: whether the navigation is open is remembered.
    opened = tab(width=PHONE, fresh=True).open("overview", language, period="2026-Q2")
    opened.page.get_by_test_id("stExpandSidebarButton").click()
    links = opened.page.get_by_test_id("stSidebarNavLink")
    pages = pages_of("partner")
    expect(links).to_have_count(len(pages), timeout=PATIENCE)
    assert [link.inner_text().split("\n")[-1] for link in links.all()] == [
        words(f"page.{name}.title") for name in pages
    ]
    links.nth(pages.index("planning")).click()
    title = opened.page.locator(".stMainBlockContainer h1")
    expect(title).to_have_text(words("page.planning.title"), timeout=PATIENCE)
    # The address follows when the page's script has run, a moment after its title.
    assert opened.settle().query["period"] == "2026-Q2"
