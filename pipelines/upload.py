"""What may be handed in over the intake page: a table of text or a plain workbook, and nothing beside it.

Stricter than the reader of the command line: a file that can pass for two kinds is refused, since whoever
checks it later may take it for the other one.
"""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryDirectory

from pipelines.read.detect import container
from pipelines.read.raw import Source

LIMIT_MEGABYTES = 200
TEXT_NAMES = (".csv", ".tsv", ".txt", ".json", ".geojson", ".ics")
WORKBOOK_NAMES = (".xlsx",)
MACRO_NAMES = (".xlsm", ".xltm", ".xlam", ".xlsb")
ARCHIVE_NAMES = (".zip", ".gz", ".tgz", ".tar", ".7z", ".rar", ".bz2", ".xz", ".zst")
LONGEST_NAME = 150  # characters
END_OF_ZIP = 22
"""Bytes of the record that ends a zip file without a comment."""
ELSEWHERE = 1 << 16
FOREIGN_STARTS = (b"%PDF-", b"PK\x03\x04", b"<script", b"<html", b"\x7fELF", b"MZ\x90\x00")


def safe_name(name: str) -> str:
    """The name under which people know the file: without folders and control characters, not too long."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    kept = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").lstrip(".").strip()
    if len(kept) > LONGEST_NAME:
        kept = kept[: LONGEST_NAME - len(PurePosixPath(kept).suffix)] + PurePosixPath(kept).suffix
    return kept or "file"


@contextmanager
def private_copy(content: bytes | memoryview, name: str) -> Iterator[Path]:
    """The bytes in a folder that only this user may read, gone with the block."""
    with TemporaryDirectory(prefix="impact-intake-") as folder:  # mode 0700
        path = Path(folder) / safe_name(name)
        path.write_bytes(content)
        yield path


def refuse_unfit(path: Path, name: str) -> None:
    """Nothing where the upload may go on; else RefusalError with what is wrong and what to do."""
    source = Source(path, name)
    suffix = PurePosixPath(name.lower()).suffix
    if path.stat().st_size > LIMIT_MEGABYTES << 20:
        raise source.refusal("upload_too_large", megabytes=LIMIT_MEGABYTES)
    if suffix in MACRO_NAMES:
        raise source.refusal("workbook_with_macros")
    if suffix in ARCHIVE_NAMES:
        raise source.refusal("archive")
    found = container(source)
    if found == "xlsx":
        _check_workbook(path, source)
    else:
        _check_text(path, source)
    allowed = WORKBOOK_NAMES if found == "xlsx" else TEXT_NAMES
    if suffix not in allowed:
        known = suffix in WORKBOOK_NAMES + TEXT_NAMES
        raise source.refusal("name_belies_content" if known else "wrong_type")


def _check_workbook(path: Path, source: Source) -> None:
    with zipfile.ZipFile(path) as archive:
        names = [name.lower() for name in archive.namelist()]
        types = archive.getinfo("[Content_Types].xml") if "[content_types].xml" in names else None
        kinds = archive.read(types)[:ELSEWHERE] if types else b""
        end = len(archive.comment)
    if any("macrosheets/" in name for name in names) or b"macroenabled" in kinds.lower():
        raise source.refusal("workbook_with_macros")
    with path.open("rb") as file:
        file.seek(-min(END_OF_ZIP + end, path.stat().st_size), 2)
        if not file.read(4) == b"PK\x05\x06":
            raise source.refusal("two_kinds_in_one")
    if end:
        raise source.refusal("two_kinds_in_one")


def _check_text(path: Path, source: Source) -> None:
    if zipfile.is_zipfile(path):
        raise source.refusal("two_kinds_in_one")
    with path.open("rb") as file:
        head = file.read(1024)
    if any(start in head for start in FOREIGN_STARTS[:2]) or head.lower().lstrip().startswith(
        FOREIGN_STARTS[2:]
    ):
        raise source.refusal("two_kinds_in_one")
