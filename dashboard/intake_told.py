"""What the intake page says of a problem: the place in the file, then what is wrong and what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dashboard.rules import problem_text, rule_text
from dashboard.words import Words, capital
from pipelines.mapping import Mapping as Layout
from pipelines.mapping import family
from pipelines.mapping.wide import ROW_STEP
from pipelines.problems import problem_texts

KAZAKH = re.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
CYRILLIC = re.compile("[А-Яа-яЁё]")


def kind_title(words: Words, name: str, layout: Layout | None = None) -> str:
    """What readers call a kind of file."""
    key = f"mapping.{family(name)}"
    if words.has(key):
        return words(key)
    return layout.title if layout else name


def part_title(words: Words, name: str, headers: tuple[str, ...]) -> str:
    """What readers call a field or question: one of its own headers, in their language where there is one."""
    fits = {
        "kk": lambda text: bool(KAZAKH.search(text)),
        "ru": lambda text: bool(CYRILLIC.search(text)) and not KAZAKH.search(text),
        "en": lambda text: not CYRILLIC.search(text),
    }[words.language]
    found = next((header for header in headers if fits(header)), None)
    if found is None and words.language == "kk":  # a Kazakh word need not have a letter that Russian has not
        found = next((header for header in reversed(headers) if CYRILLIC.search(header)), None)
    return found or (headers[0] if headers else name)


def refusal_text(words: Words, problem: Mapping[str, Any]) -> str:
    """One refused file, row or column as a sentence with its place."""
    return placed(words, problem.get("row"), problem.get("column"), cause(words, problem))


def cause(words: Words, problem: Mapping[str, Any]) -> str:
    """Why, without the place: a problem of reading, or the rule that a row breaks."""
    if problem.get("rule"):
        return rule_text(words, problem.get("table") or "", problem["rule"])
    code, values = problem["code"], problem.get("values") or {}
    if words.has(f"intake.problem.{code}"):
        return words(f"intake.problem.{code}")
    if not words.has(f"problem.{code}") and code not in problem_texts():
        return problem.get("message") or words("intake.problem.fault")
    text = problem_text(words, code, {key: shown(words, key, value) for key, value in values.items()})
    return capital(text)


def shown(words: Words, key: str, value: object) -> object:
    """A place of a sentence as readers know it."""
    return words.label("table_name", value) if key == "table" else value


def placed(words: Words, row: int | None, column: str | None, text: str) -> str:
    parts = [words("intake.place.row", row=words.number(row))] if row is not None else []
    parts += [words("intake.place.column", column=column)] if column else []
    return f"{capital(', '.join(parts))}: {text}" if parts else text


def line_of(row: int, layout: Layout | None) -> int:
    """The line as a spreadsheet numbers it; of a table with one column a month a row stands for a cell."""
    return row // ROW_STEP if layout is not None and layout.wide and row >= ROW_STEP else row
