"""A librarian with a file and no terminal: from the drop to the published number, in a real browser."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from dashboard.words import Words, load_words
from pipelines.access import LOCAL
from pipelines.lock import one_ingest
from pipelines.settings import Home
from tests.browser.asking import asked_one
from tests.browser.reading import PATIENCE, Tab
from tests.browser.serving import Server, serving
from tests.browser.test_for_every_reader import BEYOND, PHONE, barriers

HEADERS = "Date and time,Name,E-mail,Phone,Year of birth,Zone"
LINES = [
    "2026-03-02 10:00,Test Person 1,person1@example.org,+7 700 000 00 01,2001,Makerspace",
    "2026-03-02 11:00,Test Person 2,person2@example.org,,2002,Coworking",
    "2026-02-30 12:00,Test Person 3,person3@example.org,,2003,Makerspace",
]
# A run is a process of its own, which loads the validator and counts everything anew.
RUN = 4 * PATIENCE
SAY = {language: load_words(language) for language in ("en", "ru", "kk")}


def sheet(folder: Path, name: str, lines: list[str], headers: str = HEADERS) -> Path:
    path = folder / name
    path.write_text("\n".join([headers, *lines, ""]), "utf-8")
    return path


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard as the library reads it, over an empty home."""
    home = Home(tmp_path_factory.mktemp("home"))
    with serving(home, tmp_path_factory.mktemp("served"), "library") as server:
        yield server


def drop(opened: Tab, file: Path) -> None:
    opened.page.locator("input[type=file]").set_input_files(file)
    expect(opened.page.locator(".st-key-intake-in-hand")).to_contain_text(file.name, timeout=PATIENCE)


def rehearsed(opened: Tab) -> None:
    expect(opened.page.locator(".st-key-intake-confirm button")).to_be_visible(timeout=RUN)
    opened.settle()


def publish(opened: Tab) -> None:
    opened.page.locator(".st-key-intake-confirm button").click()
    expect(opened.page.locator(".st-key-intake-another button")).to_be_visible(timeout=RUN)
    opened.settle()


def counts(opened: Tab) -> list[int]:
    """Accepted, of which updated, set aside, duplicate, left out."""
    return [int(text) for text in opened.page.locator(".counts dd").all_inner_texts()]


def files_of(home: Home) -> list[str]:
    return sorted(path.name for path in home.path.iterdir() if path.name != "work")


def untroubled(opened: Tab) -> bool:
    text = opened.page.inner_text("body")
    contacts = [word for word in ("example.org", "Test Person", "700 000") if word in text]
    log = opened.server.log.read_text("utf-8")
    return not contacts and "Traceback" not in text and "Traceback" not in log and opened.errors == []


def test_from_the_drop_to_the_published_number_and_back_with_the_corrected_rows(
    library: Server, tab_of: Callable[..., Tab], tmp_path: Path
) -> None:
    words, home = SAY["en"], library.home
    opened = tab_of(library).open("overview")
    opened.page.get_by_role("link", name=words("empty.to_intake")).click()
    expect(opened.page.locator(".stMainBlockContainer h1")).to_have_text(
        words("page.intake.title"), timeout=PATIENCE
    )
    opened.settle()
    drop(opened, sheet(tmp_path, "march.csv", LINES))
    rehearsed(opened)
    assert counts(opened) == [2, 0, 1, 0, 0]
    text = opened.text(".stMainBlockContainer")
    assert "Sign-in sheet at the door" in text
    assert f"4 Date and time {words('quality.column.reason')}"[:15] in text
    assert words("intake.rows.key") in text
    assert untroubled(opened)
    assert files_of(home) == [], "nothing is written before the confirmation"

    publish(opened)
    assert asked_one(home, "visits", role="library")["value"] == 2
    assert opened.page.locator(".changed-figure .card-value").all_inner_texts() == ["2"]
    with opened.page.expect_download() as begun:
        opened.page.get_by_role("button", name=words("intake.rejected.button")).click()
    rejected = tmp_path / "rejected.xlsx"
    begun.value.save_as(rejected)
    with sqlite3.connect(home.state) as state:
        logged = state.execute("select reader, what from access_log").fetchall()
    digest = hashlib.sha256((tmp_path / "march.csv").read_bytes()).hexdigest()
    assert logged == [(LOCAL, f"download:rejected.{digest}")]
    book = openpyxl.load_workbook(rejected)
    assert book.active.max_row == 2
    assert "2026-02-28" in str(book.active.cell(2, 2).value)
    book.active.cell(2, 3).value = "2026-02-28 12:00"
    book.save(rejected)

    opened.page.locator(".st-key-intake-another button").click()
    expect(opened.page.locator("input[type=file]")).to_have_count(1, timeout=PATIENCE)
    drop(opened, rejected)
    rehearsed(opened)
    assert counts(opened) == [1, 0, 0, 0, 0]
    publish(opened)
    figure = opened.page.locator(".changed-figure").first
    assert "3" in figure.locator(".card-value").inner_text()
    assert words("intake.done.before", value="2") in figure.inner_text()
    figure.get_by_role("link").click()
    expect(opened.page.locator(".stMainBlockContainer h1")).to_have_text(
        words("page.reach.title"), timeout=PATIENCE
    )
    opened.settle()
    assert sum(opened.chart("trend-visits")["data"][0]["y"]) == 3
    assert untroubled(opened)


@pytest.mark.parametrize(("language", "scheme"), [("ru", "dark"), ("kk", "light")])
def test_a_phone_corrects_a_column_by_keyboard_and_the_correction_is_remembered(
    library: Server, tab_of: Callable[..., Tab], tmp_path: Path, language: str, scheme: str
) -> None:
    words: Words = SAY[language]
    strange = HEADERS.replace("Date and time", f"When {language}")
    month = {"ru": "04", "kk": "05"}[language]
    lines = [line.replace("2026-03", f"2026-{month}") for line in LINES[:2]]
    opened = tab_of(library, scheme=scheme, width=PHONE).open("intake", language)
    drop(opened, sheet(tmp_path, f"{language}.csv", lines, strange))
    expect(opened.page.get_by_role("alert")).to_contain_text(
        words("intake.problem.unknown_layout"), timeout=RUN
    )
    opened.settle()
    field = opened.page.locator("[class*='st-key-intake-column-'][class*='visited_at'] input")
    field.focus()
    opened.page.keyboard.type("When")
    opened.page.keyboard.press("Enter")
    again = opened.page.get_by_role("button", name=words("intake.correct.again"))
    again.focus()
    opened.page.keyboard.press("Enter")
    rehearsed(opened)
    assert counts(opened)[:3] == [2, 0, 0]
    assert opened.page.evaluate(BEYOND, PHONE) == []
    assert barriers(opened) == []
    assert not list(library.home.path.glob(f"mappings/*{language}*"))
    publish(opened)
    assert words("intake.done.published") in opened.text(".stMainBlockContainer")
    opened.page.locator(".st-key-intake-another button").click()
    expect(opened.page.locator("input[type=file]")).to_have_count(1, timeout=PATIENCE)
    later = [line.replace(f"2026-{month}-02", f"2026-{month}-09") for line in lines]
    drop(opened, sheet(tmp_path, f"{language}-later.csv", later, strange))
    rehearsed(opened)
    assert words("intake.kind.remembered") in opened.text(".stMainBlockContainer")
    assert counts(opened)[:3] == [2, 0, 0]
    assert untroubled(opened)


def test_a_partner_who_knows_the_address_gets_a_sentence(
    serve: Callable[[Home], Server], tab_of: Callable[..., Tab], tmp_path: Path
) -> None:
    opened = tab_of(serve(Home(tmp_path / "home"))).open("intake")
    assert SAY["en"]("frame.not_for_role") in opened.text(".stMainBlockContainer")
    expect(opened.page.locator("input[type=file]")).to_have_count(0)
    links = opened.page.locator("[data-testid='stTopNavSection']").all_inner_texts()
    assert not [text for text in links if SAY["en"]("section.work") in text]


def test_an_archive_and_a_running_ingest_are_refused_with_a_sentence(
    library: Server, tab_of: Callable[..., Tab], tmp_path: Path
) -> None:
    words = SAY["en"]
    opened = tab_of(library).open("intake")
    archive = tmp_path / "sheets.zip"
    archive.write_bytes(b"PK\x05\x06" + bytes(18))
    drop(opened, archive)
    expect(opened.page.get_by_role("alert")).to_contain_text("archive", timeout=PATIENCE)
    opened.page.locator(".st-key-intake-drop-again button").click()
    expect(opened.page.locator("input[type=file]")).to_have_count(1, timeout=PATIENCE)
    with one_ingest(library.home):
        drop(opened, sheet(tmp_path, "june.csv", [LINES[0].replace("2026-03", "2026-06")]))
        expect(opened.page.get_by_role("alert")).to_contain_text("ingest is running", timeout=RUN)
    opened.page.get_by_role("button", name=words("intake.try_again")).click()
    rehearsed(opened)
    assert counts(opened)[0] == 1
    assert untroubled(opened)
