"""The figures of a month as files to hand in: CSV that Excel opens with its letters intact, and a workbook."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO

from pipelines.closing.figures import Figure
from pipelines.metrics import catalogue
from pipelines.output import spreadsheet_text

PARTS = {
    "in_person": "in person",
    "virtual": "virtual",
    "hybrid": "hybrid",
    "unknown": "mode or format unknown",
    "total": "total",
}


@dataclass(frozen=True)
class Sheet:
    """What a file of figures says in a language: headings, `line` that names a figure, and `about` it, line by line."""

    headings: tuple[str, str] = ("Figure", "Number")
    line: Callable[[Figure], str] = field(default=lambda figure: english(figure))
    hidden: str = "hidden"
    about: tuple[tuple[str, str], ...] = ()


def english(figure: Figure) -> str:
    """A line of a rule book in English."""
    return f"{catalogue()[figure.measure].title}: {PARTS[figure.part]}"


def as_csv(figures: Sequence[Figure], sheet: Sheet) -> bytes:
    """A line each figure, after the lines about them; UTF-8 with a byte-order mark."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(sheet.headings)
    for figure in figures:
        writer.writerow([spreadsheet_text(sheet.line(figure)), _cell(figure, sheet)])
    for name, value in sheet.about:
        writer.writerow([spreadsheet_text(name), spreadsheet_text(value)])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(figures: Sequence[Figure], sheet: Sheet, title: str) -> bytes:
    """The same as a workbook; text is written as text, so that no cell is a formula."""
    import xlsxwriter

    made = BytesIO()
    with xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        bold, whole = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
        page = book.add_worksheet(title[:31])
        page.set_column(0, 0, 60)
        page.set_column(1, 1, 24)
        page.freeze_panes(1, 0)
        for column, heading in enumerate(sheet.headings):
            page.write_string(0, column, heading, bold)
        for row, figure in enumerate(figures, 1):
            page.write_string(row, 0, sheet.line(figure))
            cell = _cell(figure, sheet)
            if isinstance(cell, str):
                page.write_string(row, 1, cell)
            else:
                page.write_number(row, 1, cell, whole)
        for row, (name, value) in enumerate(sheet.about, len(figures) + 2):
            page.write_string(row, 0, name)
            page.write_string(row, 1, value)
    return made.getvalue()


def _cell(figure: Figure, sheet: Sheet) -> str | float:
    if figure.suppressed:
        return sheet.hidden
    if figure.value is None:
        return ""
    return int(figure.value) if figure.value == int(figure.value) else figure.value
