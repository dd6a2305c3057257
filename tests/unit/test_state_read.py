"""What pages read at every load takes no lock that a writer holds."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from pipelines.closing.deadlines import closed_months_of
from pipelines.settings import Home
from pipelines.state import VERSIONS, open_state
from pipelines.state_read import read_state

CLOSED = "insert into month_close (rule_book, month, snapshot, author, closed_at, note, checklist, figures)"
LINE = " values ('OASIS', ?, 'made-up', 'test-librarian', '2026-10-02T10:00:00+00:00', '', '[]', '[]')"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home with % and ?")
    with open_state(made) as connection:
        connection.execute(CLOSED + LINE, ["2026-08"])
    return made


def test_the_days_left_are_counted_while_somebody_else_writes(home: Home) -> None:
    with open_state(home) as writer:
        writer.execute(CLOSED + LINE, ["2026-09"])
        assert closed_months_of(home, "OASIS") == {"2026-08"}
    assert closed_months_of(home, "OASIS") == {"2026-08", "2026-09"}


def test_a_writer_does_not_wait_for_a_reader_who_keeps_seeing_the_same(home: Home) -> None:
    count = "select count(*) from month_close"
    with read_state(home) as reader:
        assert reader.execute(count).fetchone() == (1,)
        with open_state(home) as writer:
            writer.execute(CLOSED + LINE, ["2026-09"])
        assert reader.execute(count).fetchone() == (1,)


def test_a_reader_cannot_write(home: Home) -> None:
    with read_state(home) as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("delete from month_close")


def test_a_file_of_an_older_version_is_brought_up_to_date_before_it_is_read(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with sqlite3.connect(home.state) as old:
        old.executescript(VERSIONS[0])
        old.execute("pragma user_version = 1")
    assert closed_months_of(home, "OASIS") == frozenset()
    with read_state(home) as connection:
        assert connection.execute("pragma user_version").fetchone() == (len(VERSIONS),)
