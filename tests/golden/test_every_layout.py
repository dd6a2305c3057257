"""Every layout goes through the whole line, and a second time without a figure moving."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipelines.metrics import Question, answer, catalogue
from pipelines.run import ingest
from pipelines.settings import Home
from pipelines.snapshot import Snapshot, Snapshots
from tests.golden import made_up_exports

FACTS = (
    *("fct_visit", "fct_session", "fct_attendance", "fct_booking", "fct_machine_log", "fct_training"),
    *("fct_loan", "fct_advising_contact"),
)


def current(home: Home) -> Snapshot:
    snapshots = Snapshots(home)
    return snapshots.open(snapshots.require_current())


def figures(snapshot: Snapshot) -> dict[str, Any]:
    """Every metric by month and by each of its dimensions, and the number of rows of each fact."""
    found: dict[str, Any] = {}
    for code, metric in catalogue().items():
        for names in [(), *((name,) for name in metric.by)]:
            asked = Question(code, names, grain="month" if not names else None, role="analyst")
            found[f"{code} by {names}"] = answer(snapshot, asked).rows.rows()
    counts = {table: snapshot.rows(f"select count(*) from {table}").item() for table in FACTS}
    return found | counts


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def first(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Any:
    files = made_up_exports.write(tmp_path_factory.mktemp("exports") / "first")
    return ingest(home, files)


@pytest.fixture(scope="module")
def snapshot(home: Home, first: Any) -> Snapshot:
    assert first.status == "published", [problem.message for problem in first.refused]
    return current(home)


def value(snapshot: Snapshot, metric: str, by: str = "", **where: str) -> Any:
    asked = Question(metric, tuple(by.split()), where=tuple(where.items()), role="analyst")
    rows = answer(snapshot, asked).rows
    return dict(rows.select(by, "value").rows()) if by else rows["value"].item()


def test_every_file_is_read_by_its_own_mapping_and_nothing_is_quarantined(snapshot: Snapshot) -> None:
    used = Counter(snapshot.rows("select mapping from meta_object")["mapping"])
    assert len(used) == len(made_up_exports.TEXTS) + len(made_up_exports.DOCUMENTS)
    assert snapshot.rows("select sum(quarantined) from meta_object").item() == 0
    assert snapshot.rows("select * from meta_quarantine").is_empty()


def test_visits_are_those_of_the_counters_and_the_months(snapshot: Snapshot) -> None:
    by_day = dict(
        snapshot.rows("select date::varchar, sum(count) from fct_visit where counted group by 1").rows()
    )
    assert by_day == {
        "2026-01-01": None, "2026-02-01": 400,  # a month each; a blank cell is unknown
        "2026-03-03": 50, "2026-03-04": 25, "2026-03-05": 7,
        "2026-03-06": None, "2026-03-07": None, "2026-03-10": 9777, "2026-03-11": 24,
        "2026-03-12": None, "2026-03-13": None,
    }  # fmt: skip
    assert value(snapshot, "visits") == 400 + 50 + 25 + 7 + 9777 + 24


def test_programmes_come_from_tables_calendars_and_lists(snapshot: Snapshot) -> None:
    held = value(snapshot, "programmes_held", "programme")
    assert held["chess-evening"] == 2
    assert held["calendar-makerspace"] == 2  # of three, one was taken out
    assert held["poetry-night"] == held["exhibition"] == held["hackathon"] == 1
    assert value(snapshot, "attendance", "programme") == {
        "chess-evening": 9, "hackathon": 1, "knitting-circle": 12, "poetry-night": 11, "exhibition": None,
    }  # fmt: skip


def test_machines_are_used_by_the_people_of_other_systems(snapshot: Snapshot) -> None:
    assert value(snapshot, "machine_hours", "resource") == {"fabman-12": 0.5, "laser-cutter": 2.0}
    assert value(snapshot, "unique_makers") == 2
    assert value(snapshot, "denied_attempts", "reason") == {"no_permission": 1}
    assert value(snapshot, "training_to_use") == 0.5  # Person 1 did, Person 2 was denied, Person 3 is later
    person = snapshot.rows(
        "select distinct person_id from fct_machine_log where resource = 'laser-cutter' and hours > 0"
    )
    booked = snapshot.rows(
        "select distinct person_id from fct_booking where resource = 'study-room-1' and status = 'confirmed'"
    )
    assert person.equals(booked)


def test_loans_and_advising_have_their_people(snapshot: Snapshot) -> None:
    assert value(snapshot, "loans", "item_kind") == {"book": 2, "video": 1}
    assert (value(snapshot, "loans"), value(snapshot, "readers")) == (3, 2)
    assert value(snapshot, "loans", "occupation") == {"university_student": 2, "unknown": 1}
    assert value(snapshot, "advising_contacts", "mode") == {
        "in-person": 1,
        "virtual": 1,
        "phone": 1,
        "e-mail": 1,
    }
    assert value(snapshot, "unique_advisees") == 2  # Person 4 by appointment and in the log; Person 6


def test_nothing_that_names_a_person_stands_in_the_snapshot(home: Home, snapshot: Snapshot) -> None:
    (file,) = [path for path in home.warehouse.glob("*.duckdb") if snapshot.id in path.name]
    content = file.read_bytes()
    for personal in (b"Test Person", b"example.org", b"wrote a note", b"KZ0001"):
        assert personal not in content


def test_the_same_records_a_second_time_move_no_figure(
    home: Home, snapshot: Snapshot, tmp_path: Path
) -> None:
    before = figures(snapshot)
    again = ingest(home, made_up_exports.write(tmp_path / "again", again=True))
    assert again.status == "published", [problem.message for problem in again.refused]
    assert all(line.updated == 0 for line in again.sources), [line for line in again.sources if line.updated]
    assert figures(current(home)) == before
    unchanged = ingest(home, made_up_exports.write(tmp_path / "unchanged"))
    assert unchanged.status == "unchanged"
    assert figures(current(home)) == before
