"""A table as a file that says itself what it is: CSV, XLSX and Parquet, each with its definition inside.

Every cell of text that a spreadsheet would run as a formula is disarmed. A hidden cell is empty in all three, and
its row says `suppressed`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO, StringIO

import polars as pl
import xlsxwriter

from pipelines.output import spreadsheet_text

BYTE_ORDER_MARK = "\ufeff"
METADATA = "impact"  # the key under which a Parquet file holds what it is, as JSON
WIDEST = 60


@dataclass(frozen=True)
class Told:
    """One line about a table: its code (a column of the CSV), what readers call it, and what it says."""

    code: str
    label: str
    text: str


@dataclass(frozen=True)
class Export:
    """A table with all that is to be known of it. `codes` has the labels of its codes: dimension, code, label."""

    rows: pl.DataFrame
    about: tuple[Told, ...]
    codes: tuple[tuple[str, str, str], ...] = ()
    sheets: tuple[str, str, str] = ("Data", "About", "Codes")
    codes_head: tuple[str, str, str] = ("column", "code", "label")


def as_csv(export: Export) -> bytes:
    """UTF-8 with byte-order mark, one header row and no comment lines; what the table is stands in a column each
    behind the data, the same in every row, so that a row taken out of the file still says what it counts.
    """
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    about = [told for told in export.about if told.code not in export.rows.columns]
    writer.writerow(
        [*(spreadsheet_text(name) for name in export.rows.columns), *(told.code for told in about)]
    )
    said = [spreadsheet_text(told.text) for told in about]
    for row in export.rows.iter_rows():
        writer.writerow([*(spreadsheet_text(_plain(value)) for value in row), *said])
    return (BYTE_ORDER_MARK + written.getvalue()).encode("utf-8")


def as_parquet(export: Export) -> bytes:
    """The table with its types; what it is stands in the file's metadata under `impact`, as JSON."""
    written = BytesIO()
    about = json.dumps({told.code: told.text for told in export.about}, ensure_ascii=False)
    export.rows.write_parquet(written, metadata={METADATA: about})
    return written.getvalue()


def as_xlsx(export: Export) -> bytes:
    """A workbook with the data, what they are, and the labels of codes, a sheet each; text is never a formula."""
    written = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True,
               "remove_timezone": True}  # fmt: skip
    book = xlsxwriter.Workbook(written, options)
    book.set_properties({"created": datetime.now(UTC).replace(tzinfo=None)})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    moments = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    formats = {pl.Date: days, pl.Datetime: moments}
    data, about = book.add_worksheet(export.sheets[0]), book.add_worksheet(export.sheets[1])
    for place, name in enumerate(export.rows.columns):
        data.write_string(0, place, name, bold)
        base = export.rows.schema[name].base_type()
        for line, value in enumerate(export.rows[name].to_list(), 1):
            if value is not None:
                data.write(line, place, _plain(value), formats.get(base))
        data.set_column(place, place, min(WIDEST, max(10, len(name) + 2)))
    data.freeze_panes(1, 0)
    if export.rows.height and export.rows.width:
        data.autofilter(0, 0, export.rows.height, export.rows.width - 1)
    about.set_column(0, 0, 28)
    about.set_column(1, 1, 100)
    for line, told in enumerate(export.about):
        about.write_string(line, 0, told.label, bold)
        about.write_string(line, 1, told.text, wrapped)
    if export.codes:
        _write_codes(book.add_worksheet(export.sheets[2]), export, bold)
    book.close()
    return written.getvalue()


def _write_codes(sheet: xlsxwriter.worksheet.Worksheet, export: Export, bold: object) -> None:
    sheet.set_column(0, 2, 32)
    for line, entry in enumerate([export.codes_head, *export.codes]):
        for place, text in enumerate(entry):
            sheet.write_string(line, place, text, bold if line == 0 else None)


def _plain(value: object) -> object:
    """Lists, records and the like as JSON text; what a cell can hold as it is."""
    if isinstance(value, Sequence | Mapping) and not isinstance(value, str | bytes):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, pl.Series):
        return json.dumps(value.to_list(), ensure_ascii=False, default=str)
    if isinstance(value, bytes):
        return value.hex()
    return value
