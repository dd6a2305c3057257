"""Workbooks give the text a person sees, the rows a person counts, and say what was left out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from pipelines.read import RawFile, open_file, package


def written(fill: Callable[[Any], None]) -> bytes:
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    fill(workbook)
    workbook.close()
    return buffer.getvalue()


def simple(workbook: Any) -> None:
    sheet = workbook.add_worksheet("Sign-in")
    sheet.write_row(0, 0, ["Date", "Zone"])
    sheet.write_row(1, 0, ["2026-02-01", "Hall"])


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part rewritten."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return buffer.getvalue()


@pytest.fixture
def workbook(tmp_path) -> Callable[[bytes], RawFile]:
    def build(content: bytes) -> RawFile:
        path = tmp_path / "landed-bytes"
        path.write_bytes(content)
        return open_file(path, "export.xls")

    return build


def codes(file: RawFile) -> list[str]:
    return [note.code for note in file.notes]


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


def test_an_empty_workbook_and_one_with_a_header_only_are_refused(refused):
    assert refused(written(lambda book: book.add_worksheet())).code == "empty_file"
    header = written(lambda book: book.add_worksheet().write_row(0, 0, ["Date", "Zone"]))
    assert refused(header).code == "header_only"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_workbook_is_refused(refused, share):
    content = written(simple)
    assert refused(content[: int(len(content) * share)]).code == "truncated_workbook"


def test_a_workbook_damaged_in_the_middle_is_refused(refused):
    content = bytearray(written(simple))
    start = content.index(b"xl/worksheets/sheet1.xml") + 40
    content[start : start + 20] = b"\x00" * 20
    assert refused(bytes(content)).code == "truncated_workbook"


def test_a_sheet_whose_xml_breaks_off_is_refused(refused):
    content = changed(written(simple), "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2])
    assert refused(content).code == "truncated_workbook"


@pytest.mark.parametrize(
    "part",
    ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"],
)
def test_a_document_type_with_entities_is_refused_in_any_part(refused, part):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    content = changed(written(simple), part, lambda xml: xml.replace(b"?>", b"?>" + bomb, 1))
    assert refused(content).code == "workbook_with_dtd"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(refused):
    content = changed(written(simple), "xl/sharedStrings.xml", lambda xml: xml + b" " * (40 << 20))
    assert len(content) < 1 << 20
    assert refused(content).code == "workbook_too_large"


def test_parts_that_add_up_to_too_much_are_refused(refused, monkeypatch):
    monkeypatch.setattr(package, "UNPACKED_LIMIT", 1000)
    assert refused(written(simple)).code == "workbook_too_large"


def test_two_cells_in_far_corners_do_not_lay_out_the_grid_between_them(refused):
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("S")
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "b")

    assert refused(written(fill)).code == "sheet_too_large"


def test_a_large_cell_is_refused_with_row_and_column(refused):
    noise = b"a" * (2 << 20)
    content = changed(written(simple), "xl/sharedStrings.xml", lambda xml: xml.replace(b"Hall", noise))
    problem = refused(content)
    assert (problem.code, problem.row, problem.column) == ("cell_too_large", 2, "Zone")
