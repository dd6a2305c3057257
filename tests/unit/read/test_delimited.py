"""Delimited exports give the same cells and the spreadsheet's row numbers."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.read import blocks, open_file

LETTERS = "abcXYZ019 .-@АбвЖёҒғҚқӘәІіÉéü"
CELLS = st.text(st.sampled_from(LETTERS + ',;\t|"\n'), max_size=12)
NAMES = st.text(st.sampled_from("abcdefДатаӘ_"), min_size=1, max_size=8)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_though_cells_hold_the_others(rows, opened, separator):
    others = "".join(sorted({",", ";", "|"} - {separator}))
    content = separator.join(["Date", "Zone", "Note"]) + "\r\n"
    content += separator.join(["01.02.2026", "Makerspace", f'"a{separator}b"']) + "\r\n"
    content += separator.join(["02.02.2026", "Hall", f"x{others}y"]) + "\r\n"
    assert opened(content.encode()).headers == ("Date", "Zone", "Note")
    assert rows(content.encode()) == [
        (2, "01.02.2026", "Makerspace", f"a{separator}b"),
        (3, "02.02.2026", "Hall", f"x{others}y"),
    ]


def test_quoted_line_breaks_do_not_shift_row_numbers(rows):
    assert rows(b'a,b\n"one\ntwo\r\nthree",x\n4,y\n') == [(2, "one\ntwo\r\nthree", "x"), (3, "4", "y")]


def test_blank_lines_are_records_of_unknown_cells_so_that_they_can_be_counted(rows):
    assert rows(b"a,b\n1,2\n\n,\n5,6\n") == [(2, "1", "2"), (3, None, None), (4, None, None), (5, "5", "6")]


def test_blank_lines_above_the_header_count_as_rows(opened, rows):
    assert opened(b"\r\n\r\na;b\r\n1;2\r\n").first_row == 4
    assert rows(b"\r\n\r\na;b\r\n1;2\r\n") == [(4, "1", "2")]


def test_a_declared_separator_is_kept_to_and_its_row_is_no_header(opened, rows):
    assert opened(b"sep=;\r\na;b,c\r\n1;2\r\n").headers == ("a", "b,c")
    assert rows(b"sep=;\r\na;b,c\r\n1;2\r\n") == [(3, "1", "2")]


def test_one_column_needs_no_separator_and_keeps_commas(rows):
    assert rows(b"Comment\nyes, please\nnein; danke\n") == [(2, "yes, please"), (3, "nein; danke")]


def test_headers_lose_marks_spaces_and_line_breaks_and_keep_their_duplicates(opened):
    content = '\ufeff Date ,"Ваш\r\n  возраст",Date,\n1,2,3,4\n'
    assert opened(content.encode()).headers == ("Date", "Ваш возраст", "Date", "")


def test_short_rows_are_filled_with_unknown(rows):
    assert rows(b"a,b,c\n1\n1,2,3\n") == [(2, "1", None, None), (3, "1", "2", "3")]


def test_empty_trailing_cells_beyond_the_header_do_no_harm(rows):
    assert rows(b"a,b\n1,2,,,\n3,4\n") == [(2, "1", "2"), (3, "3", "4")]


@pytest.mark.parametrize("extra", ["x", ",x", ",,,x"])
def test_cells_beyond_the_header_are_refused_with_their_row(refused, extra):
    problem = refused(f'a,b\n"1\n1",2\n3,4,{extra}\n5,6\n'.encode())
    assert (problem.code, problem.row) == ("too_many_cells", 3)


def test_cells_beyond_the_header_are_found_far_below_the_sample(refused):
    problem = refused(b"a,b\n" + b"1,2\n" * 5000 + b"3,4,x\n" + b"1,2\n")
    assert (problem.code, problem.row) == ("too_many_cells", 5002)


def test_quotes_inside_plain_cells_stay_as_they_are(rows):
    content = 'item,note\nnail 5" long,a\n6" pipe,b\n"quoted, ""cell""",c\n'
    assert rows(content.encode()) == [
        (2, 'nail 5" long', "a"),
        (3, '6" pipe', "b"),
        (4, 'quoted, "cell"', "c"),
    ]


def test_quoted_cells_may_stand_behind_a_space(rows):
    assert rows(b'a, "b"\n1, "2, 3"\n') == [(2, "1", "2, 3")]


def test_a_quote_never_closed_is_refused_where_it_opens(refused):
    problem = refused(b'a,b\n1,2\n3,"4\n5,6\n')
    assert (problem.code, problem.row) == ("quote_not_closed", 3)


def test_lone_carriage_returns_end_rows(rows):
    assert rows(b"a,b\r1,2\r3,4\r") == [(2, "1", "2"), (3, "3", "4")]


def test_quoted_empty_cells_are_unknown(rows):
    assert rows(b'a,b\n"",2\n') == [(2, None, "2")]


@pytest.mark.parametrize("content", [b"", b"\n\n", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_refused(refused, content):
    assert refused(content).code == "empty_file"


@pytest.mark.parametrize("content", [b"a,b", b"a,b\r\n", b"a,b\n\n\n"])
def test_a_header_without_records_is_refused(refused, content):
    assert refused(content).code == "header_only"


def test_ten_megabytes_in_one_cell_are_refused_with_row_and_column(refused):
    problem = refused(b'Date,Note\n1,"a\nb"\n2,"' + b"x" * (10 << 20) + b'"\n3,c\n')
    assert (problem.code, problem.row, problem.column) == ("cell_too_large", 3, "Note")


def test_a_cell_larger_than_a_block_is_refused_without_being_held(refused, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 1 << 20)
    monkeypatch.setattr(blocks, "RECORD_LIMIT", 1 << 20)
    problem = refused(b"Date,Note\n1,a\n2," + b"x" * (10 << 20) + b"\n3,c\n")
    assert (problem.code, problem.row, problem.column) == ("cell_too_large", 3, "Note")


def test_a_first_line_without_end_is_refused(refused):
    assert refused(b"x" * (2 << 20)).code == "header_too_large"


@pytest.mark.parametrize("size", [16, 40, 200, 5000])
def test_where_blocks_are_cut_changes_nothing(tmp_path, monkeypatch, size):
    path = tmp_path / "export.csv"
    records = [
        [str(number), f'note {number}\n"x"; y' if number % 7 == 0 else "қала"] for number in range(400)
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["number", "note"], *records])
    monkeypatch.setattr(blocks, "BLOCK", size)
    (table,) = open_file(path, "export.csv").tables
    expected = [(row, *cells) for row, cells in enumerate(records, 2)]
    assert pl.concat(table.batches()).rows() == expected
    assert pl.concat(table.batches()).rows() == expected, "a table can be read again"


@settings(max_examples=150, deadline=None)
@given(
    header=st.lists(NAMES, min_size=2, max_size=5),
    data=st.data(),
    separator=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    line_end=st.sampled_from(["\n", "\r\n"]),
    block=st.sampled_from([48, 1 << 24]),
)
def test_what_a_spreadsheet_program_writes_is_read_back(
    header, data, separator, encoding, quoting, line_end, block
):
    record = st.lists(CELLS, min_size=len(header), max_size=len(header))
    records = data.draw(st.lists(record.filter(any), min_size=1, max_size=12))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, quoting=quoting, lineterminator=line_end).writerows(
        [header, *records]
    )
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", block)
        path = Path(folder) / "export"
        path.write_bytes(text.getvalue().encode(encoding))
        (table,) = open_file(path, "export.csv").tables
        found = pl.concat(table.batches()).rows()
    assert table.headers == tuple(header)
    assert found == [(row, *(cell or None for cell in cells)) for row, cells in enumerate(records, 2)]
