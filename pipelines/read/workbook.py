"""XLSX workbooks: one table per visible sheet, every cell as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import fastexcel
import polars as pl

from pipelines.problems import Problem, RefusalError
from pipelines.read.package import Contents, cell_place, checked_sheets
from pipelines.read.raw import BATCH_ROWS, RawTable, Source, header_text, refuse_large_cells

MOMENT = r"^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d+)?$"
DAY_ZERO = "1899-12-31T"
"""A cell that holds a time of day only is read as a moment on this day."""


def workbook_tables(source: Source) -> tuple[tuple[RawTable, ...], tuple[Problem, ...]]:
    """Visible sheets with records, and notes on what was left out; raises RefusalError when none has."""
    tables: list[RawTable] = []
    notes: list[Problem] = []
    codes: list[str] = []
    sheets = checked_sheets(source)
    reader = _reader(source)
    for sheet, contents in sheets:
        if not sheet.visible:
            notes.append(source.problem("hidden_sheet", sheet=sheet.name))
            continue
        frame, absolute, errors = _loaded(reader, source, sheet.name)
        filled = frame.select(
            pl.any_horizontal(pl.all().str.strip_chars() != "").fill_null(False)
        ).to_series()
        rows = filled.arg_true()
        if len(rows) < 2:
            codes.append("header_only" if len(rows) else "empty_file")
            notes.append(source.problem("sheet_without_records", sheet=sheet.name))
            continue
        header, last = int(rows[0]), int(rows[-1])
        table, headers = _table(source, sheet.name, frame, header, last)
        tables.append(table)
        named = dict(zip(absolute, headers, strict=True))
        notes += _notes(source, "error_cells", sheet.name, errors, named)
        notes += _notes(source, "formula_without_value", sheet.name, _places(contents), named)
    if not tables:
        hidden = [note for note in notes if note.code == "hidden_sheet"]
        if hidden:
            raise RefusalError(source.problem("no_readable_sheet"), *hidden)
        raise source.refusal("header_only" if "header_only" in codes else "empty_file")
    return tuple(tables), tuple(notes)


def _reader(source: Source) -> fastexcel.ExcelReader:
    try:
        # Given a path it would go by the extension, and landed bytes have none.
        return fastexcel.read_excel(source.path.read_bytes())
    except (fastexcel.FastExcelError, ValueError) as error:
        raise source.refusal("truncated_workbook") from error


def _loaded(
    reader: fastexcel.ExcelReader, source: Source, sheet: str
) -> tuple[pl.DataFrame, list[int], list[tuple[int, int]]]:
    """The sheet from row 1 as text, its columns' places and its error cells' places (row, column; from 0)."""
    try:
        # skip_rows=0 keeps leading blank rows, so that a frame's row is the spreadsheet's row.
        loaded = reader.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string", schema_sample_rows=1)
        batch, errors = loaded.to_arrow_with_errors()
    except (fastexcel.FastExcelError, ValueError) as error:
        raise source.refusal("truncated_workbook") from error
    absolute = [column.absolute_index for column in loaded.selected_columns]
    frame = (
        pl.DataFrame(pl.from_arrow(batch))
        if absolute
        else pl.DataFrame({"empty": []}, {"empty": pl.String()})
    )
    places = [(error.position[0], absolute[error.position[1]]) for error in errors.errors] if errors else []
    return frame.select(_as_text(column) for column in frame), absolute, places


def _as_text(column: pl.Series) -> pl.Series:
    """ISO moments with a T, times of day without a date, empty text as null."""
    size = column.str.len_bytes()
    if (size == 0).any():
        column = column.replace({"": None})
    # The pattern is tried on columns only that hold a text of a moment's length.
    if (size.is_between(19, 29) & (column.str.slice(10, 1) == " ")).any():
        column = column.str.replace(MOMENT, "${1}T${2}").str.strip_prefix(DAY_ZERO)
    return column


def _table(
    source: Source, name: str, frame: pl.DataFrame, header: int, last: int
) -> tuple[RawTable, list[str]]:
    """The sheet's table without nameless empty columns, and the header of every column of the frame."""
    names = [header_text(cell) for cell in frame.row(header)]
    body = frame.slice(header + 1, last - header)
    kept = [
        column
        for column, title in zip(body.columns, names, strict=True)
        if title or body[column].null_count() < body.height
    ]
    headers = tuple(title for column, title in zip(body.columns, names, strict=True) if column in set(kept))
    rows = pl.int_range(header + 2, last + 2, dtype=pl.Int64, eager=True).alias("row")
    body = body.select(pl.col(column).alias(f"c{index}") for index, column in enumerate(kept)).insert_column(
        0, rows
    )
    refuse_large_cells(body, headers, source)

    def batches() -> Iterator[pl.DataFrame]:
        return body.iter_slices(BATCH_ROWS)

    return RawTable(name, headers, header + 2, batches), names


def _places(contents: Contents) -> list[tuple[int, int]]:
    return [cell_place(reference) for reference in contents.without_value]


def _notes(
    source: Source, code: str, sheet: str, places: list[tuple[int, int]], named: dict[int, str]
) -> list[Problem]:
    """One note per column: the first row concerned and how many cells are."""
    counts = Counter(column for _, column in places)
    first = {column: min(row for row, other in places if other == column) + 1 for column in counts}
    return [
        source.problem(code, first[column], named.get(column) or f"{column + 1}", cells=cells, sheet=sheet)
        for column, cells in counts.items()
    ]
