"""Workbooks give the text a person sees, the rows a person counts, and say what was left out."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import Any

import openpyxl
import polars as pl

from tests.unit.read.workbooks import changed, codes, simple, written


def test_dates_numbers_and_truth_values_become_plain_text(workbook):
    def fill(book: Any) -> None:
        moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["When", "Day", "Time", "Whole", "Part", "Large", "Yes", "Text", "Card"])
        sheet.write_datetime(1, 0, datetime(2026, 2, 1, 18, 30), moment)
        sheet.write_datetime(1, 1, date(2026, 2, 1), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_datetime(1, 2, time(18, 30), book.add_format({"num_format": "hh:mm"}))
        sheet.write_number(1, 3, 3.0)
        sheet.write_number(1, 4, 0.5)
        sheet.write_number(1, 5, 77000000012)
        sheet.write_boolean(1, 6, True)
        sheet.write_string(1, 7, "Әуезов ауданы")
        sheet.write_string(1, 8, "007")

    (table,) = workbook(written(fill)).tables
    assert pl.concat(table.batches()).rows() == [
        (2, "2026-02-01T18:30:00", "2026-02-01T00:00:00", "18:30:00", "3", "0.5", "77000000012", "true",
         "Әуезов ауданы", "007")
    ]  # fmt: skip


def test_every_minute_of_a_day_keeps_its_minute(workbook):
    def fill(book: Any) -> None:
        moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        sheet = book.add_worksheet()
        sheet.write(0, 0, "When")
        for minute in range(1440):
            sheet.write_datetime(minute + 1, 0, datetime(2026, 2, 1, minute // 60, minute % 60), moment)

    (table,) = workbook(written(fill)).tables
    expected = [f"2026-02-01T{minute // 60:02}:{minute % 60:02}:00" for minute in range(1440)]
    assert pl.concat(table.batches())["c0"].to_list() == expected


def test_hidden_sheets_are_not_read_and_the_reader_is_told(workbook):
    def fill(book: Any) -> None:
        simple(book)
        for name, hide in (("Old", "hide"), ("Lists", "very_hidden")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Date", "Zone"])
            sheet.write_row(1, 0, ["x", "y"])
            getattr(sheet, hide)()

    file = workbook(written(fill))
    assert [table.name for table in file.tables] == ["Sign-in"]
    assert codes(file) == ["hidden_sheet", "hidden_sheet"]
    assert [note.values["sheet"] for note in file.notes] == ["Old", "Lists"]


def test_each_visible_sheet_with_records_is_a_table(workbook):
    def fill(book: Any) -> None:
        simple(book)
        book.add_worksheet("Empty")
        book.add_worksheet("Header").write_row(0, 0, ["a", "b"])
        sheet = book.add_worksheet("Февраль")
        sheet.write_row(0, 0, ["a"])
        sheet.write_row(1, 0, ["1"])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Февраль!$A$1:$A$2"})
        book.add_chartsheet("Chart").set_chart(chart)

    file = workbook(written(fill))
    assert [table.name for table in file.tables] == ["Sign-in", "Февраль"]
    assert codes(file) == ["sheet_without_records", "sheet_without_records"]


def test_rows_are_those_the_spreadsheet_shows(workbook):
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(3, 2, ["Date", "Zone"])
        sheet.write_row(4, 2, ["a", "b"])
        sheet.write_row(7, 2, ["c", "d"])
        sheet.set_column(10, 20, 30)
        sheet.write_blank(5000, 40, None, book.add_format({"bold": True}))
        sheet.write_string(6000, 2, "   ")

    (table,) = workbook(written(fill)).tables
    assert (table.headers, table.first_row) == (("Date", "Zone"), 5)
    expected = [(5, "a", "b"), (6, None, None), (7, None, None), (8, "c", "d")]
    assert pl.concat(table.batches()).rows() == expected


def test_merged_cells_hold_their_value_once_and_headers_lose_line_breaks(workbook):
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Zone\n(room) ", "Count", "Count"])
        sheet.merge_range(1, 0, 2, 0, "Hall")
        sheet.write_number(1, 1, 1)
        sheet.write_number(2, 1, 2)

    (table,) = workbook(written(fill)).tables
    assert table.headers == ("Zone (room)", "Count", "Count")
    assert pl.concat(table.batches()).rows() == [(2, "Hall", "1", None), (3, None, "2", None)]


def test_a_formula_gives_its_stored_result_and_one_without_is_unknown_and_noted(workbook):
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["", "Date", "Total", "Share"])
    book.active.append([None, "a", "=1+1", "=SUM(A1:A2)"])
    book.active.append([None, "b", 5, "=C3/0"])
    buffer = io.BytesIO()
    book.save(buffer)
    stored = changed(
        buffer.getvalue(),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>").replace(
            b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>"
        ),
    )
    file = workbook(stored)
    assert pl.concat(file.tables[0].batches()).rows() == [(2, "a", "2", None), (3, "b", "5", None)]
    (note,) = file.notes
    assert (note.code, note.row, note.column, note.values["cells"]) == (
        "formula_without_value",
        2,
        "Share",
        2,
    )


def test_error_values_are_unknown_and_noted_with_row_and_column(workbook):
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("S")
        sheet.write_row(1, 1, ["Date", "Rate"])
        sheet.write_row(2, 1, ["a"])
        sheet.write_formula(2, 2, "=1/0", None, "#DIV/0!")
        sheet.write_row(3, 1, ["b", 7])
        sheet.write_formula(4, 2, "=NA()", None, "#N/A")

    file = workbook(written(fill))
    assert pl.concat(file.tables[0].batches()).rows() == [(3, "a", None), (4, "b", "7")]
    (note,) = file.notes
    assert (note.code, note.row, note.column, note.values["cells"]) == ("error_cells", 3, "Rate", 2)
