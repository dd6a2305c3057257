"""`impact schedule --json` is what docs/contract/schedule.json says, and names no recipient."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import validate

from pipelines.cli import main
from pipelines.delivery import ledger
from pipelines.settings import PROJECT, Home

CONTRACT = json.loads((PROJECT / "docs" / "contract" / "schedule.json").read_text("utf-8"))
# Due at every minute, so that it is due now; there is nothing that could be reported.
REPORT = """
[[entry]]
name = "monthly"
what = "report"
when = "* * * * *"
folder = "outbox"
"""


def told(capsys: pytest.CaptureFixture[str], home: Home, *words: str, code: int = 0) -> dict[str, Any]:
    assert main(["schedule", *words, "--home", str(home.path), "--json"]) == code
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    validate(document, CONTRACT)
    return document


def test_what_ran_is_told_as_the_contract_says(
    capsys: pytest.CaptureFixture[str], schedule: Callable[[str], Home]
) -> None:
    (ran,) = told(capsys, schedule(REPORT), "--once", code=1)["ran"]
    assert (ran["entry"], ran["status"], ran["sent"]) == ("monthly", "failed", 0)
    assert "report_failed" in ran["codes"]


def test_deliveries_are_told_as_the_contract_says(
    capsys: pytest.CaptureFixture[str], schedule: Callable[[str], Home]
) -> None:
    home = schedule("")
    assert told(capsys, home, "--log") == {"deliveries": []}
    recipient = ledger.recipient_key(home, "person12@example.org")
    key = ledger.delivery_key("report", "2026-09", "mail", recipient)
    for _ in range(2):  # the second finds the first one cut off
        ledger.intend(home, key, "monthly", "2026-09", "mail", recipient)
    (line,) = told(capsys, home, "--log")["deliveries"]
    assert (line["status"], line["code"]) == ("uncertain", "cut_off")
    (line,) = told(capsys, home, "--arrived", str(line["delivery"]))["deliveries"]
    assert line["status"] == "sent"
    assert "example.org" not in json.dumps(line)
