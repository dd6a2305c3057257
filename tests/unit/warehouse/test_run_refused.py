"""An ingest that is refused, tried or locked out leaves what is published as it was."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pipelines.lock import one_ingest
from pipelines.problems import RefusalError
from pipelines.run import ingest
from pipelines.snapshot import Snapshots
from tests.unit.warehouse.ingesting import FIRST, SECOND, counted, everything, visits


def test_one_refused_file_publishes_nothing(home, sheet, tmp_path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("Colour,Size\nred,3\n", "utf-8")
    report = ingest(home, [sheet("one.csv", FIRST), bad])
    assert (report.status, report.snapshot) == ("refused", None)
    assert [problem.file for problem in report.refused] == ["bad.csv"]
    assert Snapshots(home).current() is None


def test_with_keep_going_the_good_files_are_published(home, sheet, tmp_path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("", "utf-8")
    report = ingest(home, [bad, sheet("one.csv", FIRST)], keep_going=True)
    assert report.status == "published"
    assert [problem.file for problem in report.refused] == ["bad.csv"]
    assert visits(home) == 1


def test_a_file_that_is_not_there_is_refused_by_name(home, tmp_path) -> None:
    report = ingest(home, [tmp_path / "missing.csv"])
    assert [(problem.file, problem.code) for problem in report.refused] == [("missing.csv", "file_not_found")]


def test_a_dry_run_says_what_would_happen_and_leaves_nothing(home, sheet) -> None:
    ingest(home, [sheet("one.csv", FIRST)])
    before, current = everything(home.path), Snapshots(home).current()
    report = ingest(home, [sheet("two.csv", FIRST, SECOND)], dry_run=True)
    assert report.status == "dry-run"
    assert counted(report) == [(2, 1, 0, 0, 1, 0)]
    assert everything(home.path) == before
    assert Snapshots(home).current() == current


def test_a_dry_run_in_an_empty_home_leaves_no_secret_and_no_landing(home, sheet) -> None:
    assert ingest(home, [sheet("one.csv", FIRST)], dry_run=True).status == "dry-run"
    assert everything(home.path) == {"work", "work/ingest.lock"}


def test_a_second_ingest_is_refused_while_one_runs(home, sheet) -> None:
    with one_ingest(home), pytest.raises(RefusalError, match="another ingest is running"):
        ingest(home, [sheet("one.csv", FIRST)])
    assert ingest(home, [sheet("one.csv", FIRST)]).status == "published"


def test_the_lock_of_a_killed_process_does_not_stay(home, sheet) -> None:
    code = f"""
import os, sys
from pathlib import Path
from pipelines.lock import one_ingest
from pipelines.settings import Home
with one_ingest(Home(Path({str(home.path)!r}))):
    (Path({str(home.path)!r}) / "work" / "dead").mkdir()
    os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", code], check=False)
    assert (home.work / "dead").exists()
    assert ingest(home, [sheet("one.csv", FIRST)]).status == "published"
    assert [path.name for path in home.work.iterdir()] == ["ingest.lock"]
