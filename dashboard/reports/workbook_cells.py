"""Cells of a workbook: their looks, the names of sheets, numbers and words for what is hidden."""

from __future__ import annotations

import re
from typing import Any

from dashboard.reports.content import Cell, Unit
from dashboard.words import Words

NUMBERS: dict[str, str] = {"whole": "#,##0", "decimal": "#,##0.0", "percent": "0%", "points": "+0;-0;0"}
HEADING, HEADER, WRAPPED = "heading", "header", "wrapped"
ACCENTS = ("#1D4E89", "#9DB8D6", "#A7ADB4")


def looks_of(book: Any) -> dict[str, Any]:
    found = {
        HEADING: book.add_format({"bold": True, "font_size": 15, "font_color": ACCENTS[0]}),
        HEADER: book.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#EEF3F8", "text_wrap": True, "valign": "top"}
        ),
        WRAPPED: book.add_format({"text_wrap": True, "valign": "top"}),
    }
    return found | {unit: book.add_format({"num_format": form}) for unit, form in NUMBERS.items()}


def sheet_name(title: str, taken: set[str]) -> str:
    """A name a sheet may have: 31 letters, none of []:*?/\\, each once."""
    bare = re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:28] or "-"
    name, number = bare, 2
    while name.casefold() in taken:
        name, number = f"{bare} {number}", number + 1
    taken.add(name.casefold())
    return name


def headings(sheet: Any, row: int, labels: list[str], looks: dict[str, Any]) -> None:
    for column, label in enumerate(labels):
        sheet.write_string(row, column, label, looks[HEADER])


def write_cell(sheet: Any, row: int, column: int, cell: Cell, words: Words, looks: dict[str, Any]) -> None:
    if cell.suppressed:
        sheet.write_string(row, column, words("report.office.hidden"))
    elif cell.value is not None and cell.unit is not None:
        sheet.write_number(row, column, cell.value, looks[cell.unit])
    else:
        sheet.write_string(row, column, cell.text)


def write_figure(
    sheet: Any,
    row: int,
    column: int,
    value: float | None,
    unit: Unit,
    looks: dict[str, Any],
    instead: str | None = None,
) -> None:
    if value is not None:
        sheet.write_number(row, column, value, looks[unit])
    elif instead:
        sheet.write_string(row, column, instead)
