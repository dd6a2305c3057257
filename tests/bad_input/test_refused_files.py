"""A file that cannot be read is refused in one line with place and remedy, and nothing else changes."""

from __future__ import annotations

import gzip
import random
from hashlib import sha256

import pytest

from tests.bad_input import files
from tests.bad_input.files import COUNTS, SECRET, SIGN_IN, VISIT, booking, bookings, delimited, sheet, sign_in
from tests.bad_input.files import visit as changed

MEGABYTE = 1 << 20
KOI8 = delimited(
    ("Дата и время", "Телефон", "Год рождения", "Район"),
    [("01.02.2026 10:30", "+7 700 000 00 12", "2008", "Ауэзовский район города")] * 5,
)
GOOD_XLSX = files.good_workbook()
DATE = "Date and time"

# name of the file: bytes, code, row, column
CASES: dict[str, tuple[bytes, str, int | None, str | None]] = {
    # nothing in it
    "no-bytes.csv": (b"", "empty_file", None, None),
    "blank-lines.csv": (b"\r\n \r\n\r\n", "empty_file", None, None),
    "separators-only.csv": (b",,,\r\n,,,\r\n", "empty_file", None, None),
    "zero-bytes-only.csv": (bytes(4096), "empty_file", None, None),
    "header-only.csv": (delimited(SIGN_IN, []), "header_only", None, None),
    "header-and-blank-rows.csv": (delimited(SIGN_IN, [("",) * 5] * 3), "header_only", None, None),
    "header-only.xlsx": (files.workbook(lambda book: sheet(book, "A", SIGN_IN)), "header_only", None, None),
    "empty-sheet.xlsx": (files.workbook(lambda book: sheet(book, "A")), "empty_file", None, None),
    "empty-list.json": (b"[]", "header_only", None, None),
    # not text, or not in an encoding that is known
    "koi8.csv": (KOI8.decode().encode("koi8-r"), "wrong_encoding", 1, None),
    "one-wrong-byte.csv": (
        sign_in(VISIT, changed(District="Әуезов")) + b"03.02.2026 10:30,,2008,\xd3,A\r\n",
        "wrong_encoding",
        4,
        None,
    ),
    "half-a-letter.csv": (
        b"\xff\xfe" + sign_in().decode().encode("utf-16-le")[:-1],
        "wrong_encoding",
        2,
        None,
    ),
    "picture.csv": (files.PNG, "not_text", None, None),
    "noise.csv": (random.Random(7).randbytes(5000), "not_text", None, None),  # noqa: S311
    "zero-byte-early.csv": (sign_in(changed(Zone="a\0b")), "not_text", None, None),
    "zero-byte-late.csv": (sign_in(*[VISIT] * 2000, changed(Zone="a\0b")), "wrong_encoding", 2002, None),
    "signed-out.csv": (b"<!DOCTYPE html>\n<html><body>Sign in</body></html>", "web_page", None, None),
    "document.xlsx": (b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n", "not_text", None, None),
    "packed.csv": (gzip.compress(sign_in(), mtime=0), "archive", None, None),
    # workbooks
    "half.xlsx": (GOOD_XLSX[: len(GOOD_XLSX) // 2], "truncated_workbook", None, None),
    "end-missing.xlsx": (GOOD_XLSX[:-30], "truncated_workbook", None, None),
    "byte-changed.xlsx": (GOOD_XLSX[:800] + b"\xff" * 4 + GOOD_XLSX[804:], "truncated_workbook", None, None),
    "document-type.xlsx": (files.workbook_with_dtd(), "workbook_with_dtd", None, None),
    "zip-bomb.xlsx": (files.zip_bomb(), "workbook_too_large", None, None),
    "password.xlsx": (files.protected_workbook(), "encrypted_workbook", None, None),
    "old.xls": (files.OLE + bytes(4096), "legacy_workbook", None, None),
    "macros.xlsx": (
        files.changed_workbook(lambda _, part: part, {"xl/vbaProject.bin": b"macro"}),
        "workbook_with_macros",
        None,
        None,
    ),
    "records-hidden.xlsx": (files.hidden_workbook(), "no_readable_sheet", None, None),
    "cover-shown.xlsx": (files.hidden_workbook([("Read me",), ("first",)]), "foreign_layout", 1, None),
    "one-sheet-doubtful.xlsx": (
        files.workbook(
            lambda book: (
                sheet(book, "Good", SIGN_IN, VISIT),
                sheet(book, "Twice", (DATE, DATE, "Zone"), (*VISIT[:1] * 2, "Hall")),
            )
        ),
        "duplicate_header",
        1,
        DATE,
    ),
    # headers
    "column-missing.csv": (sign_in(VISIT[1:], headers=SIGN_IN[1:]), "unknown_layout", 1, DATE),
    "sessions-missing.csv": (
        delimited((*COUNTS[:2], *COUNTS[3:]), [("Chess club", "2026-02-04", "9", "in-person")]),
        "unknown_layout",
        1,
        "Sessions",
    ),
    "of-another-kind.csv": (delimited(("Colour", "Size"), [("red", "5")]), "foreign_layout", 1, None),
    "bank-statement.csv": (delimited(("Date", "Amount"), [("2026-02-03", "5")]), "scant_layout", 1, "Date"),
    "header-twice.csv": (
        sign_in((*VISIT[:1] * 2, "Hall"), headers=(DATE, DATE, "Zone")),
        "duplicate_header",
        1,
        DATE,
    ),
    "header-twice-lower.xlsx": (
        files.workbook(lambda book: sheet(book, "A", (), (DATE, DATE, "Zone"), (*VISIT[:1] * 2, "Hall"))),
        "duplicate_header",
        2,
        DATE,
    ),
    # cells
    "large-cell.csv": (
        sign_in(VISIT, changed(Zone='"' + SECRET * (10 * MEGABYTE // 9) + '"')),
        "cell_too_large",
        3,
        "Zone",
    ),
    "large-cell.json": (
        bookings(booking(1), booking(2, item_name=SECRET * (10 * MEGABYTE // 9))),
        "cell_too_large",
        2,
        "item_name",
    ),
    "stray-comma.csv": (sign_in(VISIT, (*VISIT, SECRET)), "too_many_cells", 3, None),
    "stray-semicolon.csv": (
        sign_in(VISIT, changed(Zone="Hall; " + SECRET), separator=";"),
        "too_many_cells",
        3,
        None,
    ),
    "quote-open.csv": (sign_in(VISIT, changed(Zone='"' + SECRET), VISIT), "quote_not_closed", 3, None),
    # JSON
    "cut-off.json": (bookings(booking(1), booking(2))[:-60], "broken_json", None, None),
    "lines.json": (b'{"bookId": 1}\n{"bookId": 2}\n', "broken_json", None, None),
    "a-number.json": (b"42", "no_list", None, None),
    "not-records.json": (b'[{"bookId": "cs_1"}, 5]', "record_not_object", 2, None),
    "deep.json": (b"[" * 5000 + b"]" * 5000, "nested_too_deep", None, None),
}


@pytest.mark.parametrize("name", CASES)
def test_each_is_refused_by_place_and_reason_and_the_snapshot_stays(name: str, refused, published) -> None:
    content, code, row, column = CASES[name]
    found = refused(name, content)
    assert (found["code"], found["row"], found["column"]) == (code, row, column), found
    digest = sha256(content).hexdigest()
    assert (published.home.landing / digest[:2] / digest).read_bytes() == content, "nothing is lost"


def test_an_unknown_layout_names_the_nearest_mapping_and_every_column_it_lacks(refused) -> None:
    found = refused(
        "lacks-two.csv", delimited(("Programme", "Mode", "Zone"), [("Chess club", "hybrid", "A")])
    )
    assert found["code"] == "unknown_layout"
    assert "attendance_list" in found["message"]
    assert "“Session start”" in found["message"] and "“Status”" in found["message"]


def test_a_hidden_sheet_is_named_when_what_is_shown_cannot_be_read(published) -> None:
    outcome = published.ingest("hidden.xlsx", files.hidden_workbook([("Read me",), ("first",)]))
    assert [problem["code"] for problem in outcome.refused] == ["foreign_layout", "hidden_sheet"]
    assert "“Hidden list”" in outcome.refused[1]["message"]


def test_a_cut_off_document_names_the_line_where_it_breaks_off(refused) -> None:
    content = bookings(booking(1), booking(2))[:-60]
    assert f"line {content.count(bytes([10])) + 1}," in refused("cut.json", content)["message"]


def test_the_name_given_now_is_shown_for_bytes_that_came_before_under_another(refused) -> None:
    content = sign_in(VISIT, (*VISIT, "more"))
    refused("first-name.csv", content)
    refused("second-name.csv", content)


def test_figures_after_all_refusals_are_those_before(published) -> None:
    assert published.figure("visits") == 30


@pytest.mark.parametrize(
    "start", [b"", sign_in() + b"03.02.2026 10:30,"], ids=["from the start", "from row 3"]
)
def test_a_line_that_never_ends_is_refused_in_little_memory(start: bytes, refused, monkeypatch) -> None:
    monkeypatch.setattr("pipelines.read.blocks.RECORD_LIMIT", 2 * MEGABYTE)
    monkeypatch.setattr("pipelines.read.blocks.BLOCK", 2 * MEGABYTE)
    found = refused("endless.csv", start + b"x" * (24 * MEGABYTE))
    assert found["code"] == ("cell_too_large" if start else "header_too_large")
