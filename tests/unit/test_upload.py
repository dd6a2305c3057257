"""What the intake page takes: plain tables; everything that is or hides something else is refused with a sentence."""

from __future__ import annotations

import stat
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from pipelines.problems import RefusalError
from pipelines.upload import LIMIT_MEGABYTES, private_copy, refuse_unfit, safe_name

SHEET = b"Date,Zone\n2026-03-02,Makerspace\n"


def workbook() -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["Date", "Zone"])
    return content.getvalue()


def with_part(content: bytes, name: str, part: bytes = b"x") -> bytes:
    changed = BytesIO(content)
    with zipfile.ZipFile(changed, "a") as archive:
        archive.writestr(name, part)
    return changed.getvalue()


def archive_of(content: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("sheet.csv", content)
    return made.getvalue()


def refusal(content: bytes, name: str, folder: Path) -> str | None:
    path = folder / "upload"
    path.write_bytes(content)
    try:
        refuse_unfit(path, name)
    except RefusalError as error:
        (problem,) = error.problems
        assert problem.message.startswith(f"{name}: ")
        return problem.code
    return None


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (SHEET, "sheet.csv"),
        (SHEET, "SHEET.CSV"),
        (SHEET.replace(b",", b"\t"), "sheet.tsv"),
        ("\ufeffДата;Зона\n2026-03-02;Мастерская\n".encode("utf-16"), "sheet.csv"),
        (workbook(), "sheet.xlsx"),
        (b'[{"Date": "2026-03-02"}]', "export.json"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "calendar.ics"),
    ],
)
def test_a_plain_table_may_go_on(content: bytes, name: str, tmp_path: Path) -> None:
    assert refusal(content, name, tmp_path) is None


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (archive_of(SHEET), "sheets.zip", "archive"),
        (archive_of(SHEET), "sheets.xlsx", "archive"),
        (b"\x1f\x8b\x08" + bytes(40), "sheet.csv", "archive"),
        (SHEET, "sheet.csv.gz", "archive"),
        (workbook(), "sheet.xlsm", "workbook_with_macros"),
        (with_part(workbook(), "xl/vbaProject.bin"), "sheet.xlsx", "workbook_with_macros"),
        (with_part(workbook(), "xl/macrosheets/sheet1.xml"), "sheet.xlsx", "workbook_with_macros"),
        (b"%PDF-1.7\n" + bytes(40), "sheet.csv", "not_text"),
        (SHEET, "sheet.exe", "wrong_type"),
        (SHEET, "sheet", "wrong_type"),
        (SHEET, "sheet.xlsx", "name_belies_content"),
        (workbook(), "sheet.csv", "name_belies_content"),
        (b"", "sheet.csv", "empty_file"),
        (b"<!doctype html><html></html>", "sheet.csv", "web_page"),
    ],
)
def test_what_is_no_plain_table_is_refused(content: bytes, name: str, code: str, tmp_path: Path) -> None:
    assert refusal(content, name, tmp_path) == code


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (SHEET + archive_of(SHEET), "sheet.csv"),
        (SHEET + b"%PDF-1.7\n", "sheet.csv"),
        (workbook() + SHEET, "sheet.xlsx"),
        (workbook() + archive_of(SHEET), "sheet.xlsx"),
    ],
    ids=[
        "archive behind a table",
        "document in a table",
        "text behind a workbook",
        "archive behind a workbook",
    ],
)
def test_a_file_of_two_kinds_is_refused(content: bytes, name: str, tmp_path: Path) -> None:
    assert refusal(content, name, tmp_path) in ("two_kinds_in_one", "archive")


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    with path.open("wb") as file:
        file.truncate((LIMIT_MEGABYTES << 20) + 1)
    with pytest.raises(RefusalError) as refused:
        refuse_unfit(path, "sheet.csv")
    assert refused.value.problems[0].code == "upload_too_large"


def test_an_upload_lies_where_nobody_else_reads_it_and_goes_afterwards() -> None:
    with private_copy(SHEET, "../../sheet.csv") as path:
        assert path.name == "sheet.csv"
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert path.read_bytes() == SHEET
    assert not path.parent.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\x\\sheet.csv", "sheet.csv"),
        ("../../etc/passwd", "passwd"),
        ("..", "file"),
        ("a\x00b\n.csv", "ab.csv"),
        ("x" * 300 + ".csv", "x" * 146 + ".csv"),
    ],
)
def test_a_name_is_only_a_name(given: str, kept: str) -> None:
    assert safe_name(given) == kept
