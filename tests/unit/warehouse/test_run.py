"""The whole line on small files: what is published, refused, unchanged, rolled back, and left behind."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys

import pytest

from pipelines.problems import RefusalError
from pipelines.run import ingest
from pipelines.settings import Home
from pipelines.snapshot import Snapshots, rollback
from pipelines.status import status
from tests.unit.warehouse.ingesting import FIRST, SECOND, THIRD, counted, visits


def test_a_file_is_published_and_every_row_accounted_for(home, sheet) -> None:
    report = ingest(home, [sheet("one.csv", FIRST, SECOND, ",,,,,\n")])
    assert report.status == "published"
    (line,) = report.sources
    assert (line.source, line.file) == ("sign_in", "one.csv")
    assert line.rows == line.accepted + line.quarantined + line.duplicate + line.excluded
    assert line.accepted == visits(home) == 2
    assert report.snapshot == Snapshots(home).current()
    assert any(verdict["table"] == "visit" for verdict in report.as_json()["expectations"])


def test_the_same_file_again_is_unchanged_and_adds_nothing(home, sheet) -> None:
    path = sheet("one.csv", FIRST, SECOND)
    first = ingest(home, [path])
    again = ingest(home, [path])
    assert (again.status, again.snapshot) == ("unchanged", first.snapshot)
    assert counted(again) == [(2, 0, 0, 0, 2, 0)]
    assert len(Snapshots(home).list()) == 1
    assert visits(home) == 2


def test_the_same_bytes_under_two_names_count_once(home, sheet) -> None:
    report = ingest(home, [sheet("one.csv", FIRST), sheet("copy.csv", FIRST)])
    assert counted(report) == [(1, 1, 0, 0, 0, 0), (1, 0, 0, 0, 1, 0)]
    assert visits(home) == 1


def test_overlapping_files_count_the_overlap_once_in_one_run_and_in_two(tmp_path, sheet) -> None:
    one, two = sheet("one.csv", FIRST, SECOND), sheet("two.csv", SECOND, THIRD)
    together, apart = Home(tmp_path / "a"), Home(tmp_path / "b")
    at_once = ingest(together, [one, two])
    ingest(apart, [one])
    later = ingest(apart, [two])
    assert counted(at_once)[1:] == counted(later) == [(2, 1, 0, 0, 1, 0)]
    assert visits(together) == visits(apart) == 3


def test_an_ingest_after_a_rollback_builds_on_what_is_read(home, sheet) -> None:
    first = ingest(home, [sheet("one.csv", FIRST)])
    ingest(home, [sheet("two.csv", SECOND)])
    rollback(home, first.snapshot)
    third = ingest(home, [sheet("three.csv", THIRD)])
    assert visits(home) == 2
    files = Snapshots(home).open(third.snapshot).rows("select file from meta_object order by object_id")
    assert files["file"].to_list() == ["one.csv", "three.csv"]
    assert counted(ingest(home, [sheet("two.csv", SECOND)])) == [(1, 1, 0, 0, 0, 0)]
    assert visits(home) == 3


def test_staged_folders_are_made_again_where_they_are_missing(home, sheet) -> None:
    import shutil

    ingest(home, [sheet("one.csv", FIRST)])
    shutil.rmtree(home.staged)
    ingest(home, [sheet("two.csv", SECOND)])
    assert visits(home) == 2


def test_after_a_change_of_secret_everything_is_read_under_the_new_one(home, sheet) -> None:
    ingest(home, [sheet("one.csv", FIRST)])
    home.secret.unlink()
    again = "04.02.2026 11:00,Test Person 1,person1@example.org,2009,Female,Makerspace\n"
    ingest(home, [sheet("two.csv", again)])
    snapshots = Snapshots(home)
    people = snapshots.open(snapshots.require_current()).rows("select count(*) from dim_person").item()
    assert people == 1


def test_quarantine_and_verdicts_of_former_files_are_carried_on(home, sheet) -> None:
    bad = "05.02.2026 11:00,Test Person 4,person4@example.org,1802,Female,Makerspace\n31.02.2026 11:00,,,,,\n"
    first = ingest(home, [sheet("one.csv", FIRST, bad)])
    second = ingest(home, [sheet("two.csv", SECOND)])
    query = "select row, coalesce(rule, code) from meta_quarantine where object_id = 1 order by all"
    snapshots = Snapshots(home)
    former = snapshots.open(first.snapshot).rows(query).rows()
    assert len(former) >= 1
    assert snapshots.open(second.snapshot).rows(query).rows() == former
    runs = snapshots.open(second.snapshot).rows("select distinct run from meta_verdict order by 1")
    assert runs["run"].to_list() == sorted([first.run, second.run])


def test_without_paths_the_inbox_is_taken_in(home, sheet) -> None:
    home.inbox.mkdir(parents=True)
    sheet("one.csv", FIRST).rename(home.inbox / "one.csv")
    (home.inbox / ".hidden").write_text("x")
    assert [line.file for line in ingest(home, []).sources] == ["one.csv"]


def test_an_empty_inbox_is_said_in_one_line(home) -> None:
    with pytest.raises(RefusalError, match="no file to take in"):
        ingest(home, [])


def test_an_unknown_mapping_or_source_is_refused_with_those_there_are(home, sheet) -> None:
    for asked in ({"mapping": "nope"}, {"source": "nope"}):
        with pytest.raises(RefusalError, match="sign_in"):
            ingest(home, [sheet("one.csv", FIRST)], **asked)


def test_every_run_is_noted_with_its_end_and_its_report(home, sheet, tmp_path) -> None:
    ingest(home, [sheet("one.csv", FIRST)])
    ingest(home, [tmp_path / "missing.csv"])
    with sqlite3.connect(home.state) as connection:
        rows = connection.execute("select status, snapshot, report from run order by started_at").fetchall()
    assert [row[0] for row in rows] == ["published", "refused"]
    assert json.loads(rows[0][2])["sources"][0]["accepted"] == 1


def test_status_names_the_snapshot_and_each_source(home, sheet) -> None:
    assert status(home)["snapshot"] is None
    report = ingest(home, [sheet("one.csv", FIRST, SECOND)])
    found = status(home)
    assert found["snapshot"] == report.snapshot
    (line,) = found["sources"]
    assert (line["source"], line["files"], line["accepted"], line["last_date"]) == (
        "sign_in",
        1,
        2,
        "2026-02-02",
    )
    assert line["accounted_for"]
    assert found["last_run"]["status"] == "published"


def test_nothing_a_person_typed_is_in_the_snapshot(home, sheet) -> None:
    report = ingest(home, [sheet("one.csv", FIRST, SECOND)])
    content = (home.warehouse / f"{report.snapshot}.duckdb").read_bytes()
    for typed in (b"person1", b"example.org", b"Test Person"):
        assert typed not in content


def test_an_ingest_never_builds_on_an_older_snapshot_when_the_newest_is_damaged(home, sheet) -> None:
    older = ingest(home, [sheet("one.csv", FIRST)]).snapshot
    newer = ingest(home, [sheet("two.csv", SECOND)]).snapshot
    (home.warehouse / f"{newer}.duckdb").chmod(0o644)
    (home.warehouse / f"{newer}.duckdb").write_bytes(b"torn")
    script = (
        "import sys; from pathlib import Path; from pipelines.problems import RefusalError\n"
        "from pipelines.run import ingest; from pipelines.settings import Home\n"
        "try: ingest(Home(Path(sys.argv[1])), [Path(sys.argv[2])])\n"
        "except RefusalError as refusal: print(refusal.problems[0].code, refusal)"
    )
    # Another process, because this one still holds the file that was good.
    command = [sys.executable, "-c", script, str(home.path), str(sheet("three.csv", THIRD))]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.startswith("snapshot_damaged")
    assert f"impact rollback {older}" in said
