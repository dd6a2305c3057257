"""The workbooks behind the native charts of slides, which are written with the time of writing in them."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

from pipelines.exchange.archive import archive

ABOUT = "docProps/core.xml"
STAMP = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")


def settled(deck: bytes, made: datetime) -> bytes:
    """The same slides without the times of their files, their workbooks made at the time given (UTC)."""
    files = unpacked(deck)
    for name, content in files.items():
        if name.startswith("ppt/embeddings/") and name.endswith(".xlsx"):
            within = unpacked(content)
            within[ABOUT] = STAMP.sub(rb"\g<1>" + made.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), within[ABOUT])
            files[name] = archive(within)
    return archive(files)


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of a zip archive by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as read:
        return {name: read.read(name) for name in read.namelist()}
