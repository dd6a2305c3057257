"""The first page, damaged snapshots and a publish while somebody reads: never a traceback, never half a build."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard.words import load_words
from pipelines.settings import Home, site_folder
from pipelines.snapshot import Snapshots, write_pointer
from tests.browser.reading import LANGUAGES, Tab
from tests.browser.serving import Server, serving
from tests.conftest import SampleHome

ENGLISH = load_words("en")


def untroubled(opened: Tab) -> bool:
    """Neither the page nor the server's log shows a traceback, and no path of the machine is on the page."""
    text = opened.page.inner_text("body")
    shown = "Traceback" in text or "Error" in text or str(opened.server.home.path) in text
    return not shown and "Traceback" not in opened.server.log.read_text("utf-8")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard over a home in which nothing was published."""
    with serving(Home(tmp_path_factory.mktemp("empty_home")), tmp_path_factory.mktemp("served")) as server:
        yield server


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_home_says_what_to_do(empty: Server, tab_of: Callable[..., Tab], language: str) -> None:
    words = load_words(language)
    opened = tab_of(empty).open(language=language)
    assert opened.text(".stMainBlockContainer h1") == words("empty.title")
    commands = opened.page.locator("[data-testid='stCode']").all_inner_texts()
    assert [text.strip() for text in commands] == ["impact demo", "impact ingest FILE"]
    assert untroubled(opened)
    assert opened.errors == []


def test_a_home_whose_only_snapshot_is_damaged_says_so_and_what_to_do(
    serve: Callable[[Home], Server], tab_of: Callable[..., Tab], tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    home.warehouse.mkdir(parents=True)
    name = "000001-20260101T000000Z-abcdef"
    (home.warehouse / f"{name}.duckdb").write_bytes(b"not a database" * 500)
    write_pointer(home, name)
    opened = tab_of(serve(home)).open()
    assert opened.text(".stMainBlockContainer h1") == ENGLISH("broken.title")
    assert "impact rollback ID" in opened.text(".stMainBlockContainer")
    assert untroubled(opened)


def test_a_damaged_newest_snapshot_falls_back_to_the_one_before_and_the_page_names_it(
    serve: Callable[[Home], Server], tab_of: Callable[..., Tab], sample_home: SampleHome, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    home.warehouse.mkdir(parents=True)
    good = sample_home.snapshot.id
    source = sample_home.home.warehouse / f"{good}.duckdb"
    (home.warehouse / source.name).hardlink_to(source)
    damaged = "000002-20261231T000000Z-abcdef"
    (home.warehouse / f"{damaged}.duckdb").write_bytes(source.read_bytes()[:20_000])
    write_pointer(home, damaged)
    assert Snapshots(home).current() == good
    opened = tab_of(serve(home)).open()
    assert good in opened.text("footer")
    assert opened.card("visits")[0].isdigit()
    assert untroubled(opened)


def test_a_reader_keeps_the_snapshot_until_the_next_choice_and_then_has_the_new_one(
    serve: Callable[[Home], Server], tab_of: Callable[..., Tab], tmp_path: Path
) -> None:
    from pipelines.run import ingest

    home = Home(tmp_path / "home")
    sample = site_folder() / "sample"
    first = ingest(home, [sample / "sign-in-2026-02.csv"]).as_json()["snapshot"]
    opened = tab_of(serve(home)).open()
    before = opened.text(".stMainBlockContainer")
    assert first in opened.text("footer")
    second = ingest(home, [sample / "sign-in-2026-03.csv"]).as_json()["snapshot"]
    assert second and second != first
    assert opened.text(".stMainBlockContainer") == before
    opened.follow(ENGLISH("page.reach.title"))
    assert second in opened.text("footer")
    assert first not in opened.text(".stMainBlockContainer")
    assert len(opened.chart("trend-visits")["data"][0]["y"]) == 2
    assert untroubled(opened)
