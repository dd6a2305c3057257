"""The library closes a month in the page; a file that comes late waits there until the month is restated."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, expect

from dashboard.words import load_words
from pipelines.closing.ledger import closes
from pipelines.metrics import catalogue
from pipelines.settings import PROJECT, Home
from tests.browser.reading import PATIENCE, Tab
from tests.browser.serving import serving

SAY = load_words("en")
HEADERS = "Date and time,Name,E-mail,Year of birth,Zone"
BROKEN = "2026-09-31 12:00,Test Person 1,person1@example.org,2001,Makerspace"
VISITS, LATE = 29 * 8, 12
VISITS_LINE = f"{catalogue()['visits'].title}: {SAY('books.part.total')}"


def ingest(home: Home, folder: Path, name: str, lines: list[str]) -> None:
    """Take a file in, as the command does: not in this process, where the browser's event loop runs."""
    path = folder / name
    path.write_text("\n".join([HEADERS, *lines, ""]), "utf-8")
    command = [sys.executable, "-m", "pipelines.cli", "ingest", "--home", str(home.path), str(path)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def visits(day: int, people: int) -> list[str]:
    return [
        f"2026-09-{day:02d} 1{person // 6}:{person:02d},Test Person {person},person{person}@example.org,"
        f"{1990 + person},Makerspace"
        for person in range(people)
    ]


def september(opened: Tab) -> Tab:
    """The page about September, whatever month is due next."""
    box = opened.page.get_by_role("combobox", name=SAY("close.month"))
    box.click()
    month = SAY.label("month", "2026-09")
    box.fill(month)
    opened.page.get_by_role("option", name=month, exact=True).click()
    expect(opened.page.locator(f".sheet[aria-label$='OASIS · {month}']")).to_be_visible(timeout=PATIENCE)
    return opened.settle()


def press(opened: Tab, name: str) -> None:
    opened.page.get_by_role("button", name=SAY(name), exact=True).first.click()


def said(opened: Tab, text: str) -> Locator:
    found = opened.page.locator(".stMainBlockContainer").get_by_text(text).first
    expect(found).to_be_visible(timeout=PATIENCE)
    opened.settle()
    return found


def explain(opened: Tab, text: str) -> None:
    """Explain the first item that waits for it."""
    opened.page.get_by_label(SAY("close.explanation"), exact=True).first.fill(text)
    press(opened, "close.explain")
    said(opened, text)


def row(opened: Tab, start: str) -> list[str]:
    """The cells of the first row of a table that begins with a text."""
    rows = opened.page.locator(".stMainBlockContainer table tr").filter(has_text=start)
    return [" ".join(cell.split()) for cell in rows.first.locator("th, td").all_inner_texts()]


def test_a_month_is_explained_closed_and_restated_when_a_file_comes_late(
    tab_of: Callable[..., Tab], tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    ingest(
        home, tmp_path, "september.csv", [line for day in range(1, 30) for line in visits(day, 8)] + [BROKEN]
    )
    with serving(home, tmp_path, "library") as server:
        opened = september(tab_of(server).open("close"))
        assert opened.page.get_by_role("button", name=SAY("close.button")).count() == 0
        said(opened, SAY("close.open", count=2))
        explain(opened, "A day that does not exist, crossed out on paper.")
        said(opened, SAY("close.open", count=1))
        explain(opened, "No survey was handed out yet.")
        said(opened, SAY("close.ready"))
        press(opened, "close.button")
        said(opened, SAY("close.unchanged"))
        assert row(opened, VISITS_LINE)[1:] == [f"{VISITS}", f"{VISITS}", "0"]

        ingest(home, tmp_path, "late.csv", visits(30, LATE))
        opened = september(tab_of(server).open("close"))
        said(opened, SAY("close.pending"))
        assert row(opened, VISITS_LINE)[1:] == [f"{VISITS}", f"{VISITS + LATE}", f"+{LATE}"]
        press(opened, "close.restate")
        expect(opened.page.locator(".stMainBlockContainer .empty")).to_be_visible(timeout=PATIENCE)
        assert len(closes(home)) == 1, "a restatement needs a reason"
        opened.settle()
        opened.page.get_by_label(SAY("close.reason"), exact=True).fill("The last sheet came late.")
        press(opened, "close.restate")
        said(opened, SAY("close.unchanged"))
        assert row(opened, VISITS_LINE)[1:3] == [f"{VISITS + LATE}"] * 2
        said(opened, "The last sheet came late.")
        said(opened, SAY("close.first_close"))
        assert opened.errors == []
    totals = [{one.line: one.value for one in close.figures}["visits", "total"] for close in closes(home)]
    assert totals == [VISITS, VISITS + LATE]
