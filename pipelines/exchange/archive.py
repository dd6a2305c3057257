"""Zip archives whose bytes depend on nothing but what is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# The earliest moment that a zip archive can state: the files have no time of their own.
STATED_TIME = (1980, 1, 1, 0, 0, 0)


def archive(files: Mapping[str, bytes]) -> bytes:
    """The files, by their names in the archive and in the order given, as a zip archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, STATED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # Else the archive would say on which operating system it was made.
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            written.writestr(entry, content)
    return target.getvalue()


def restated(content: bytes) -> bytes:
    """The same archive without the times at which its files were written."""
    with zipfile.ZipFile(io.BytesIO(content)) as read:
        return archive({name: read.read(name) for name in read.namelist()})
