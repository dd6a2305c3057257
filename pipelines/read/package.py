"""The zip package of a workbook: checked as a whole before anything unpacks it, and its sheets listed."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from pipelines.read.raw import Source

UNPACKED_LIMIT = 1 << 30
"""Bytes of all parts unpacked."""
RATIO_LIMIT = 250
"""Unpacked to packed size of a part above 16 MB; a sheet of equal rows reaches about 100."""
GRID_LIMIT = 30_000_000
"""Cells of a sheet's used range: the reader lays it out densely, so two far corners would cost gigabytes."""
CHUNK = 1 << 22
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
LETTERS = 26
"""Columns with one letter: only wider sheets are looked at closely, since naming every cell costs seconds."""
FILLED_WIDE = re.compile(rb' r="([A-Z]{2,3})\d{1,7}"[^>/]*>')
PLACE = re.compile(rb' r="[A-Z]{1,3}(\d{1,7})"')
UNKNOWN_FORMULA = re.compile(rb"<c\b([^>/]*)><f\b(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>")


@dataclass(frozen=True)
class Sheet:
    """One worksheet of the package: its name, whether people see it, and its part."""

    name: str
    visible: bool
    part: str


@dataclass
class Contents:
    """What one sheet's XML holds: the extent of its filled cells and those whose formula has no value."""

    columns: set[bytes] = field(default_factory=set)
    last_row: int = 0
    without_value: list[str] = field(default_factory=list)

    def read(self, text: bytes) -> None:
        self.columns.update(FILLED_WIDE.findall(text))
        end = max(text.rfind(b"</c>"), text.rfind(b":c>"))
        if place := PLACE.match(text, max(text.rfind(b' r="', 0, max(end, 0)), 0)):
            self.last_row = max(self.last_row, int(place[1]))
        if b"<f" in text:
            for match in UNKNOWN_FORMULA.finditer(text):
                place = re.search(rb'\br="([A-Z]+\d+)"', match[1])
                if place and b't="str"' not in match[1]:
                    self.without_value.append(place[1].decode())


def cell_place(reference: str) -> tuple[int, int]:
    """Row and column of a cell reference, from 0: A1 is (0, 0), AA3 is (2, 26)."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]) - 1, column - 1


def checked_sheets(source: Source) -> list[tuple[Sheet, Contents]]:
    """The worksheets in their order; raises RefusalError for one truncated, a bomb or with a DTD."""
    try:
        with zipfile.ZipFile(source.path) as archive:
            _check_sizes(archive, source)
            sheets = _sheets(archive, source)
            contents = {sheet.part: Contents() for sheet in sheets}
            for part in archive.infolist():
                for text in _texts(archive, part, source):
                    if part.filename in contents:
                        contents[part.filename].read(text)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        OSError,
        EOFError,
        KeyError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        ElementTree.ParseError,
    ) as error:
        raise source.refusal("truncated_workbook") from error
    for sheet in sheets:
        seen = contents[sheet.part]
        widest = max((cell_place(f"{column.decode()}1")[1] + 1 for column in seen.columns), default=LETTERS)
        if widest * seen.last_row > GRID_LIMIT:
            raise source.refusal("sheet_too_large", sheet=sheet.name, millions=GRID_LIMIT // 1_000_000)
    return [(sheet, contents[sheet.part]) for sheet in sheets]


def _check_sizes(archive: zipfile.ZipFile, source: Source) -> None:
    parts = archive.infolist()
    bomb = any(
        part.file_size > 1 << 24 and part.file_size > RATIO_LIMIT * part.compress_size for part in parts
    )
    if bomb or sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        raise source.refusal("workbook_too_large", megabytes=UNPACKED_LIMIT >> 20)


def _texts(archive: zipfile.ZipFile, part: zipfile.ZipInfo, source: Source) -> Iterator[bytes]:
    """The part in bounded pieces of whole cells; reading to the end checks its size and checksum."""
    markup = part.filename.endswith((".xml", ".rels"))
    rest = b""
    with archive.open(part) as file:
        while chunk := file.read(CHUNK):
            text = rest + chunk
            # In UTF-16 the letters are two bytes apart.
            if markup and b"<!DOCTYPE" in text.replace(b"\0", b""):
                raise source.refusal("workbook_with_dtd")
            cut = max(text.rfind(b"</c>"), text.rfind(b":c>"))
            yield text[: cut + 4] if cut >= 0 else b""
            rest = text[cut + 4 :] if cut >= 0 else text[-CHUNK:]
    yield rest


def _sheets(archive: zipfile.ZipFile, source: Source) -> list[Sheet]:
    for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        for _ in _texts(archive, archive.getinfo(name), source):
            pass
    # No document type is left at this point, so the parser has no entity to expand.
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {
        item.get("Id"): posixpath.normpath(posixpath.join("/xl", item.get("Target", ""))).lstrip("/")
        for item in relations
        if item.get("Type", "").endswith("/worksheet")
    }
    workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    return [
        Sheet(sheet.get("name", ""), sheet.get("state", "visible") == "visible", targets[sheet.get(RELATION)])
        for sheet in workbook.iter()
        if sheet.tag.endswith("}sheet") and sheet.get(RELATION) in targets
    ]
