"""Every problem has a sentence that tells a librarian what to do, and stands on the page of errors."""

from __future__ import annotations

import re
import string

import pytest

from pipelines.problems import problem_texts
from pipelines.problems_document import NOTED, PAGE, PULLED, REFUSED, SET_ASIDE, errors_page
from tests.bad_input.test_refused_files import CASES

# Words that only the makers of the project use.
OUR_WORDS = ("parquet", "regex", "null", "exception", "traceback", "polars", "duckdb", "canonical", "parse")


@pytest.mark.parametrize("code", problem_texts())
def test_each_sentence_says_what_is_wrong_and_what_to_do(code: str) -> None:
    text = problem_texts()[code]
    said, _, remedy = text.partition(". ")
    assert said and remedy, "one sentence for what is wrong, another for what to do"
    assert text.endswith((".", "}", "FILE, or: impact demo")) or ": impact " in text or "openssl" in text, (
        text
    )
    assert not text[0].isupper() and not re.search(r"\b(" + "|".join(OUR_WORDS) + r")\b", text.lower())
    assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(text))


def test_the_page_of_errors_is_made_from_the_sentences() -> None:
    assert PAGE.read_text("utf-8") == errors_page(), "run: python -m pipelines.problems_document"


def test_the_page_names_situations_for_problems_that_exist_and_each_once() -> None:
    named = [*REFUSED, *SET_ASIDE, *NOTED, *PULLED]
    assert len(named) == len(set(named))
    assert set(named) <= set(problem_texts())


def test_every_refusal_that_a_bad_file_meets_stands_among_the_refused() -> None:
    assert {code for _, code, _, _ in CASES.values()} <= set(REFUSED)
