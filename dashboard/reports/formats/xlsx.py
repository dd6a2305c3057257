"""A report as a workbook: a sheet a section with its figures as numbers and native charts, and the definitions.

Texts stay texts: no cell is ever a formula. A hidden figure is the word for it, and true in a column of its own.
The same report gives the same bytes.
"""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from dashboard.reports.content import (
    Cards,
    Chart,
    Definitions,
    Options,
    Paragraph,
    Points,
    Report,
    Section,
    Story,
    Table,
)
from dashboard.reports.workbook_cells import (
    ACCENTS,
    HEADER,
    HEADING,
    NUMBERS,
    WRAPPED,
    headings,
    looks_of,
    sheet_name,
    write_cell,
    write_figure,
)
from dashboard.words import Words, load_words
from pipelines.exchange.archive import restated

SHAPES = {"columns": ("column", None), "stacked": ("column", "stacked"), "dots": ("bar", None)}
COLUMNS = ("category", "series", "value", "shown", "lower", "upper", "n", "suppressed", "indicative")
WIDTHS = (34, 26, 14, 18, 14, 14, 14, 14, 14)
CHART_ROWS = 19


def write(report: Report, options: Options) -> bytes:
    """The report as XLSX whose date is that of the snapshot."""
    words, target = load_words(report.language), io.BytesIO()
    safe = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    book = xlsxwriter.Workbook(target, safe)
    made = report.published.replace(tzinfo=None)
    told = {
        "title": report.title,
        "subject": report.period,
        "author": report.subtitle,
        "comments": report.privacy,
    }
    book.set_properties({**told, "created": made})
    book.set_custom_property("snapshot", report.snapshot)
    looks = looks_of(book)
    names: set[str] = set()
    for section in report.sections:
        sheet = book.add_worksheet(sheet_name(section.title, names))
        _section(book, sheet, section, report, words, looks)
    book.close()
    return restated(target.getvalue())


def _section(
    book: Any, sheet: Any, section: Section, report: Report, words: Words, looks: dict[str, Any]
) -> None:
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, section.title, looks[HEADING])
    sheet.write_string(1, 0, f"{report.subtitle} · {report.period} · {section.lead}")
    sheet.write_string(2, 0, words("report.office.snapshot", snapshot=report.snapshot))
    sheet.freeze_panes(3, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    row = 4
    for block in section.blocks:
        if isinstance(block, Chart):
            row = _chart(book, sheet, row, block, words, looks)
        elif isinstance(block, Table):
            row = _table(sheet, row, block, words, looks)
        elif isinstance(block, Cards):
            row = _cards(sheet, row, block, words, looks)
        elif isinstance(block, Definitions):
            row = _definitions(sheet, row, block, words, looks)
        else:
            row = _texts(sheet, row, block)


def _chart(book: Any, sheet: Any, row: int, chart: Chart, words: Words, looks: dict[str, Any]) -> int:
    sheet.write_string(row, 0, chart.finding, looks[HEADER])
    sheet.write_string(
        row + 1, 0, " · ".join(text for text in (chart.title, chart.subject, chart.note) if text)
    )
    row += 2
    headings(sheet, row, [words(f"report.office.{name}") for name in COLUMNS], looks)
    first = row + 1
    kind, subtype = SHAPES.get(chart.kind, ("bar", None))
    drawn = book.add_chart({"type": kind, "subtype": subtype} if subtype else {"type": kind})
    at = first
    for number, series in enumerate(chart.series):
        begins = at
        for category, point in zip(chart.categories, series.points, strict=True):
            sheet.write_string(at, 0, category)
            sheet.write_string(at, 1, series.name)
            hidden = words("report.office.hidden") if point.suppressed else None
            for column, value in ((2, point.value), (4, point.lower), (5, point.upper)):
                write_figure(
                    sheet,
                    at,
                    column,
                    None if hidden else value,
                    chart.unit,
                    looks,
                    hidden if column == 2 else None,
                )
            sheet.write_string(at, 3, point.text)
            if point.n is not None and not hidden:
                sheet.write_number(at, 6, point.n, looks["whole"])
            sheet.write_boolean(at, 7, point.suppressed)
            sheet.write_boolean(at, 8, point.indicative)
            at += 1
        if at > begins:
            place = sheet.get_name()
            drawn.add_series(
                {
                    "name": series.name,
                    "categories": [place, begins, 0, at - 1, 0],
                    "values": [place, begins, 2, at - 1, 2],
                    "fill": {"color": ACCENTS[number % len(ACCENTS)]},
                }
            )
    drawn.set_title({"name": chart.finding, "name_font": {"size": 11}})
    drawn.show_blanks_as("gap")
    drawn.set_size({"width": 720, "height": 360})
    if kind == "bar":
        drawn.set_y_axis({"reverse": True})
    axis = (
        {"num_format": NUMBERS[chart.unit], "min": 0} if chart.unit != "points" else {"num_format": "+0;-0;0"}
    )
    (drawn.set_x_axis if kind == "bar" else drawn.set_y_axis)(axis)
    if len(chart.series) < 2:
        drawn.set_legend({"none": True})
    sheet.insert_chart(row, len(COLUMNS) + 1, drawn, {"description": chart.alt})
    return max(at, row + CHART_ROWS) + 1


def _table(sheet: Any, row: int, table: Table, words: Words, looks: dict[str, Any]) -> int:
    sheet.write_string(row, 0, table.title, looks[HEADER])
    headings(sheet, row + 1, [*table.headings, words("report.office.suppressed")], looks)
    row += 2
    for cells in table.rows:
        for column, cell in enumerate(cells):
            write_cell(sheet, row, column, cell, words, looks)
        sheet.write_boolean(row, len(table.headings), any(cell.suppressed for cell in cells))
        row += 1
    if table.note:
        sheet.write_string(row, 0, table.note)
        row += 1
    return row + 1


def _cards(sheet: Any, row: int, cards: Cards, words: Words, looks: dict[str, Any]) -> int:
    names = ("metric", "shown", "value", "interval_text", "lower", "upper", "n", "suppressed", "definition")
    labels = [
        words("report.change") if name == "interval_text" else words(f"report.office.{name}")
        for name in names
    ]
    headings(sheet, row, labels, looks)
    for row, card in enumerate(cards.cards, row + 1):  # noqa: B020
        hidden = words("report.office.hidden") if card.suppressed else None
        sheet.write_string(row, 0, card.title)
        sheet.write_string(row, 1, card.value)
        write_figure(sheet, row, 2, None if hidden else card.number, card.unit, looks, hidden)
        sheet.write_string(row, 3, card.change)
        write_figure(sheet, row, 4, None if hidden else card.lower, card.unit, looks)
        write_figure(sheet, row, 5, None if hidden else card.upper, card.unit, looks)
        write_figure(sheet, row, 6, None if hidden else card.n, "whole", looks)
        sheet.write_boolean(row, 7, card.suppressed)
        sheet.write_string(row, 8, card.definition)
    return row + 2


def _definitions(sheet: Any, row: int, block: Definitions, words: Words, looks: dict[str, Any]) -> int:
    sheet.set_column(1, 3, 60)
    headings(
        sheet,
        row,
        [words(f"report.office.{name}") for name in ("metric", "definition", "formula", "rule")],
        looks,
    )
    for item in block.items:
        row += 1
        for column, text in enumerate((item.term, item.text, item.formula, item.rule)):
            sheet.write_string(row, column, text, looks[WRAPPED])
    return row + 2


def _texts(sheet: Any, row: int, block: Paragraph | Points | Story) -> int:
    if isinstance(block, Points):
        texts = list(block.items)
    elif isinstance(block, Story):
        texts = [block.title, *(f"{label}: {text}" for label, text in block.parts), block.by]
    else:
        texts = [block.text, block.by]
    for text in filter(None, texts):
        sheet.write_string(row, 0, text)
        row += 1
    return row + 1
