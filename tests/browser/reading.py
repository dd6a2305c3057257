"""What a reader sees in a browser tab, and the few things a reader does there.

Every wait is for a state of the page (the script has ended, the charts are drawn), never for a time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Locator, Page, expect

from dashboard.filters import DIMENSIONS
from dashboard.navigation import PAGES
from dashboard.words import load_words
from tests.browser.serving import Server

LANGUAGES = ("en", "ru", "kk")
PATIENCE = 60_000  # milliseconds; reached only when the page is broken
SETTLED = """() => {
  const application = document.querySelector('[data-testid="stApp"]');
  if (application?.dataset.testScriptState !== 'notRunning') return false;
  if (document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')) return false;
  const charts = [...document.querySelectorAll('[data-testid="stPlotlyChart"]')];
  return charts.every(chart => chart.querySelector('.main-svg .cartesianlayer .subplot'))
    && !!document.querySelector('.stMainBlockContainer h1');
}"""
# Streamlit looks for its own server under the page's path first, and then at the root.
STREAMLITS_PROBES = ("/_stcore/health", "/_stcore/host-config")


@dataclass
class Tab:
    """One tab: the page, what it asked outside of this machine, its console's errors, what it was sent."""

    page: Page
    server: Server
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    frames: list[bytes] = field(default_factory=list)

    def open(self, name: str = "overview", language: str = "en", **filters: str) -> Tab:
        """Load a page by its address, with its filters, until it stands."""
        return self.load(address_of(self.server, name, lang=language, **filters))

    def load(self, address: str) -> Tab:
        self.page.goto(address)
        return self.settle()

    def settle(self) -> Tab:
        """Wait until the script has ended and every chart is drawn."""
        self.page.wait_for_function(SETTLED, timeout=PATIENCE)
        return self

    @property
    def query(self) -> dict[str, str]:
        """The filters as the address has them."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.page.url).query).items()}

    def text(self, selector: str) -> str:
        """The visible text of one element, its spaces plain."""
        return " ".join(self.page.locator(selector).inner_text().split())

    def headline(self) -> str:
        return self.text(".headline")

    def card(self, metric: str) -> str:
        """The value of a card without its interval."""
        words = self.page.locator(f".st-key-card-{metric} .card-value").evaluate("e => e.firstChild.data")
        return str(words).strip()

    def figure(self, key: str) -> Locator:
        return self.page.locator(f".st-key-figure-{key}")

    def chart(self, key: str) -> dict[str, Any]:
        """A chart's data as plotly holds them: `data` and `layout`."""
        plot = self.figure(key).locator(".js-plotly-plot")
        return dict(plot.evaluate("p => JSON.parse(JSON.stringify({data: p.data, layout: p.layout}))"))

    def table(self, key: str) -> list[list[str]]:
        """The table twin of a figure, opened by a click: its rows without the head."""
        self.page.locator(f".st-key-twins-{key} button").nth(1).click()
        cells = self.page.locator("[data-testid='stPopoverBody'] table tbody tr")
        expect(cells.first).to_be_visible(timeout=PATIENCE)
        rows = cells.evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.innerText))")
        self.page.keyboard.press("Escape")
        expect(cells).to_have_count(0, timeout=PATIENCE)
        return [[" ".join(cell.split()) for cell in row] for row in rows]

    def choose(self, filter_name: str, code: str, label: str) -> Tab:
        """Choose a value of a filter by its label, as a reader does, and wait for the numbers."""
        box = self.page.locator(f"[class*='st-key-{filter_name}_'] input")
        folded = filter_name in DIMENSIONS[1:]
        if folded and not box.count():
            self.page.locator(".st-key-more-filters button").first.click()
        box.click()
        box.fill(label)
        self.page.get_by_role("option", name=label, exact=True).click()
        chosen = "([name, code]) => new URLSearchParams(location.search).get(name) === code"
        self.page.wait_for_function(chosen, arg=[filter_name, code], timeout=PATIENCE)
        self.settle()
        if folded:
            self.page.keyboard.press("Escape")
            expect(box).to_have_count(0, timeout=PATIENCE)
        return self

    def follow(self, title: str) -> Tab:
        """Go to another page by the navigation."""
        name = next(name for name in PAGES if words_in_any(f"page.{name}.title", title))
        if PAGES[name].section:
            sections = self.page.get_by_test_id("stTopNavSection")
            heading = next(
                s for s in sections.all() if words_in_any(f"section.{PAGES[name].section}", s.inner_text())
            )
            heading.click()
            self.page.get_by_test_id("stTopNavDropdownLink").filter(has_text=title).click()
        else:
            self.page.get_by_test_id("stTopNavLink").filter(has_text=title).first.click()
        expect(self.page.locator(".stMainBlockContainer h1")).to_have_text(title, timeout=PATIENCE)
        return self.settle()

    def speak(self, language: str) -> Tab:
        """Switch the language by its button."""
        name = load_words("en")(f"language.{language}")
        self.page.locator(".st-key-masthead button", has_text=name).click()
        return self.spoken(language)

    def spoken(self, language: str) -> Tab:
        """Wait until the page is in a language."""
        inside = "language => document.documentElement.lang === language"
        self.page.wait_for_function(inside, arg=language, timeout=PATIENCE)
        return self.settle()


def words_in_any(key: str, text: str) -> bool:
    """Whether a text, as shown, is a key's words in one of the languages."""
    return any(load_words(language)(key) == text.split("\n")[-1].strip() for language in LANGUAGES)


def photograph(page: Page, path: Path) -> None:
    """Write a picture of the whole page: the window is made as high as what Streamlit scrolls inside of it."""
    window = page.viewport_size
    height = page.evaluate("document.querySelector('.stMainBlockContainer')?.scrollHeight || 900")
    if window is not None:
        page.set_viewport_size({"width": window["width"], "height": max(height, window["height"])})
        page.wait_for_function("height => innerHeight >= height", arg=height)
    page.screenshot(path=path, animations="disabled")


def address_of(server: Server, name: str, **query: str) -> str:
    path = "" if name == "overview" else name.replace("_", "-")
    assert name in PAGES, name
    return f"{server.address}/{path}?{urlencode(query)}"


def watch(tab: Tab) -> Tab:
    """Note what the tab is sent, what its console complains of and what it asks of other machines."""
    page = tab.page
    page.on("pageerror", lambda fault: tab.errors.append(str(fault)))
    page.on("console", lambda message: note_console(tab, message))
    page.on("websocket", lambda socket: socket.on("framereceived", lambda sent: note_frame(tab, sent)))
    page.route("**/*", lambda route: keep_inside(tab, route))
    return tab


def note_console(tab: Tab, message: Any) -> None:
    address = message.location.get("url", "")
    if message.type == "error" and not urlsplit(address).path.endswith(STREAMLITS_PROBES):
        tab.errors.append(f"{message.text} ({address})")


def note_frame(tab: Tab, sent: str | bytes) -> None:
    tab.frames.append(sent if isinstance(sent, bytes) else sent.encode())


def keep_inside(tab: Tab, route: Any) -> None:
    if urlsplit(route.request.url).hostname in ("127.0.0.1", None):
        route.fallback()
    else:
        tab.outside.append(route.request.url)
        route.abort()
