"""One exported file and its books, and how tables become bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter

Cell = str | int | datetime | date
# The creation time that a workbook states; fixed, so that the same content gives the same bytes.
MADE = datetime(2026, 1, 1)


@dataclass(frozen=True)
class Books:
    """What must become of a file's records: rows = accepted + quarantined + duplicate + excluded."""

    rows: int
    quarantined: int = 0
    duplicate: int = 0
    excluded: int = 0
    updated: int = 0

    @property
    def accepted(self) -> int:
        return self.rows - self.quarantined - self.duplicate - self.excluded

    def as_json(self) -> dict[str, int]:
        names = ("rows", "accepted", "updated", "quarantined", "duplicate", "excluded")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Export:
    """A file of the sample: its name, its bytes, the mapping that reads it, its books."""

    name: str
    content: bytes
    mapping: str
    books: Books


@dataclass(frozen=True)
class Layout:
    """How an office keeps its table: language, kind, encoding, separator; the moment in one column or two."""

    language: str
    kind: str = "csv"
    encoding: str = "utf-8-sig"
    separator: str = ","
    one_moment: bool = True


def layouts(plan: Mapping[str, Any]) -> tuple[Layout, ...]:
    """The layouts that the plan lets follow each other from month to month."""
    return tuple(Layout(**entry) for entry in plan["layouts"])


def as_bytes(layout: Layout, headers: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """The table in the layout's file kind; moments are dd.mm.yyyy hh:mm in text, dates in a workbook."""
    return workbook(headers, rows) if layout.kind == "xlsx" else _delimited(layout, headers, rows)


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%d.%m.%Y %H:%M}"
    return f"{cell:%d.%m.%Y}" if isinstance(cell, date) else str(cell)


def _delimited(layout: Layout, headers: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=layout.separator, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows([[_text(cell) for cell in row] for row in rows])
    encoding = "utf-16-le" if layout.encoding == "utf-16" else layout.encoding
    mark = b"\xff\xfe" if layout.encoding == "utf-16" else b""
    return mark + text.getvalue().encode(encoding)


def workbook(headers: Sequence[str], rows: Sequence[Sequence[Cell]], very_hidden: str = "") -> bytes:
    """One sheet with dates as dates; `very_hidden` names a second one that no menu of the program shows."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": MADE, "title": "", "author": ""})
    moment, day = (
        book.add_format({"num_format": "dd.mm.yyyy hh:mm"}),
        book.add_format({"num_format": "dd.mm.yyyy"}),
    )
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, headers)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(number, column, cell, moment)
            elif isinstance(cell, date):
                sheet.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), day)
            elif cell != "":
                sheet.write(number, column, cell)
    if very_hidden:
        book.add_worksheet(very_hidden).very_hidden()
    book.close()
    return target.getvalue()


def impossible_date(month: date) -> str:
    """A day that the calendar does not have, as people type it: 31.02, 31.04, ..., else 32.01."""
    last = 31 if month.month in (2, 4, 6, 9, 11) else 32
    return f"{last}.{month:%m.%Y}"
