"""By when what has to be handed in, and which month is the next to close."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipelines.closing.deadlines import Deadline, days_left, deadlines, next_month
from pipelines.settings import Home

OPENED = date(2026, 1, 18)
MONTHLY = Deadline(code="books", every="month", name={"en": "Books"})


@pytest.mark.parametrize(
    ("month", "due"),
    [
        ("2026-09", "2026-10-31"),
        ("2026-12", "2027-01-31"),
        ("2028-01", "2028-02-29"),
        ("2026-01", "2026-02-28"),
    ],
)
def test_a_month_is_due_by_the_end_of_the_following_one(month: str, due: str) -> None:
    assert MONTHLY.due_on(month) == date.fromisoformat(due)


def test_the_site_declares_what_the_partners_and_the_host_library_wait_for(tmp_path: Path) -> None:
    assert {one.code: one.every for one in deadlines()} == {"oasis": "month", "srdgob_1": "year"}
    found = {due.deadline.code: due for due in days_left(Home(tmp_path), date(2026, 11, 20))}
    assert (found["oasis"].period, found["oasis"].day, found["oasis"].days_left) == (
        "2026-10",
        date(2026, 11, 30),
        10,
    )
    assert (found["srdgob_1"].period, found["srdgob_1"].day) == ("2026", date(2027, 2, 25))


def test_the_yearly_form_is_due_until_the_day_itself(tmp_path: Path) -> None:
    def yearly(day: date) -> tuple[str, int]:
        due = {one.deadline.code: one for one in days_left(Home(tmp_path), day)}["srdgob_1"]
        return due.period, due.days_left

    assert yearly(date(2027, 2, 25)) == ("2026", 0)
    assert yearly(date(2027, 2, 26))[0] == "2027"


def test_the_next_month_to_close_is_the_oldest_open_one() -> None:
    today = date(2026, 11, 20)
    assert next_month((), today, OPENED) == "2026-10"
    assert next_month(("2026-07", "2026-09"), today, OPENED) == "2026-08"
    assert next_month(("2026-09", "2026-10"), today, OPENED) == "2026-11"


def test_nothing_is_to_be_closed_before_the_space_has_opened() -> None:
    assert next_month((), date(2025, 12, 31), OPENED) is None
    assert next_month((), date(2026, 1, 20), OPENED) == "2026-01"
