"""A request that cannot be met, a file that cannot be had, a mapping with an error: one line, exit code 1."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.land import land
from tests.bad_input import files
from tests.bad_input.files import sign_in

VALID = """
name = "own"
title = "Own sheet"
source = "sign_in"
multiset = ["visited_at"]
[fields.visited_at]
headers = ["Date and time"]
type = "datetime"
required = true
"""


@pytest.fixture
def error(published):
    """The error of a request over the home of the former snapshot, which must stay as it was."""

    def build(*words: str | Path) -> dict:
        before = published.state
        outcome = published.run(*words, "--json")
        assert outcome.code == 1, outcome
        assert published.state == before
        document = outcome.json
        found = document["error"] if "error" in document else document["refused"][0]
        assert found["code"] != "fault", (published.home.path / "faults.log").read_text("utf-8")
        assert found["message"].rstrip(".").count(". ") >= 1, "says not what to do"
        return found

    return build


def test_a_mapping_or_source_that_is_not_there_is_answered_with_those_that_are(error, published) -> None:
    file = published.file("good.csv", sign_in())
    for words in (("--mapping", "none"), ("--source", "none"), ("--mapping", "none", "--source", "kobo")):
        found = error("ingest", file, *words)
        assert found["code"] == "no_such_mapping"
    assert "sign_in_sheet" in error("ingest", file, "--mapping", "none")["message"]


def test_a_mapping_of_another_format_is_refused_for_the_file(error, published) -> None:
    file = published.file("good.csv", sign_in())
    assert error("ingest", file, "--mapping", "libcal_space_bookings")["code"] == "no_mapping"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (VALID.replace("[fields.visited_at]", "[fields.visited_at"), "invalid_mapping", "line 6"),
        (VALID.replace('"datetime"', '"datetim"'), "invalid_mapping", "fields.visited_at.type"),
        (VALID.replace("required = true", ""), "invalid_mapping", "required = true"),
        (VALID.replace('"own"', '"Own Sheet"'), "invalid_mapping", "name"),
        (VALID.replace('"sign_in"', '"nowhere"'), "unknown_source", "nowhere"),
        ("\udcff\udcfe", "invalid_mapping", "own.toml"),
        (None, "mapping_not_readable", "own.toml"),
    ],
)
def test_a_mapping_with_an_error_names_its_place(
    text: str | None, code: str, said: str, error, published, tmp_path: Path
) -> None:
    mapping = tmp_path / "own.toml"
    if text is not None:
        mapping.write_bytes(text.encode("utf-8", "surrogateescape"))
    found = error("ingest", published.file("good.csv", sign_in()), "--mapping", mapping)
    assert found["code"] == code
    assert said in found["message"]


def test_a_folder_without_files_and_an_inbox_without_files_say_where_files_go(error, tmp_path: Path) -> None:
    assert error("ingest", tmp_path)["code"] == "nothing_to_ingest"
    assert "inbox" in error("ingest")["message"]


def test_a_file_that_is_not_there_is_named(error, tmp_path: Path) -> None:
    found = error("ingest", tmp_path / "gone.csv")
    assert (found["code"], found["file"]) == ("file_not_found", "gone.csv")


def test_a_file_that_vanishes_between_listing_and_reading_is_named(error, published, monkeypatch) -> None:
    file = published.file("vanishing/soon-gone.csv", sign_in())

    def land_too_late(path: Path, *rest: object) -> object:
        path.unlink()
        return land(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("pipelines.intake.land", land_too_late)
    assert error("ingest", file.parent)["code"] == "file_not_found"


def test_a_file_that_may_not_be_read_is_named(error, published, monkeypatch) -> None:
    file = published.file("locked.csv", sign_in())
    file.chmod(0)
    if os.access(file, os.R_OK):  # whoever runs as root may read everything
        opened = Path.open

        def refusing(path: Path, *rest: object, **named: object) -> object:
            if path == file:
                raise PermissionError(13, "Permission denied")
            return opened(path, *rest, **named)  # type: ignore[call-overload]

        monkeypatch.setattr(Path, "open", refusing)
    assert error("ingest", file)["code"] == "no_permission"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(error, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert error("ingest", tmp_path / "pipe.csv")["code"] == "not_a_file"


def test_a_dry_run_of_a_bad_file_leaves_no_bytes_behind(published) -> None:
    landed = sorted(published.home.landing.rglob("*"))
    outcome = published.ingest("dry.csv", files.PNG + b"dry", "--dry-run")
    assert (outcome.code, outcome.json["status"]) == (1, "refused")
    assert sorted(published.home.landing.rglob("*")) == landed


def test_from_a_shell_a_refusal_is_one_line_on_stderr_and_no_traceback(published) -> None:
    file = published.file("picture.csv", files.PNG)
    done = _shell("ingest", file, "--home", published.home.path)
    assert done.returncode == 1
    assert done.stdout == "Refused: nothing was published, the former snapshot stays.\n"
    assert done.stderr.splitlines() == [
        "refused: picture.csv: the file is not a table but binary data. Export it again as CSV or XLSX."
    ]


def test_from_a_shell_json_stands_alone_on_stdout(published) -> None:
    file = published.file("empty.csv", b"")
    done = _shell("ingest", file, "--home", published.home.path, "--json")
    assert (done.returncode, done.stderr) == (1, "")
    assert json.loads(done.stdout)["refused"][0]["code"] == "empty_file"


def _shell(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipelines.cli", *map(str, words)]
    project = Path(__file__).resolve().parents[2]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=120, check=False)
