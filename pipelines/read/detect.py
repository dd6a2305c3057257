"""What a file is, from its bytes and never from its extension."""

from __future__ import annotations

import re
import zipfile
from typing import Literal

from pipelines.read.raw import Source

HEAD = 1 << 16

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\xfd7zXZ\x00", b"BZh", b"\x28\xb5\x2f\xfd")
OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PAR1",
    b"SQLite format 3\x00",
    b"\x7fELF",
    b"{\\rtf",
)
JSON_START = re.compile(r'\s*(?:\[\s*(?:[\[\]{"\-\d]|true\b|false\b|null\b|$)|\{\s*(?:["}]|$))')
WEB_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
"""What a system sends in place of an export when the session has ended."""
CONTROL = bytes(code for code in range(32) if code not in b"\t\n\r\x0b\x0c\x1a\x1b")


def container(source: Source) -> Literal["xlsx", "text"]:
    """`xlsx` for a workbook, `text` for all that may be text; raises RefusalError for what can be neither.

    Legacy and encrypted workbooks, ODS, macros, archives, pictures, databases and web pages are refused with
    what to save instead.
    """
    with source.path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"):
        raise source.refusal("empty_file")
    if head.startswith(OLE):
        raise source.refusal("encrypted_workbook" if _is_encrypted(source) else "legacy_workbook")
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        _check_zip(source)
        return "xlsx"
    if head.startswith(ARCHIVES):
        raise source.refusal("archive")
    if head.startswith(OTHERS):
        raise source.refusal("not_text")
    if WEB_PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise source.refusal("web_page")
    if b"\0" not in head and len(head) - len(head.translate(None, CONTROL)) > len(head) // 100:
        raise source.refusal("not_text")
    return "text"


def is_json(text: str, name: str) -> bool:
    """True when the text begins as a JSON list or object, or the name says JSON."""
    return bool(JSON_START.match(text)) or name.lower().endswith((".json", ".geojson"))


def _is_encrypted(source: Source) -> bool:
    """True for the container that spreadsheet programs put a password-protected workbook in."""
    wanted = "EncryptedPackage".encode("utf-16-le")
    tail = b""
    with source.path.open("rb") as file:
        while chunk := file.read(1 << 22):
            if wanted in tail + chunk:
                return True
            tail = chunk[-len(wanted) :]
    return False


def _check_zip(source: Source) -> None:
    try:
        with zipfile.ZipFile(source.path) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:64] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise source.refusal("truncated_workbook") from error
    if mimetype.startswith(b"application/vnd.oasis.opendocument"):
        raise source.refusal("open_document")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise source.refusal("workbook_with_macros")
    if "xl/workbook.bin" in names:
        raise source.refusal("legacy_workbook")
    if "xl/workbook.xml" not in names:
        raise source.refusal("archive")
