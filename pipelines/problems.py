"""What can be wrong with an input, as codes with an English sentence each; other languages stand in the
locales.

A problem names file, row and column and never carries a raw value: what people typed stays in the landing
area.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def problem_texts() -> Mapping[str, str]:
    """English sentence for each problem code, from `problems.toml`, with `{named}` places."""
    return tomllib.loads((Path(__file__).parent / "problems.toml").read_text("utf-8"))["problem"]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, and what to do about it."""

    code: str
    file: str = ""
    row: int | None = None
    column: str | None = None
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """One English sentence with place and remedy."""
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column is not None:
            place += f", column “{self.column}”"
        text = problem_texts()[self.code].format(**self.values)
        return f"{place}: {text}" if place else text

    def as_json(self) -> dict[str, str | int | None]:
        place = {"file": self.file, "row": self.row, "column": self.column}
        return {**place, "code": self.code, "message": self.message}


class RefusalError(Exception):
    """Input or a request that is refused as a whole; carries the problems, and shows as their sentences."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(problem.message for problem in problems))
        self.problems: Sequence[Problem] = problems
