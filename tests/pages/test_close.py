"""The page that closes a month, in every language: what it says of an open, a closed and a changed month."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.words import load_words
from pipelines.closing.close import close_month, explain, standing
from pipelines.settings import Home
from tests.pages.conftest import LANGUAGES
from tests.pages.reading import texts
from tests.unit.closing.made_home import TODAY, ordinary, publish

MONTH, BOOK = "2026-09", "OASIS"
LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]{2,}")
# Codes of the rule books, the languages' own names, what the test wrote, and names of files and snapshots.
ALIKE = re.compile(r"OASIS|IMLS|English|CSV|Excel|test-librarian|\S+\.csv|\d{6}-\S+|Made-up reason")


def script(language: str) -> None:
    from dashboard.app import show
    from dashboard.frame import choose_language

    show("close", choose_language(), None)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("IMPACT_HOME", str(tmp_path))
    monkeypatch.setenv("IMPACT_ROLE", "library")
    monkeypatch.setattr("dashboard.close_panels.local_today", lambda: TODAY)
    monkeypatch.setattr("pipelines.closing.close.local_today", lambda: TODAY)
    made = Home(tmp_path)
    publish(made, 1, ordinary(), quarantined=3)
    return made


def opened(language: str) -> AppTest:
    app = AppTest.from_function(script, args=(language,), default_timeout=60)
    app.query_params["lang"] = language
    app.session_state[f"close_month_{language}"] = MONTH
    app.run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return " ".join(
        [*texts(app), *(button.label for button in app.button), *(box.label for box in app.text_area)]
    )


def buttons(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def in_order(home: Home) -> None:
    found = standing(home, MONTH, BOOK, TODAY)
    explain(home, found, "quarantine", "Made-up reason", "test-librarian")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_partner_may_not_close(home: Home, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setenv("IMPACT_ROLE", "partner")
    app = opened(language)
    assert load_words(language)("frame.not_for_role") in said(app)
    assert not app.button


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_to_explain_stands_there_with_its_place_and_nothing_closes_before(
    home: Home, language: str
) -> None:
    words, app = load_words(language), opened(language)
    text = said(app)
    assert words("close.state.amber") in text
    assert words("close.open", count=1) in text
    assert [area.label for area in app.text_area] == [words("close.explanation")]
    assert words("close.button") not in buttons(app)
    app.text_area[0].set_value("Made-up reason")
    next(button for button in app.button if button.label == words("close.explain")).click().run()
    text = said(app)
    assert words("close.state.explained") in text
    assert words("close.state.amber") not in text
    assert words("close.ready") in text
    assert words("close.button") in buttons(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_late_data_show_closed_now_and_difference_and_an_empty_reason_is_refused(
    home: Home, language: str
) -> None:
    words = load_words(language)
    in_order(home)
    close_month(home, MONTH, BOOK, "test-librarian", today=TODAY)
    assert words("close.unchanged") in said(opened(language))
    publish(home, 2, ordinary(attended=26), quarantined=3)
    app = opened(language)
    text = said(app)
    assert words("close.pending") in text
    assert re.search(r"\b100\s+130\s+\+30\b", text), text
    restate = words("close.restate")
    next(button for button in app.button if button.label == restate).click().run()
    assert words("close.first_close") in said(app)
    assert restate in said(app), "without a reason it stays as it was"


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_no_word_is_left_in_english(home: Home, language: str) -> None:
    app = opened(language)
    in_order(home)
    close_month(home, MONTH, BOOK, "test-librarian", today=TODAY)
    publish(home, 2, ordinary(attended=26), quarantined=3)
    for text in (said(app), said(opened(language))):
        assert LATIN.findall(ALIKE.sub("", text)) == []


def test_a_month_that_is_not_over_waits(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    in_order(home)
    monkeypatch.setattr("pipelines.closing.close.local_today", lambda: date(2026, 9, 30))
    app = opened("en")
    assert load_words("en")("close.running") in said(app)
    assert load_words("en")("close.button") not in buttons(app)
