"""A question is told in the reader's language where its form is asked in that language."""

from __future__ import annotations

import pytest

from pipelines.mapping import load_mappings
from pipelines.mapping.described import alphabet, described_questions
from pipelines.settings import PROJECT


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Did you start a project?", "en"),
        ("Начали ли вы свой проект?", "ru"),
        ("Өз жобаңызды бастадыңыз ба?", "kk"),
    ],
)
def test_the_language_of_a_question_is_told_by_its_letters(text: str, language: str) -> None:
    assert alphabet(text) == language


def test_the_wordings_that_a_mapping_declares_are_kept_by_language() -> None:
    mapping = load_mappings(PROJECT / "data" / "mappings")["microsoft_forms_projects"]
    (project,) = [one for one in described_questions(mapping) if one["question"] == "project"]
    assert project["texts"] == {
        "en": "Did you start a project or an initiative of your own after the programme?",
        "ru": "Начали ли вы после программы свой проект или инициативу?",
        "kk": "Бағдарламадан кейін өз жобаңызды немесе бастамаңызды бастадыңыз ба?",
    }
