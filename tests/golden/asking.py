"""How the golden tests ask for figures: as an analyst, so that nothing is hidden."""

from __future__ import annotations

from typing import Any

from pipelines.metrics import Question, answer
from tests.conftest import SampleHome


def ask(sample: SampleHome, question: Question) -> list[dict[str, Any]]:
    """Rows of an answer as an analyst sees them."""
    asked = Question(**{**vars(question), "role": "analyst"})
    return answer(sample.snapshot, asked).rows.to_dicts()


def values(sample: SampleHome, metric: str, by: str, column: str = "value", **more: Any) -> dict[Any, Any]:
    return {row[by]: row[column] for row in ask(sample, Question(metric, by=(by,), **more))}


def one(sample: SampleHome, metric: str, **more: Any) -> dict[str, Any]:
    (row,) = ask(sample, Question(metric, **more))
    return row
