"""Rejected rows that come back: the columns that were put beside them are known and taken off again.

`pipelines.rejected` writes the workbook; a person corrects it and hands it in as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import polars as pl

from pipelines.mapping import normalise_header
from pipelines.read import RawFile, RawTable

ROW_HEADERS: Mapping[str, str] = {
    "en": "Row in the file (not read)",
    "ru": "Строка файла (не читается)",
    "kk": "Файлдағы жол (оқылмайды)",
}
REASON_HEADERS: Mapping[str, str] = {
    "en": "What to correct (not read)",
    "ru": "Что исправить (не читается)",
    "kk": "Нені түзету керек (оқылмайды)",
}
Cell = TypeVar("Cell")
MARKS = frozenset(normalise_header(text) for text in (*ROW_HEADERS.values(), *REASON_HEADERS.values()))
GUARDED = re.compile(r"^'([=+\-@\t\r])")
"""What `spreadsheet_text` makes of a text that a spreadsheet would run as a formula."""


def returned(file: RawFile) -> RawFile:
    """The file without the columns of a rejected-rows workbook; any other file as it is."""
    return replace(file, tables=tuple(_without_marks(table) for table in file.tables))


def is_mark(header: str) -> bool:
    return normalise_header(header) in MARKS


def _without_marks(table: RawTable) -> RawTable:
    kept = [place for place, header in enumerate(table.headers) if not is_mark(header)]
    if len(kept) == len(table.headers):
        return table

    def batches() -> Iterator[pl.DataFrame]:
        for batch in table.batches():
            cells = [
                pl.col(f"c{place}").str.replace(GUARDED.pattern, "$1").alias(f"c{position}")
                for position, place in enumerate(kept)
            ]
            others = [pl.col(name) for name in ("extra",) if name in batch.columns]
            yield batch.select("row", *cells, *others)

    return replace(
        table,
        headers=_chosen(table.headers, kept),
        following=tuple(_chosen(row, kept) for row in table.following),
        also=tuple(table.also[place] for place in kept) if table.also else (),
        batches=batches,
    )


def _chosen(cells: Sequence[Cell], kept: Sequence[int]) -> tuple[Cell, ...]:
    return tuple(cells[place] for place in kept if place < len(cells))
