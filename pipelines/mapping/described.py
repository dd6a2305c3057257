"""A survey's questions in words: what its staged answers, which are codes, mean to a reader."""

from __future__ import annotations

from typing import Any

from pipelines.mapping.declaration import Mapping
from pipelines.mapping.survey import QuestionMapping


def described_questions(mapping: Mapping) -> list[dict[str, Any]]:
    """Survey, question, its place in the form, kind, text and the label of each answer; JSON values only."""
    if mapping.survey is None:
        return []
    return [
        {
            "survey": mapping.survey.code,
            "question": name,
            "place": place,
            "kind": question.kind,
            "text": question.text or question.headers[0],
            "labels": answer_labels(question),
        }
        for place, (name, question) in enumerate(mapping.questions.items(), 1)
    ]


def answer_labels(question: QuestionMapping) -> dict[str, str]:
    """Label of each answer by its code, in the order of the scale; a likert step's code is its number."""
    if question.scale:
        return {str(step): texts[0] for step, texts in enumerate(question.scale, 1)}
    labels = {code: texts[0] if texts else code for code, texts in question.options.items()}
    return labels | ({"other": "other"} if question.other == "keep" and "other" not in labels else {})
