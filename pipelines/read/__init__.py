"""Reads an export of any supported format into tables of text: `open_file`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pipelines.read.calendars import calendar_table, is_calendar
from pipelines.read.delimited import delimited_table
from pipelines.read.detect import container, is_json
from pipelines.read.documents import document_tables
from pipelines.read.encoding import decoded, text_encoding
from pipelines.read.raw import RawFile, RawTable, Source
from pipelines.read.workbook import workbook_tables

__all__ = ["RawFile", "RawTable", "open_file"]


def open_file(
    path: Path,
    name: str,
    records: str | None = None,
    ragged: bool = False,
    arrived: datetime | None = None,
) -> RawFile:
    """The file's tables of text, by its content and not its extension; `name` is what problems call it.

    `records` is the key that holds the list of records of a JSON document ("" = the document is the list,
    None = the only list of objects). `ragged` keeps delimited records with more cells than the header and
    marks them (`delimited_table`). `arrived` is when the file came in: a calendar is read to a year beyond
    it. Raises RefusalError for what is not a readable export, naming row and column where there is one.
    """
    source = Source(path, name)
    if container(source) == "xlsx":
        tables, notes = workbook_tables(source)
        return RawFile(name, "xlsx", tables, notes)
    encoding = text_encoding(source)
    head = next(decoded(source, encoding, 1 << 12))
    if is_calendar(head):
        return RawFile(name, "calendar", (calendar_table(source, encoding, arrived),))
    if is_json(head, name):
        return RawFile(name, "json", document_tables(source, encoding, records))
    return RawFile(name, "csv", (delimited_table(source, encoding, ragged),))
