"""Runs a page over the made-up source, as a browser would see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.navigation import pages_of
from tests.pages.made_up import MadeUp

LANGUAGES = ("en", "ru", "kk")
PAGES = pages_of("partner")


def shown(page: str, language: str) -> None:
    """The script AppTest runs: one page in its frame, without the navigation around it."""
    from dashboard.access import reader
    from dashboard.app import show
    from dashboard.frame import choose_language, dress, header
    from tests.pages.made_up import MadeUp

    words = choose_language()
    dress(words)
    header(words, reader())
    show(page, words, MadeUp())


@pytest.fixture
def open_page() -> Callable[..., AppTest]:
    """`open_page("reach", "ru", period="2026-Q3")`: the page as first loaded with that URL."""

    def opened(page: str, language: str = "en", **query: str) -> AppTest:
        app = AppTest.from_function(shown, args=(page, language), default_timeout=60)
        app.query_params["lang"] = language
        for name, value in query.items():
            app.query_params[name] = value
        return app.run()

    return opened


@pytest.fixture
def made_up() -> MadeUp:
    return MadeUp()
