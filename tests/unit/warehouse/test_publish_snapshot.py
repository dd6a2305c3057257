"""Readers see a whole snapshot or the former one, keys stay out of it, and damage falls back."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
from datetime import UTC, date, datetime

import duckdb
import pytest

from pipelines import publish
from pipelines.problems import RefusalError
from pipelines.snapshot import Snapshots, rollback, write_pointer

DAY = date(2026, 3, 3)
KEY = "5e884898da28047151d0e56f8dc62927"


def visits(given, number: int) -> int:
    rows = range(2, 2 + number)
    return given.file(
        "sheet",
        visit=[{"row": row, "visited_on": DAY, "count": 1, "kind": "sign_in"} for row in rows],
        person=[{"row": row, "seen_on": DAY, "email_key": KEY, "phone_key": KEY[::-1]} for row in rows],
    )


def test_a_reader_keeps_its_snapshot_while_the_next_is_published(given) -> None:
    visits(given, 2)
    reader = given.published()
    visits(given, 3)
    newer = given.published()
    assert reader.rows("select count(*) from fct_visit").item() == 2
    assert newer.rows("select count(*) from fct_visit").item() == 5
    assert Snapshots(given.home).current() == newer.id


def test_several_threads_read_one_snapshot_without_losing_rows(given) -> None:
    visits(given, 50)
    snapshot = given.published()
    found: list[int] = []

    def read() -> None:
        for _ in range(20):
            found.append(snapshot.rows("select row_number() over () as n from fct_visit").height)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [50] * 80


def test_keys_of_contacts_are_not_in_the_bytes_of_a_snapshot(given) -> None:
    visits(given, 200)
    snapshot = given.published()
    content = (given.home.warehouse / f"{snapshot.id}.duckdb").read_bytes()
    assert KEY.encode() not in content
    assert KEY[::-1].encode() not in content
    assert bytes.fromhex(KEY) not in content
    names = snapshot.rows("select column_name from duckdb_columns() where not internal")["column_name"]
    assert not [name for name in names if name.endswith("_key")]


def test_a_query_can_read_nothing_but_the_snapshot(given) -> None:
    visits(given, 1)
    snapshot = given.published()
    with pytest.raises(duckdb.Error):
        snapshot.rows(f"select * from read_csv('{given.home.warehouse / 'current'}')")
    with pytest.raises(duckdb.Error):
        snapshot.rows("delete from fct_visit")


def test_a_model_that_multiplies_rows_stops_the_publish(given, monkeypatch) -> None:
    from pipelines import accounting, warehouse

    text = dict(warehouse.models())
    text["fct_visit"] = text["fct_visit"].replace("order by date", ", (values (1), (2)) order by date")
    monkeypatch.setattr(warehouse, "models", lambda: text)
    visits(given, 2)
    with pytest.raises(accounting.AccountingError, match="2 accepted rows of visit became 4"):
        given.published()
    assert Snapshots(given.home).current() is None


def test_a_killed_build_leaves_the_former_snapshot_and_its_leftovers_go(given) -> None:
    visits(given, 2)
    former = given.published().id
    visits(given, 3)
    code = f"""
        import os
        import duckdb
        connection = duckdb.connect({str(publish.building_path(given.home, "000002-x"))!r})
        connection.execute("create table fct_visit as select range as n from range(100000)")
        os.kill(os.getpid(), 9)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=False)
    assert list(given.home.warehouse.glob(".*building*"))
    assert Snapshots(given.home).current() == former
    publish.remove_leftovers(given.home)
    assert not list(given.home.warehouse.glob(".*building*"))
    assert given.published().rows("select count(*) from fct_visit").item() == 5


def test_a_damaged_pointer_falls_back_to_the_newest_snapshot_and_says_so(given) -> None:
    visits(given, 1)
    newest = given.published().id
    snapshots = Snapshots(given.home)
    assert snapshots.notice is None
    for damage in (b"\xff\xfe", b"", b"../../etc/passwd\n", b"000009-never\n"):
        (given.home.warehouse / "current").write_bytes(damage)
        assert snapshots.current() == newest
        assert newest in (snapshots.notice or "")


def test_a_damaged_snapshot_file_falls_back_to_the_one_before(given) -> None:
    visits(given, 1)
    good = given.published().id
    (given.home.warehouse / "000002-20260101T000000Z-abcdef.duckdb").write_bytes(b"torn")
    write_pointer(given.home, "000002-20260101T000000Z-abcdef")
    snapshots = Snapshots(given.home)
    assert snapshots.current() == good
    assert [entry["snapshot"] for entry in snapshots.list()] == [good]


def test_rolling_back_changes_what_is_read_and_nothing_else(given) -> None:
    visits(given, 1)
    first = given.published().id
    visits(given, 2)
    second = given.published().id
    rollback(given.home, first)
    snapshots = Snapshots(given.home)
    assert snapshots.current() == first
    assert [(entry["snapshot"], entry["current"]) for entry in snapshots.list()] == [
        (second, False),
        (first, True),
    ]


@pytest.mark.parametrize("name", ["../secret", "000001", "", "current", "/etc/passwd"])
def test_only_listed_snapshots_can_be_opened(given, name) -> None:
    visits(given, 1)
    given.published()
    with pytest.raises(RefusalError, match="there is no snapshot"):
        rollback(given.home, name)


def test_ids_sort_in_order_of_publishing_even_if_the_clock_goes_back(given) -> None:
    given.home.warehouse.mkdir(parents=True)
    ids = []
    for moment in (
        datetime(2026, 5, 1, tzinfo=UTC),
        datetime(2020, 1, 1, tzinfo=UTC),
        datetime(2026, 5, 1, tzinfo=UTC),
    ):
        ids.append(publish.next_id(given.home, "run", moment))
        (given.home.warehouse / f"{ids[-1]}.duckdb").touch()
    assert ids == sorted(ids)
    assert len(set(ids)) == 3


def test_before_the_first_publish_there_is_nothing_to_read(given) -> None:
    snapshots = Snapshots(given.home)
    assert snapshots.current() is None
    assert snapshots.list() == []
    with pytest.raises(RefusalError, match="no snapshot yet"):
        snapshots.require_current()


def test_a_snapshot_says_what_it_is_made_of_and_what_was_set_aside(given) -> None:
    object_id = visits(given, 3)
    given.quarantined(object_id, 3, rule="visit.count_negative")
    snapshot = given.published()
    listed = snapshot.rows("select file, rows, accepted, quarantined, first_date from meta_object").row(0)
    assert listed == ("file-1.csv", 3, 2, 1, DAY)
    assert snapshot.rows("select object_id, row, rule from meta_quarantine").rows() == [
        (1, 3, "visit.count_negative")
    ]
    coverage = snapshot.rows("select first_date, rows from meta_coverage where table_name = 'fct_visit'")
    assert coverage.row(0) == (DAY, 2)
    people = snapshot.rows("select records, with_person from meta_identity").row(0)
    assert people == (2, 2)
