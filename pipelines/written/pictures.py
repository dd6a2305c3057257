"""Pictures of stories, kept in the home under their checksum, without what a camera notes about place and owner."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from pathlib import Path

from pipelines.problems import Problem, RefusalError
from pipelines.settings import Home

FOLDER = "pictures"
LARGEST_BYTES = 10_000_000
LONGEST_SIDE = 1600  # pixels: enough for half a printed page
NAME = re.compile(r"[0-9a-f]{64}\.(jpg|png)")


def keep_picture(home: Home, content: bytes) -> str:
    """Keep a JPEG or PNG, made anew from its pixels; gives the name under which it stands.

    RefusalError where it is no picture, or too large.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(content) > LARGEST_BYTES:
        raise RefusalError(Problem("picture_too_large", values={"megabytes": LARGEST_BYTES // 1_000_000}))
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as opened:
            form = "PNG" if opened.format == "PNG" else "JPEG"
            # The pixels alone: place, time, device and owner stand beside them.
            drawn = ImageOps.exif_transpose(opened).convert("RGBA" if form == "PNG" else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise RefusalError(Problem("picture_unreadable")) from None
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    drawn.info.clear()
    written = BytesIO()
    drawn.save(written, form, **({"quality": 88} if form == "JPEG" else {}))
    made = written.getvalue()
    name = f"{hashlib.sha256(made).hexdigest()}.{'png' if form == 'PNG' else 'jpg'}"
    path = picture_path(home, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made)
    return name


def picture_path(home: Home, name: str) -> Path:
    """Where a picture stands. RefusalError for anything that is not a name of ours."""
    if not NAME.fullmatch(name):
        raise RefusalError(Problem("picture_unknown"))
    return home.path / FOLDER / name
