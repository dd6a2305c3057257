"""Exports as they should not be, as bytes: each maker names what is wrong with what it gives.

What people may have typed into them carries `SECRET`, so that a test can look for it where it must not come.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import openpyxl
import xlsxwriter

SECRET = "Zz7Secret"
SIGN_IN = ("Date and time", "Phone", "Year of birth", "District", "Zone")
COUNTS = ("Programme", "Date", "Sessions", "Attendance", "Mode")
VISIT = ("03.02.2026 10:30", "+7 700 000 00 12", "2008", "Auezov", "Makerspace")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8


def delimited(headers: Sequence[str], rows: Iterable[Sequence[str]], separator: str = ",") -> bytes:
    """A header and rows, none of them quoted: what is wrong in a cell comes through as it is."""
    return "".join(separator.join(cells) + "\r\n" for cells in (headers, *rows)).encode()


def sign_in(*rows: Sequence[str], headers: Sequence[str] = SIGN_IN, separator: str = ",") -> bytes:
    """A sign-in sheet of these rows, or of one good row."""
    return delimited(headers, rows or (VISIT,), separator)


def visit(**changes: str) -> tuple[str, ...]:
    """The good row with some cells changed, by header with `_` for spaces."""
    cells = dict(zip(SIGN_IN, VISIT, strict=True))
    cells |= {name.replace("_", " "): text for name, text in changes.items()}
    return tuple(cells[name] for name in SIGN_IN)


def booking(number: int, **changes: str) -> dict[str, Any]:
    """One LibCal space booking, whole unless changed."""
    return {
        "bookId": f"cs_{number}",
        "id": number,
        "eid": 3300,
        "item_name": "Study room 1",
        "category_name": "Rooms",
        "fromDate": "2026-02-03T10:00:00+05:00",
        "toDate": "2026-02-03T12:00:00+05:00",
        "created": "2026-02-01T09:00:00+05:00",
        "status": "Confirmed",
        "check_in_status": "Checked Out",
        "email": "person12@example.org",
    } | changes


def bookings(*records: dict[str, Any]) -> bytes:
    return json.dumps(records, ensure_ascii=False, indent=1).encode()


def workbook(fill: Callable[[Any], None]) -> bytes:
    """An XLSX file as a spreadsheet program writes it, with stored results of formulas."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    fill(book)
    book.close()
    return buffer.getvalue()


def sheet(book: Any, name: str, *rows: Sequence[Any]) -> Any:
    """A worksheet of texts and numbers; nothing is taken for a formula."""
    made = book.add_worksheet(name)
    for number, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if isinstance(value, str):
                made.write_string(number, column, value)
            else:
                made.write_number(number, column, value)
    return made


def good_workbook() -> bytes:
    return workbook(lambda book: sheet(book, "Sign-in", SIGN_IN, VISIT))


def hidden_workbook(seen: Sequence[Sequence[Any]] = ()) -> bytes:
    """The records stand on a hidden sheet; the one that people see has other rows or none."""

    def fill(book: Any) -> None:
        sheet(book, "Cover", *seen)
        sheet(book, "Hidden list", SIGN_IN, VISIT).hide()

    return workbook(fill)


def formula_workbook() -> bytes:
    """Counts whose attendance is a formula without a stored result, as some programs leave it."""
    book = openpyxl.Workbook()
    made = book.active
    made.append(list(COUNTS))
    made.append(["Robotics club", "2026-02-03", 1, "=SUM(4,5)", "in-person"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def computed_workbook() -> bytes:
    """Counts whose attendance is a formula with its stored result, 9."""

    def fill(book: Any) -> None:
        made = sheet(book, "Counts", COUNTS, ("Chess club", "2026-02-04", 1))
        made.write_formula(1, 3, "=SUM(4,5)", None, 9)
        made.write_string(1, 4, "in-person")

    return workbook(fill)


def changed_workbook(change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> bytes:
    """A good workbook whose parts went through `change(name, content)`, with more parts beside them."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good_workbook())) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return buffer.getvalue()


def workbook_with_dtd() -> bytes:
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'

    def change(name: str, content: bytes) -> bytes:
        return content.replace(b"?>", b"?>" + entity, 1) if name == "xl/workbook.xml" else content

    return changed_workbook(change)


def zip_bomb() -> bytes:
    """A few hundred KB that unpack to 300 MB."""
    return changed_workbook(lambda name, content: content, {"xl/media/image1.xml": b" " * (300 << 20)})


def protected_workbook() -> bytes:
    return OLE + b"\0" * 1024 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 4096
