"""What is not a table is refused with what to do instead, whatever its name says."""

from __future__ import annotations

import gzip
import io
import random
import zipfile

import pytest


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (OLE + b"W\0o\0r\0k\0b\0o\0o\0k\0", "legacy_workbook"),
        (OLE + bytes(9 << 20) + "EncryptedPackage".encode("utf-16-le"), "encrypted_workbook"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "open_document"),
        (zipped(xl__workbook_xml=b"<workbook/>", xl__vbaProject_bin=b"macro"), "workbook_with_macros"),
        (zipped(xl__workbook_bin=b"binary"), "legacy_workbook"),
        (zipped(readme=b"hello"), "archive"),
        (gzip.compress(b"a,b\n1,2\n", mtime=0), "archive"),
        (b"%PDF-1.7\n1 0 obj\n", "not_text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "not_text"),
        (random.Random(1).randbytes(5000), "not_text"),  # noqa: S311
        (b"a,b\n1,2\n" * 20_000 + b"3,\x00\n", "wrong_encoding"),
        (b"a,b\n1,\x00\n", "not_text"),
    ],
)
def test_what_is_not_a_table_is_refused_by_its_content(refused, content, code):
    problem = refused(content)
    assert problem.code == code
    assert problem.message.endswith(".")


def test_a_table_is_read_whatever_its_name_says(rows):
    assert rows(b"a,b\n1,2\n", name="export.xlsx") == [(2, "1", "2")]


def test_a_header_that_begins_with_a_bracket_is_no_json(rows):
    assert rows(b"[id],name\n1,x\n") == [(2, "1", "x")]
