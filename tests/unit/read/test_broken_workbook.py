"""A workbook that is empty, broken or out to do harm is refused in a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.read import package
from tests.unit.read.workbooks import changed, simple, written


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
