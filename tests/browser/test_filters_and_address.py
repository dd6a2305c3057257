"""What a reader chooses stands in the address, so that it can be sent to somebody else."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from dashboard.periods import parse
from dashboard.words import load_words
from tests.browser.asking import asked_one
from tests.browser.reading import PATIENCE, Tab
from tests.browser.serving import Server

ENGLISH = load_words("en")
EARLIER = ("--from", "2026-04-01", "--to", "2026-06-30")
USUAL = ("--from", "2026-07-01", "--to", "2026-09-30")
PROGRAMME, DISTRICT = "robotics-club", "auezov"
CHOICES = {
    "period": ("2026-Q2", ENGLISH.period(parse("2026-Q2", ENGLISH.fiscal)), EARLIER),
    "programme": (
        PROGRAMME,
        ENGLISH.label("programme", PROGRAMME),
        (*USUAL, "--where", f"programme={PROGRAMME}"),
    ),
    "district": (DISTRICT, ENGLISH.label("district", DISTRICT), (*USUAL, "--where", f"district={DISTRICT}")),
}


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_changes_the_address_and_the_numbers_and_the_address_alone_brings_them_back(
    tab: Callable[..., Tab], served: Server, name: str
) -> None:
    code, label, words = CHOICES[name]
    opened = tab().open("overview")
    before = opened.card("attendance")
    assert name not in opened.query
    opened.choose(name, code, label)
    assert opened.query[name] == code
    assert opened.card("attendance") == f"{asked_one(served.home, 'attendance', *words)['value']:,}"
    assert opened.card("attendance") != before
    elsewhere = tab(fresh=True).load(opened.page.url)
    assert elsewhere.text(".stMainBlockContainer") == opened.text(".stMainBlockContainer")
    assert elsewhere.page.url == opened.page.url


def test_the_choice_is_kept_on_other_pages_and_in_other_languages(tab: Callable[..., Tab]) -> None:
    opened = tab().open("overview", period="2026-Q2", district=DISTRICT)
    kept = {"period": "2026-Q2", "district": DISTRICT, "lang": "en"}
    assert opened.query == kept
    opened.follow(ENGLISH("page.reach.title"))
    assert opened.query == kept
    russian = load_words("ru")
    opened.speak("ru")
    assert opened.text(".stMainBlockContainer h1") == russian("page.reach.title")
    assert opened.query == kept | {"lang": "ru"}
    opened.follow(russian("page.planning.title"))
    assert opened.query == kept | {"lang": "ru"}
    subject = " ".join(russian.period(parse("2026-Q2", russian.fiscal)).split())
    assert subject in opened.text(".stMainBlockContainer")


def test_a_service_of_the_overview_leads_to_its_page_under_the_same_choice(tab: Callable[..., Tab]) -> None:
    opened = tab().open("overview", period="2026-Q2")
    opened.page.locator(".st-key-services .ways a").first.click()
    opened.page.wait_for_url("**/reach?*")
    opened.settle()
    assert opened.query["period"] == "2026-Q2"
    assert opened.text(".stMainBlockContainer h1") == ENGLISH("page.reach.title")


def test_going_back_in_the_browser_brings_the_page_before_under_the_same_choice(
    tab: Callable[..., Tab],
) -> None:
    opened = tab().open("overview", period="2026-Q2")
    opened.follow(ENGLISH("page.planning.title"))
    title = opened.page.locator(".stMainBlockContainer h1")
    # Streamlit writes one step of the history for the page and one for each choice in the address.
    for _ in range(1 + len(opened.query)):
        opened.page.go_back()
        opened.settle()
        if urlsplit(opened.page.url).path == "/":
            break
    expect(title).to_have_text(ENGLISH("page.overview.title"), timeout=PATIENCE)
    opened.settle()
    assert opened.query["period"] == "2026-Q2"
    assert opened.errors == []
