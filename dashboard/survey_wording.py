"""A question of a survey and its answers in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.words import Words, capital

Line = Mapping[str, Any]


def asked(words: Words, line: Line) -> str:
    """The question in the reader's language where the form is asked in it, else in the form's own words."""
    return str(line["texts"].get(words.language, line["text"]))


def answered(words: Words, line: Line, option: Line) -> str:
    """An answer in words: yes and no are the same in every form."""
    if line["kind"] == "yes_no":
        return capital(words.label("yes_no", option["code"]))
    return capital(str(option["label"]))
