"""The library's main task: which program shall run again, which machine is refused most, what is coming."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from dashboard.words import load_words
from tests.browser.asking import asked
from tests.browser.reading import PATIENCE, Tab
from tests.browser.serving import Server

ENGLISH = load_words("en")
DAYS = ("--from", "2026-07-01", "--to", "2026-09-30")


def test_the_library_finds_what_to_run_again_and_which_machine_is_refused_most(
    tab: Callable[..., Tab], served: Server
) -> None:
    opened = tab().open("overview", period="2026-Q3").follow(ENGLISH("page.planning.title"))
    again = opened.page.locator(".verdict.run_again li").all_inner_texts()
    rows = {row["programme"]: row for row in asked(served.home, "fill_rate", "--by", "programme")}
    fills = {ENGLISH.label("programme", code): row["value"] for code, row in rows.items()}
    assert again == sorted(again, key=lambda name: -fills[name]), "the fullest first"
    title = opened.text(".st-key-figure-portfolio .finding")
    assert title == ENGLISH("portfolio.finding", names=", ".join(again[:3]))
    opened.follow(ENGLISH("page.makerspace.title"))
    denied = asked(served.home, "denied_attempts", "--by", "resource", *DAYS)
    worst = max(denied, key=lambda row: row["value"])
    assert ENGLISH.label("resource", worst["resource"]) in opened.text(
        ".st-key-figure-denied_attempts-resource .finding"
    )


def test_what_is_coming_is_turned_from_a_list_into_a_month(tab: Callable[..., Tab]) -> None:
    opened = tab().open("planning")
    figure = opened.figure("coming")
    expect(figure.locator("table tbody tr").first).to_be_visible(timeout=PATIENCE)
    figure.get_by_role("radio", name=ENGLISH("coming.month"), exact=True).click()
    month = figure.locator("table.month")
    expect(month).to_be_visible(timeout=PATIENCE)
    assert month.locator("li").count() > 0
    assert opened.settle().errors == []
