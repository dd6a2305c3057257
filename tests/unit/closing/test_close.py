"""A month is closed once, on what was found; later data wait as a restatement; nothing is overwritten."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from pipelines.closing import ledger
from pipelines.closing.close import close_month, explain, restate, standing
from pipelines.closing.deadlines import days_left
from pipelines.closing.export import Sheet, as_csv, as_xlsx
from pipelines.closing.figures import Figure
from pipelines.problems import RefusalError
from pipelines.settings import Home
from tests.unit.closing.made_home import TODAY, ordinary, publish

MONTH = "2026-09"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    publish(made, 1, ordinary())
    return made


def code_of(caught: pytest.ExceptionInfo[RefusalError]) -> str:
    return caught.value.problems[0].code


def attendance(figures: tuple[Figure, ...]) -> float | None:
    return {one.line: one.value for one in figures}["attendance", "total"]


def test_a_month_in_order_is_closed_with_its_figures_its_author_and_its_snapshot(home: Home) -> None:
    assert [line.item.state for line in standing(home, MONTH, "oasis", TODAY).lines] == ["green"] * 7
    made = close_month(home, MONTH, "oasis", "test-librarian", "a note", TODAY)
    assert (made.rule_book, made.month, made.author, made.note) == (
        "OASIS",
        MONTH,
        "test-librarian",
        "a note",
    )
    assert attendance(made.figures) == 5 * 20
    assert ledger.resting(home) == {made.snapshot}
    due = {one.deadline.code: one.period for one in days_left(home, TODAY)}
    assert due["oasis"] == "2026-10"


def test_a_month_that_is_not_over_cannot_be_closed(home: Home) -> None:
    with pytest.raises(RefusalError) as caught:
        close_month(home, "2026-10", "oasis", "test-librarian", today=date(2026, 10, 31))
    assert code_of(caught) == "close_month_running"


def test_a_closed_month_cannot_be_closed_again(home: Home) -> None:
    close_month(home, MONTH, "oasis", "test-librarian", today=TODAY)
    with pytest.raises(RefusalError) as caught:
        close_month(home, MONTH, "oasis", "somebody-else", today=TODAY)
    assert code_of(caught) == "close_done"
    assert len(ledger.closes(home)) == 1


def test_an_amber_item_stands_in_the_way_until_somebody_explains_it(home: Home) -> None:
    publish(home, 2, ordinary(), quarantined=3)
    with pytest.raises(RefusalError) as caught:
        close_month(home, MONTH, "oasis", "test-librarian", today=TODAY)
    assert code_of(caught) == "close_items_open"
    explain(
        home, standing(home, MONTH, "oasis", TODAY), "quarantine", "Three typing errors", "test-librarian"
    )
    made = close_month(home, MONTH, "oasis", "test-librarian", today=TODAY)
    told = {line["item"]: line["explanation"] for line in made.checklist}
    assert told["quarantine"] == "Three typing errors"


def test_an_explanation_does_not_hold_for_what_was_found_later(home: Home) -> None:
    publish(home, 2, ordinary(), quarantined=3)
    explain(
        home, standing(home, MONTH, "oasis", TODAY), "quarantine", "Three typing errors", "test-librarian"
    )
    assert standing(home, MONTH, "oasis", TODAY).ready
    publish(home, 3, ordinary(), quarantined=4)
    assert not standing(home, MONTH, "oasis", TODAY).ready


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_an_explanation_says_something(home: Home, text: str) -> None:
    publish(home, 2, ordinary(), quarantined=3)
    with pytest.raises(RefusalError) as caught:
        explain(home, standing(home, MONTH, "oasis", TODAY), "quarantine", text, "test-librarian")
    assert code_of(caught) == "close_text_missing"


def test_late_data_wait_as_a_restatement_and_the_reported_figures_stay(home: Home) -> None:
    close_month(home, MONTH, "oasis", "test-librarian", today=TODAY)
    assert not standing(home, MONTH, "oasis", TODAY).pending
    publish(home, 2, ordinary(attended=26))
    for role in ("partner", "library", "analyst"):
        found = standing(home, MONTH, "oasis", TODAY, role)
        changed = {(one.measure, one.part): (one.closed, one.now, one.difference) for one in found.changes}
        assert changed["attendance", "total"] == (100, 130, 30)
        assert changed["visits", "total"][2] == 0
        assert found.pending and found.close is not None
        assert attendance(found.close.figures) == 100


def test_a_restatement_needs_a_reason_and_keeps_the_old_figures(home: Home) -> None:
    first = close_month(home, MONTH, "oasis", "test-librarian", today=TODAY)
    with pytest.raises(RefusalError) as caught:
        restate(home, MONTH, "oasis", "test-librarian", "nothing changed", today=TODAY)
    assert code_of(caught) == "close_nothing_changed"
    publish(home, 2, ordinary(attended=26))
    with pytest.raises(RefusalError) as caught:
        restate(home, MONTH, "oasis", "test-librarian", " ", today=TODAY)
    assert code_of(caught) == "close_text_missing"
    second = restate(home, MONTH, "oasis", "test-librarian", "A list came late", today=TODAY)
    assert [attendance(one.figures) for one in ledger.closes(home)] == [100, 130]
    assert [one.reason for one in ledger.closes(home)] == [None, "A list came late"]
    assert ledger.resting(home) == {first.snapshot, second.snapshot}
    assert not standing(home, MONTH, "oasis", TODAY).pending


def test_the_figures_on_record_stand_in_where_the_closed_snapshot_cannot_be_read(home: Home) -> None:
    made = close_month(home, MONTH, "oasis", "test-librarian", today=TODAY)
    publish(home, 2, ordinary(attended=26))
    (home.warehouse / f"{made.snapshot}.duckdb").unlink()
    changed = {(one.measure, one.part): one.closed for one in standing(home, MONTH, "oasis", TODAY).changes}
    assert changed["attendance", "total"] == 100


def test_the_newest_month_of_a_former_snapshot_is_told_to_partners_once_it_was_closed(home: Home) -> None:
    snapshot = standing(home, MONTH, "oasis", TODAY).snapshot
    assert ledger.closed_until(home, snapshot) is None
    close_month(home, "2026-10", "oasis", "test-librarian", today=TODAY)
    assert ledger.closed_until(home, snapshot) == date(2026, 10, 31)
    publish(home, 2, ordinary(attended=26))
    changes = standing(home, "2026-10", "oasis", TODAY, "partner").changes
    assert {(one.measure, one.part): one.closed for one in changes}["attendance", "total"] == 80


def test_files_say_the_same_as_the_page_and_no_cell_is_a_formula() -> None:
    lines = (Figure("visits", "total", 1234.0, False), Figure("attendance", "hybrid", None, True))
    sheet = Sheet(line=lambda one: f"=Қатысу {one.measure}", about=(("Айы", "2026-09"),))
    text = as_csv(lines, sheet)
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.decode("utf-8-sig").splitlines()[1:3] == [
        "'=Қатысу visits,1234",
        "'=Қатысу attendance,hidden",
    ]
    page = openpyxl.load_workbook(BytesIO(as_xlsx(lines, sheet, "OASIS 2026-09"))).active
    assert page is not None
    assert [cell.value for cell in page["B"]][:3] == ["Number", 1234, "hidden"]
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value is not None} <= {
        "s",
        "n",
    }
