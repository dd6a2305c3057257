"""`impact close --json` is what docs/contract/close.json says, before a close, after it and once data came late."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import ValidationError, validate

from pipelines.cli import main
from pipelines.settings import PROJECT, Home
from tests.unit.closing.made_home import ordinary, publish

MONTH = "2026-09"
CONTRACT = json.loads((PROJECT / "docs" / "contract" / "close.json").read_text("utf-8"))
Close = Callable[..., dict[str, Any]]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    publish(made, 1, ordinary(), quarantined=3)
    return made


@pytest.fixture
def close(home: Home, capsys: pytest.CaptureFixture[str]) -> Close:
    """Run the command with --json and hold its document against the contract."""

    def run(*words: str, code: int = 0) -> dict[str, Any]:
        assert main(["close", *words, "--home", str(home.path), "--json"]) == code
        document: dict[str, Any] = json.loads(capsys.readouterr().out)
        validate(document, CONTRACT)
        return document

    return run


def test_every_state_of_a_month_is_told_as_the_contract_says(home: Home, close: Close) -> None:
    found = close(MONTH, "--check")
    assert (found["ready"], found["close"], found["changes"]) == (False, None, [])
    assert close(MONTH, code=1)["close"] is None
    made = close(
        MONTH, "--explain", "quarantine=Three typing errors", "--by", "test-librarian", "--note", "x"
    )
    assert (made["close"]["author"], made["close"]["note"], made["pending"]) == ("test-librarian", "x", False)
    publish(home, 2, ordinary(attended=26), quarantined=3)
    late = close(MONTH, "--diff", "--role", "partner")
    changed = {(one["measure"], one["part"]): one["difference"] for one in late["changes"]}
    assert late["pending"] and changed["attendance", "total"] == 5 * 6
    restated = close(MONTH, "--restate", "--reason", "A list came late", "--by", "test-librarian")
    assert restated["close"]["reason"] == "A list came late"
    listed = close("--list")
    assert [one["reason"] for one in listed["closes"]] == [None, "A list came late"]
    assert {one["deadline"] for one in listed["due"]} == {"oasis", "srdgob_1"}


def test_the_contract_refuses_a_hidden_figure_that_is_told(close: Close) -> None:
    document = close(MONTH, "--check")
    document["figures"][0] |= {"suppressed": True, "value": 3}
    with pytest.raises(ValidationError):
        validate(document, CONTRACT)
