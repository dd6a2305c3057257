"""What a reader hands on: tables of text with the spreadsheet's own row numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import polars as pl

from pipelines.headers import HEADER_ROWS, clean_header, column_names
from pipelines.problems import Problem, RefusalError

Kind = Literal["csv", "xlsx", "json", "calendar"]

CELL_LIMIT = 1 << 20
"""Bytes one cell may hold; a cell of a spreadsheet program holds 32,767 characters."""

BATCH_ROWS = 100_000
FOLLOWING = HEADER_ROWS - 1
header_text = clean_header


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
    following: tuple[tuple[str | None, ...], ...] = ()  # the first records, which may be further header rows
    also: tuple[tuple[str, ...], ...] = ()  # other names of each column, where there are several header rows

    def with_header_rows(self, count: int) -> RawTable:
        """The same table whose header has `count` rows in all; its records begin below them."""
        if count == 1:
            return self
        extra = count - 1
        names = column_names((self.headers, *self.following[:extra]))
        first = self.first_row + extra

        def batches() -> Iterator[pl.DataFrame]:
            for batch in self.batches():
                below = batch.filter(pl.col("row") >= first) if batch["row"][0] < first else batch
                if below.height:
                    yield below

        return replace(
            self,
            headers=names.headers,
            also=names.also,
            first_row=first,
            batches=batches,
            following=self.following[extra:],
        )


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
