"""Workbooks made by hand, and broken by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import xlsxwriter

from pipelines.read import RawFile


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


def codes(file: RawFile) -> list[str]:
    return [note.code for note in file.notes]
