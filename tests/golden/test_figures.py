"""Figures of the sample do not move unseen: they change only by `pytest tests/golden --update-golden`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.metrics import Question
from tests.conftest import SampleHome
from tests.golden.asking import ask

GOLDEN = Path(__file__).parent / "metrics.json"
QUESTIONS = {
    "visits by quarter": Question("visits", grain="quarter"),
    "visits by service": Question("visits", by=("service",)),
    "programmes held by service": Question("programmes_held", by=("service",)),
    "attendance by mode": Question("attendance", by=("mode",)),
    "attendance by programme": Question("attendance", by=("programme",)),
    "unique participants by quarter": Question("unique_participants", grain="quarter"),
    "unique participants by district": Question("unique_participants", by=("district",)),
    "new participants by month": Question("new_participants", grain="month"),
    "fill rate by programme": Question("fill_rate", by=("programme",)),
    "no-show rate by hour": Question("no_show_rate", by=("hour",)),
    "booking rate by resource": Question("booking_rate", by=("resource",)),
    "application by service": Question("outcome_application", by=("service",)),
    "knowledge by wave": Question("outcome_knowledge", by=("wave",)),
    "recommendation": Question("nps"),
    "moves by service": Question("programme_moves", by=("came_from", "service")),
    "still coming": Question("cohort_retention", by=("months_since",)),
    "idle by resource": Question("idle_rate", by=("resource",)),
    "responses by survey": Question("response_count", by=("survey",)),
}
QUESTION_KEYS = {"period"} | {name for question in QUESTIONS.values() for name in question.by}


def test_the_golden_figures_have_not_moved(sample_home: SampleHome, request: pytest.FixtureRequest) -> None:
    """Where a change of figures is meant, write them anew and say why in the commit."""
    found = {title: [rounded(row) for row in ask(sample_home, asked)] for title, asked in QUESTIONS.items()}
    if request.config.getoption("--update-golden"):
        lines = [
            f"{json.dumps(title)}: [\n " + ",\n ".join(json.dumps(row) for row in rows) + "\n]"
            for title, rows in found.items()
        ]
        GOLDEN.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    assert found == json.loads(GOLDEN.read_text("utf-8"))


def rounded(row: dict[str, Any]) -> dict[str, Any]:
    """What of a row is held: keys, value to five digits, how many records state it and how many do not."""
    held = {name: row[name] for name in row if name in QUESTION_KEYS or name in ("n", "unknown")}
    return {**held, "value": None if row["value"] is None else round(float(row["value"]), 5)}
