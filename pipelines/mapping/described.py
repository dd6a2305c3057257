"""A survey's questions in words: what its staged answers, which are codes, mean to a reader."""

from __future__ import annotations

from typing import Any

from pipelines.mapping.declaration import Mapping
from pipelines.mapping.survey import QuestionMapping

KAZAKH = frozenset("әғқңөұүһі")


def described_questions(mapping: Mapping) -> list[dict[str, Any]]:
    """Survey, question, its place in the form, kind, text, its wordings, label of each answer; JSON values only."""
    if mapping.survey is None:
        return []
    return [
        {
            "survey": mapping.survey.code,
            "question": name,
            "place": place,
            "kind": question.kind,
            "text": question.text or question.headers[0],
            "texts": wordings(question),
            "labels": answer_labels(question),
        }
        for place, (name, question) in enumerate(mapping.questions.items(), 1)
    ]


def wordings(question: QuestionMapping) -> dict[str, str]:
    """The question in each language that the form is declared to be asked in, by the alphabet of its headers."""
    return {alphabet(header): header for header in reversed(question.headers)}


def alphabet(text: str) -> str:
    """`kk` for a text with a letter that Kazakh has and Russian has not, `ru` for other Cyrillic, else `en`."""
    folded = text.casefold()
    if KAZAKH & set(folded):
        return "kk"
    return "ru" if any("а" <= letter <= "я" for letter in folded) else "en"


def answer_labels(question: QuestionMapping) -> dict[str, str]:
    """Label of each answer by its code, in the order of the scale; a likert step's code is its number."""
    if question.scale:
        return {str(step): texts[0] for step, texts in enumerate(question.scale, 1)}
    labels = {code: texts[0] if texts else code for code, texts in question.options.items()}
    return labels | ({"other": "other"} if question.other == "keep" and "other" not in labels else {})
