"""The records of a file that were set aside, as a workbook: original cells, and beside each row what to correct.

Handed in again as it stands, the columns that were added are left out (`pipelines.returned`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

import polars as pl
import xlsxwriter

from pipelines.mapping import Mapping as Layout
from pipelines.mapping import melted
from pipelines.mapping.wide import ROW_STEP
from pipelines.output import spreadsheet_text
from pipelines.read import RawTable, open_file
from pipelines.returned import REASON_HEADERS, ROW_HEADERS, returned

SIGNED_FIGURES = re.compile(r"[+\-][\d\s().,\-]*")
"""Telephone numbers and negative figures: run as a formula they are figures still."""
WIDTHS = (12, 60)
CELL_WIDTH = 18


def rejected_workbook(
    path: Path, name: str, layout: Layout, sheet: str, reasons: Mapping[int, str], language: str
) -> tuple[bytes, int]:
    """An XLSX of the rows of `reasons` (a text for each row number of staging), and how many it holds.

    Of a table with one column a month, which is staged as a record a cell, the whole line is given. Every
    cell is text that no spreadsheet runs. RefusalError where the file cannot be read any more.
    """
    records = layout.records if layout.format == "json" else None
    file = returned(open_file(path, name, records, layout.ragged != "refuse"))
    table = next(table for table in file.tables if not sheet or table.name == sheet)
    wide = melted(table, layout) is not table
    lines: dict[int, list[str]] = {}
    for row, reason in sorted(reasons.items()):
        lines.setdefault(row // ROW_STEP if wide else row, []).append(reason)
    content = BytesIO()
    count = 0
    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, {"in_memory": True, **options}) as book:
        page = book.add_worksheet()
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        marked = book.add_format(
            {"text_wrap": True, "valign": "top", "bg_color": "#FFF3E0", "font_color": "#7A2E00"}
        )
        text = book.add_format({"num_format": "@", "valign": "top"})
        page.set_column(0, 0, WIDTHS[0])
        page.set_column(1, 1, WIDTHS[1])
        page.set_column(2, 1 + len(table.headers), CELL_WIDTH)
        heads = _heads(table, layout)
        for number, cells in enumerate(heads):
            first = (ROW_HEADERS[language], REASON_HEADERS[language]) if number == 0 else ("", "")
            for column, cell in enumerate((*first, *cells)):
                page.write_string(number, column, str(neutral(cell or "")), bold)
        for number, original in _rows(table, set(lines), len(heads)):
            count += 1
            at = count - 1 + len(heads)
            page.write_number(at, 0, number, marked)
            page.write_string(at, 1, "\n".join(dict.fromkeys(lines[number])), marked)
            for column, cell in enumerate(original, 2):
                if cell is not None:
                    page.write_string(at, column, str(neutral(cell)), text)
        page.freeze_panes(len(heads), 2)
    return content.getvalue(), count


def neutral(cell: str) -> object:
    """The text as no spreadsheet runs it; figures with a sign, which do no harm, stay as they are."""
    return cell if SIGNED_FIGURES.fullmatch(cell) else spreadsheet_text(cell)


def _heads(table: RawTable, layout: Layout) -> list[tuple[str | None, ...]]:
    """The header rows as they stood in the file."""
    return [table.headers, *table.following[: layout.header_rows - 1]]


def _rows(table: RawTable, wanted: set[int], heads: int) -> Iterator[tuple[int, list[str | None]]]:
    """Number and cells of each wanted row, in the order of the file; header rows are none of them."""
    cells = [f"c{place}" for place in range(len(table.headers))]
    for batch in table.batches():
        chosen = batch.filter(
            pl.col("row").is_in(list(wanted)) & (pl.col("row") >= table.first_row + heads - 1)
        )
        for row in chosen.iter_rows(named=True):
            yield row["row"], [row[name] for name in cells]
