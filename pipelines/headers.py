"""What a column is called: in one header row, or in two or three that stand above each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

HEADER_ROWS = 3
"""Most header rows that an export has."""
# What SurveyMonkey writes below a question that has one column.
ANSWER_HERE = frozenset({"response", "open-ended response", "ответ", "произвольный ответ", "жауап"})
IMPORT_ID = re.compile(r'\s*\{\s*"ImportId"')  # Qualtrics' third row names columns for its own import
CODED = re.compile(r"([^\W\d][\w-]*(?:\[[^\[\]]*\])*)\.(?:\s.*|$)", re.DOTALL)


@dataclass(frozen=True)
class ColumnNames:
    """The name of each column, and for each the other names that it is known by and no other column has."""

    headers: tuple[str, ...]
    also: tuple[tuple[str, ...], ...] = ()


def clean_header(cell: str | None) -> str:
    """A header cell without byte-order mark and outer spaces, line breaks and runs of spaces as one space."""
    return " ".join((cell or "").replace("\ufeff", "").split())


def column_names(rows: Sequence[Sequence[str | None]]) -> ColumnNames:
    """Names from the header rows, top first: `question [part]`, also known by either where that is unique.

    A cell that is merged over several columns stands in the first of them and holds for all; below a question
    with one column stands "Response" or nothing.
    """
    first, *lower = rows
    names = [clean_header(cell) for cell in first]
    if not lower:
        return ColumnNames(tuple(names))
    parts = [[name] for name in names]
    for row in lower:
        cells = [clean_header(cell) for cell in row[: len(names)]]
        cells += [""] * (len(names) - len(cells))
        if is_import_row(cells):
            continue
        names = _joined(names, cells)
        for known, cell in zip(parts, cells, strict=True):
            known.append(cell)
    seen = Counter(name for known in parts for name in {*known, ""})
    also = tuple(
        tuple(part for part in known if part and seen[part] == 1 and part != name)
        for known, name in zip(parts, names, strict=True)
    )
    return ColumnNames(tuple(names), also)


def is_import_row(cells: Sequence[str | None]) -> bool:
    """True of the header row in which Qualtrics names columns for its own import."""
    return any(IMPORT_ID.match(cell or "") for cell in cells)


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    names: list[str] = []
    question = ""
    for above, below in zip(upper, lower, strict=True):
        question = above or (question if below else "")
        if not below or below == question or below.casefold() in ANSWER_HERE:
            names.append(question)
        else:
            names.append(f"{question} [{below}]" if question else below)
    return names


def header_code(header: str) -> str | None:
    """The code before the text of a LimeSurvey header: `Q1[SQ001]` of `Q1[SQ001]. Which ones? [Books]`."""
    found = CODED.fullmatch(header)
    return found[1] if found else None
