"""A real server and a real Chromium for the browser tests; a failing one leaves screenshots behind.

Chromium is the one CHROMIUM names, else what tests/check.py finds. Without one the tests fail and say how to
install it; they never skip.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error

from pipelines.settings import Home
from tests.browser.launching import launched
from tests.browser.reading import PATIENCE, Tab, photograph, watch
from tests.browser.serving import Server, serving
from tests.conftest import SampleHome

open_tabs: list[Tab] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    report = yield
    if report.when == "call" and report.failed and open_tabs:
        folder = Path(tempfile.mkdtemp(prefix="browser-failure-"))
        for number, tab in enumerate(open_tabs, 1):
            try:
                photograph(tab.page, folder / f"tab-{number}.png")
            except Error as fault:
                (folder / f"tab-{number}.txt").write_text(str(fault), "utf-8")
        complaints = [error for tab in open_tabs for error in tab.errors]
        report.longrepr.addsection("screenshots", "\n".join([str(folder), *complaints]))
    return report


@pytest.fixture(scope="session")
def served(sample_home: SampleHome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard over the sample. Only read from it; `serve` gives one over a home of your own."""
    with serving(sample_home.home, tmp_path_factory.mktemp("served")) as server:
        yield server


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[Home], Server]]:
    """Serves any home folder until the test ends."""
    with ExitStack() as stack:
        yield lambda home: stack.enter_context(serving(home, tmp_path))


# A browser for each file: while it is open an event loop runs, which other tests of the same process
# could not bear.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as opened:
        yield opened


@pytest.fixture(scope="module")
def context(browser: Browser) -> BrowserContext:
    """A browser window; its tabs share the files of Streamlit, and nothing else that the dashboard keeps."""
    return browser.new_context(locale="en-US", viewport={"width": 1280, "height": 900})


@pytest.fixture
def tab(context: BrowserContext, served: Server) -> Iterator[Callable[..., Tab]]:
    """Opens tabs: `tab()` on the sample's server in light colours; `server`, `scheme`, `width` choose others;
    `fresh` is the browser of somebody else.
    """
    yield from tabs(context, lambda: served)


@pytest.fixture
def tab_of(context: BrowserContext) -> Iterator[Callable[..., Tab]]:
    """Opens tabs on a server that the test names, without the sample."""
    yield from tabs(context, None)


def tabs(context: BrowserContext, usual: Callable[[], Server] | None) -> Iterator[Callable[..., Tab]]:
    others: list[BrowserContext] = []

    def open_tab(
        server: Server | None = None, scheme: Any = "light", width: int = 1280, fresh: bool = False
    ) -> Tab:
        window = context
        if fresh:
            assert context.browser is not None
            window = context.browser.new_context(locale="en-US")
            others.append(window)
        page = window.new_page()
        page.set_default_timeout(PATIENCE)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        chosen = server or (usual() if usual else None)
        assert chosen is not None, "name a server"
        open_tabs.append(watch(Tab(page, chosen)))
        return open_tabs[-1]

    yield open_tab
    for left in open_tabs:
        left.page.close()
    open_tabs.clear()
    for window in others:
        window.close()
