"""Links between keys: listed by snapshot, forbidden, taken back, never showing a key; and what that changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pipelines.cli import main
from pipelines.decisions import decisions, in_force
from pipelines.run import ingest
from pipelines.settings import PROJECT, Home
from pipelines.snapshot import Snapshots

CONTRACT = PROJECT / "docs" / "contract" / "links.json"
HEADERS = "Date and time,E-mail,Phone,Year of birth,Zone\n"
LINES = [
    "2026-03-02 10:00,person1@example.org,+7 700 000 00 01,2001,Makerspace",
    "2026-03-02 11:00,person1@example.org,,2001,Makerspace",
    "2026-03-03 11:00,,8 700 000 00 01,2001,Makerspace",
    "2026-03-03 12:00,child1@example.org,+7 700 000 00 09,2012,Makerspace",
    "2026-03-03 12:01,child2@example.org,+7 700 000 00 09,2015,Makerspace",
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("links")
    sheet = folder / "sheet.csv"
    sheet.write_text(HEADERS + "\n".join(LINES) + "\n", "utf-8")
    ingest(Home(folder / "home"), [sheet])
    return Home(folder / "home")


def asked(capsys: pytest.CaptureFixture[str], home: Home, *words: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main(["links", *words, "--home", str(home.path), "--json"])
    told = json.loads(capsys.readouterr().out)
    if code == 0:
        Draft202012Validator(json.loads(CONTRACT.read_text("utf-8"))).validate(told)
    return code, told


def people_of(home: Home) -> int:
    snapshots = Snapshots(home)
    rows = snapshots.open(snapshots.require_current()).rows("select count(*) from dim_person")
    return int(rows.item())


def test_links_are_forbidden_applied_told_by_snapshot_and_taken_back(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    before = people_of(home)
    code, listed = asked(capsys, home)
    assert code == 0
    first = listed["snapshot"]
    states = sorted(link["state"] for link in listed["links"])
    assert states == ["linked", "shared", "shared"]
    (link,) = [link for link in listed["links"] if link["state"] == "linked"]
    assert link["records"] == 1

    code, made = asked(
        capsys, home, "forbid", link["link"], "--reason", "mother and daughter", "--author", "Tester"
    )
    assert code == 0
    assert made["decisions"][0]["author"] == "Tester"
    assert people_of(home) == before, "a decision holds from the next build on"
    code, applied = asked(capsys, home, "apply")
    assert applied["applied"][0]["status"] == "published"
    second = applied["applied"][0]["snapshot"]
    assert people_of(home) == before + 1

    def state_in(snapshot: str) -> str:
        _, found = asked(capsys, home, "list", "--snapshot", snapshot)
        return next(one["state"] for one in found["links"] if one["link"] == link["link"])

    assert (state_in(first), state_in(second)) == ("linked", "forbidden")

    number = str(made["decisions"][0]["decision"])
    assert asked(capsys, home, "undo", number, "--reason", "one person after all")[0] == 0
    assert asked(capsys, home, "apply")[1]["applied"][0]["status"] == "published"
    assert people_of(home) == before
    assert state_in(second) == "forbidden"
    (told,) = asked(capsys, home, "history")[1]["decisions"]
    assert (told["reason"], told["undone_reason"]) == ("mother and daughter", "one person after all")
    assert asked(capsys, home, "undo", number, "--reason", "again")[1]["error"]["code"] == "decision_unknown"


def test_a_shared_contact_cannot_be_confirmed(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    _, listed = asked(capsys, home, "list", "--state", "shared")
    code, told = asked(capsys, home, "confirm", listed["links"][0]["link"], "--reason", "looks right")
    assert (code, told["error"]["code"]) == (1, "link_shared")


def test_an_unknown_link_is_a_sentence(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = asked(capsys, home, "forbid", "0" * 12, "--reason", "none")
    assert (code, told["error"]["code"]) == (1, "link_unknown")


def test_no_whole_key_is_printed(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    _, listed = asked(capsys, home)
    assert all(len(link[end].split()[1]) == 8 for link in listed["links"] for end in ("first", "second"))


def test_a_home_without_decisions_has_none_and_gets_no_file(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert decisions(home) == []
    assert in_force(home).digest == ""
    assert not home.state.exists()
