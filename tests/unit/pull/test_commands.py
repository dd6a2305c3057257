"""The commands of live sources print what docs/contract promises, and nothing about people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import validate

from pipelines.cli import main
from tests.unit.pull.server import Answer, Asked, Server, document
from tests.unit.pull.world import World

PROJECT = Path(__file__).resolve().parents[3]
SOURCE = """
[people]
title = "Made-up list"
enabled = true
kind = "web"
mapping = "fabman_members"
url = "{url}/members"
paging = "link"
identity = ["id"]
total_header = "X-Total-Count"
access = {{ kind = "header", variable = "IMPACT_TEST_KEY" }}
"""
MEMBERS = [
    {"id": number, "memberNumber": f"A{number}", "firstName": "Test", "lastName": f"Person {number}",
     "emailAddress": f"person{number}@example.org", "createdAt": "2026-02-01T06:00:00Z", "_embedded": {"trainings": []}}
    for number in range(5)
]  # fmt: skip


@pytest.fixture
def impact(world: World, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """One command with `--json`: its exit code and document, which is held to its schema."""
    monkeypatch.setenv("IMPACT_TEST_KEY", "Zz7Secret")
    monkeypatch.setattr("pipelines.pull.run._ingest", world.ingest)
    world.declare(SOURCE.format(url=server.url))

    def script(asked: Asked) -> Answer:
        start = int(asked.query.get("offset", 0))
        link = f'</members?offset={start + 2}>; rel="next"' if start + 2 < 5 else ""
        return document(MEMBERS[start : start + 2], X_Total_Count="5", Link=link)

    server.script = script

    def build(schema: str, *words: str) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        code = main([*words, "--home", str(world.home.path), "--json"])
        printed = capsys.readouterr()
        assert "Zz7Secret" not in printed.out + printed.err
        assert "Person" not in printed.out and "example.org" not in printed.out
        found = json.loads(printed.out)
        validate(found, json.loads((PROJECT / "docs" / "contract" / f"{schema}.json").read_text("utf-8")))
        return code, found

    return build


def line(found: dict[str, Any]) -> dict[str, Any]:
    return next(line for line in found["sources"] if line["source"] == "people")


def test_sources_shows_each_source_before_and_after_its_first_pull(impact) -> None:
    code, before = impact("sources", "sources")
    assert code == 0 and line(before)["last_success"] is None and line(before)["lag_hours"] is None
    code, report = impact("pull", "pull")
    assert (code, report["status"], line(report)["records"]) == (0, "published", 5)
    _, after = impact("sources", "sources")
    assert (
        line(after)["last_success"] and line(after)["lag_hours"] is not None and line(after)["records"] == 5
    )


def test_a_source_that_is_tried_says_fields_and_counts_and_takes_nothing_in(
    impact, world: World, server: Server
) -> None:
    code, found = impact("sources_test", "sources", "test", "people")
    assert (code, found["records"], found["total"]) == (0, 2, 5)
    fields = {field["field"]: field["read"] for field in found["fields"]}
    assert fields["emailAddress"] and not fields["firstName"] and not fields["lastName"]
    assert len(server.asked) == 1 and world.landed == []
    assert line(impact("sources", "sources")[1])["last_success"] is None


def test_a_pull_that_fails_is_said_and_ends_with_1(impact, server: Server) -> None:
    server.in_turn(Answer(status=404))
    code, report = impact("pull", "pull", "people")
    assert (code, report["status"], report["ingest"]) == (1, "refused", None)
    assert line(report)["error"]["code"] == "source_status"
    assert line(impact("sources", "sources")[1])["last_error"]["code"] == "source_status"


def test_an_unknown_source_is_an_error_in_json(impact) -> None:
    for words in (("pull", "nowhere"), ("sources", "test", "nowhere")):
        code, found = impact("error", *words)
        assert (code, found["error"]["code"]) == (1, "source_unknown")


@pytest.mark.parametrize("words", [["pull"], ["sources"], ["sources", "test", "people"]])
def test_what_people_read_holds_no_people_either(words: list[str], impact, world: World, capsys) -> None:
    assert main([*words, "--home", str(world.home.path)]) == 0
    printed = capsys.readouterr()
    assert "people" in printed.out
    assert not any(word in printed.out + printed.err for word in ("Person", "example.org", "Zz7Secret"))
    log = world.home.path / "pulls.log"
    assert not log.exists() or not any(
        word in log.read_text("utf-8") for word in ("offset", "Person", "Zz7Secret")
    )
