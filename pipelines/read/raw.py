"""What a reader hands on: tables of text with the spreadsheet's own row numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from pipelines.problems import Problem, RefusalError

Kind = Literal["csv", "xlsx", "json", "calendar"]

CELL_LIMIT = 1 << 20
"""Bytes one cell may hold; a cell of a spreadsheet program holds 32,767 characters."""

BATCH_ROWS = 100_000


@dataclass(frozen=True)
class RawTable:
    """One table of an export: headers as found and records in bounded batches.

    `batches` gives frames with "row" (Int64: the spreadsheet row; for JSON 1, 2, 3...) and "c0", "c1", ...
    (String, null when empty), one per header. It may be called again, and raises RefusalError where the
    file turns out to be broken.
    """

    name: str
    headers: tuple[str, ...]
    first_row: int
    batches: Callable[[], Iterator[pl.DataFrame]]


@dataclass(frozen=True)
class RawFile:
    """An export that can be read; `notes` say what was left out of it (hidden sheets, cells with errors)."""

    name: str
    kind: Kind
    tables: tuple[RawTable, ...]
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Source:
    """The file to read: where its bytes are and the name people know it by."""

    path: Path
    name: str

    def refusal(
        self, code: str, row: int | None = None, column: str | None = None, **values: str | int
    ) -> RefusalError:
        return RefusalError(self.problem(code, row, column, **values))

    def problem(
        self, code: str, row: int | None = None, column: str | None = None, **values: str | int
    ) -> Problem:
        return Problem(code=code, file=self.name, row=row, column=column, values=values)


def header_text(cell: str | None) -> str:
    """A header cell without byte-order mark and outer spaces, line breaks and runs of spaces as one space."""
    return " ".join((cell or "").replace("\ufeff", "").split())


def refuse_large_cells(frame: pl.DataFrame, headers: tuple[str, ...], source: Source) -> None:
    """Raises RefusalError naming row and column of the first cell above `CELL_LIMIT`."""
    cells = frame.select(pl.exclude("row").str.len_bytes())
    longest = cells.max()
    for index, name in enumerate(longest.columns):
        if (longest[name][0] or 0) > CELL_LIMIT:
            place = cells[name].fill_null(0).arg_max()
            assert place is not None  # noqa: S101  (the column has a longest cell)
            column = headers[index] if index < len(headers) else f"{index + 1}"
            raise source.refusal("cell_too_large", frame["row"][place], column, megabytes=CELL_LIMIT >> 20)
