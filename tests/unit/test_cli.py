"""The command line as the contract states it: arguments, JSON, exit codes, one clear line for a refusal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import validate

from pipelines.cli import command_names, main

PROJECT = Path(__file__).resolve().parents[2]
TIMBERLAND = PROJECT / "tests" / "data" / "timberland" / "Raw_2021Programs.csv"


def contract(name: str) -> dict:
    return json.loads((PROJECT / "docs" / "contract" / f"{name}.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A home that holds one real file: a year of programmes of a library system."""
    folder = str(tmp_path_factory.mktemp("home"))
    assert main(["ingest", "--home", folder, str(TIMBERLAND)]) == 0
    return folder


@pytest.fixture
def impact(capsys: pytest.CaptureFixture[str]):
    """Run one command with --json; gives exit code and document, after checking it against its schema."""

    def run(*words: str, schema: str | None = None) -> tuple[int, dict]:
        capsys.readouterr()
        code = main([*words, "--json"])
        document = json.loads(capsys.readouterr().out)
        validate(document, contract("error" if "error" in document else schema or words[0]))
        return code, document

    return run


def only_row(document: dict) -> dict:
    (row,) = document["rows"]
    return row


def test_attendance_of_the_real_file_is_what_its_readme_states(home: str, impact) -> None:
    code, document = impact("query", "attendance", "--home", home)
    row = only_row(document)
    assert code == 0
    assert (row["value"], row["n"], row["unknown"]) == (28527, 873, 435)


def test_programmes_of_the_real_file_are_2195(home: str, impact) -> None:
    assert only_row(impact("query", "programmes_held", "--home", home)[1])["value"] == 2195


def test_the_online_branch_is_virtual(home: str, impact) -> None:
    document = impact("query", "attendance", "--where", "mode=virtual", "--home", home)[1]
    assert only_row(document)["value"] == 7145


def test_months_add_up_to_the_year(home: str, impact) -> None:
    months = impact("query", "attendance", "--grain", "month", "--home", home)[1]["rows"]
    assert [row["period"] for row in months] == [f"2021-{month:02}" for month in range(1, 13)]
    assert sum(row["value"] for row in months) == 28527


def test_the_same_file_twice_adds_nothing(home: str, impact) -> None:
    code, document = impact("ingest", str(TIMBERLAND), "--home", home)
    assert (code, document["status"]) == (0, "unchanged")


def test_a_dry_run_writes_nothing(tmp_path: Path, impact) -> None:
    code, document = impact("ingest", str(TIMBERLAND), "--dry-run", "--home", str(tmp_path / "home"))
    assert (code, document["status"], document["snapshot"]) == (0, "dry-run", None)
    assert document["sources"][0]["accepted"] == 1308
    assert not list((tmp_path / "home").rglob("*.duckdb"))


@pytest.mark.parametrize("command", ["snapshots", "status", "quarantine", "metrics"])
def test_every_listing_keeps_its_schema(command: str, home: str, impact) -> None:
    assert impact(command, "--home", home)[0] == 0


def test_an_explanation_names_the_file_behind_the_figure(home: str, impact) -> None:
    document = impact("query", "attendance", "--explain", "--home", home)[1]
    assert "Raw_2021Programs.csv" in json.dumps(document["explain"])


@pytest.mark.parametrize(
    "words",
    [
        ("query", "no_such_metric"),
        ("query", "attendance", "--by", "shoe_size"),
        ("query", "attendance", "--snapshot", "none-such"),
        ("rollback", "none-such"),
    ],
)
def test_what_does_not_exist_is_refused_with_a_code(words: tuple[str, ...], home: str, impact) -> None:
    code, document = impact(*words, "--home", home)
    assert code == 1
    assert document["error"]["code"] != "fault", document


@pytest.mark.parametrize(
    "words", [["query"], ["no-such-command"], ["query", "visits", "--from", "31.02.2026"], []]
)
def test_wrong_use_exits_with_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""


def test_an_empty_home_is_told_what_to_do(tmp_path: Path, impact) -> None:
    code, document = impact("query", "visits", "--home", str(tmp_path))
    assert code == 1
    assert "impact ingest" in document["error"]["message"] or "impact demo" in document["error"]["message"]


def test_a_fault_of_the_program_is_one_line_without_values(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, impact
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("person12@example.org")

    monkeypatch.setattr("pipelines.status.status", broken)
    code, document = impact("status", "--home", str(tmp_path))
    assert (code, document["error"]["code"]) == (1, "fault")
    assert "example.org" not in json.dumps(document) + (tmp_path / "faults.log").read_text("utf-8")


def test_the_commands_are_those_of_the_readme() -> None:
    readme = (PROJECT / "README.md").read_text("utf-8")
    missing = [command for command in command_names() if f"impact {command}" not in readme]
    assert missing == [], "README.md does not show these commands"
