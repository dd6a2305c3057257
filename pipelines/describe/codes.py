"""Codes for surveys, questions and options: lower-case Latin letters, figures and underscores, each once."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from pipelines.cast.labels import compared

DATE = re.compile(r"(19|20)\d\d([-_.]?\d\d){0,2}|\d{6,8}")
LONGEST = 40


def slug(text: str) -> str:
    """The text as a code; empty where it has no Latin letter or figure."""
    code = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")
    code = code if len(code) <= LONGEST else code[:LONGEST].rsplit("_", 1)[0]
    return code if not code or code[0].isalpha() else f"o_{code}"


def survey_code(stem: str) -> str:
    """The code of a survey from its file's name, without dates."""
    return slug(DATE.sub(" ", stem)) or "survey"


def distinct(code: str, taken: Collection[str]) -> str:
    """The code, with a figure behind it where it is taken already."""
    number, found = 2, code
    while found in taken:
        found = f"{code}_{number}"
        number += 1
    return found


def option_codes(options: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Code and labels of each option. Labels that compare alike are one; no code is another's label."""
    by_label: dict[str, list[str]] = {}
    for label, names in options.items():
        kept = by_label.setdefault(compared(label), [])
        for name in (label, *names):
            if name and name.casefold() not in [other.casefold() for other in kept]:
                kept.append(name)
    everything = {name.casefold(): key for key, names in by_label.items() for name in names}
    found: dict[str, tuple[str, ...]] = {}
    for number, (key, names) in enumerate(by_label.items(), 1):
        code = distinct(slug(names[0]) or f"option_{number}", found)
        while everything.get(code, key) != key:
            code = distinct(f"option_{code}", found)
        found[code] = tuple(names)
    return found
