"""The library sets a target in the page and the overview shows it; a partner may not."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from dashboard.words import load_words
from pipelines.settings import Home
from pipelines.written import add_note, target_edits, targets
from tests.browser.reading import PATIENCE, Tab
from tests.browser.serving import Server, serving
from tests.conftest import SampleHome

QUARTER = "2026-Q3"
SAY = load_words("en")


@pytest.fixture(scope="module")
def library(sample_home: SampleHome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard as the library reads it, over a copy of the sample's home."""
    path = tmp_path_factory.mktemp("home") / "copy"
    shutil.copytree(sample_home.home.path, path)
    with serving(Home(path), tmp_path_factory.mktemp("served"), "library") as server:
        yield server


def test_a_target_set_in_the_page_stands_on_the_overview_with_its_former_value(
    library: Server, tab_of: Callable[..., Tab]
) -> None:
    opened = tab_of(library).open("targets", period=QUARTER)
    number = opened.page.get_by_label(SAY("target.target"), exact=True)
    number.fill("9100")
    number.press("Tab")
    opened.page.get_by_role("button", name=SAY("target.save")).click()
    expect(opened.page.get_by_role("status").filter(has_text=SAY("target.saved"))).to_be_visible(
        timeout=PATIENCE
    )
    opened.settle()
    (edit,) = target_edits(library.home)
    assert edit.now is not None and edit.former is not None
    assert (edit.author, edit.now.target, edit.former.target) == ("local", 9100.0, 5000.0)
    assert "9,100" in opened.text(".stMainBlockContainer") and "5,000" in opened.text(".stMainBlockContainer")
    overview = tab_of(library).open("overview", period=QUARTER)
    assert any("9,100" in cell for row in overview.table("targets") for cell in row)


def test_a_partner_reads_the_targets_and_has_no_form(tab: Callable[..., Tab], served: Server) -> None:
    opened = tab().open("targets", period=QUARTER)
    assert SAY("target.history") in opened.text(".stMainBlockContainer")
    assert opened.page.get_by_role("button", name=SAY("target.save")).count() == 0
    assert targets(served.home)
    closed = tab().open("notes")
    assert SAY("frame.not_for_role") in closed.text(".stMainBlockContainer")


def test_a_note_stands_below_the_chart_in_words(library: Server, tab_of: Callable[..., Tab]) -> None:
    from datetime import date

    add_note(library.home, "local", date(2026, 7, 6), date(2026, 7, 10), {"en": "The counter was repaired."})
    opened = tab_of(library).open("overview", period=QUARTER)
    assert opened.text(".stMainBlockContainer").count("The counter was repaired.") >= 2
    notes = opened.chart("trend-visits")["layout"]["annotations"]
    assert any("1</b>" in note["text"] for note in notes)
