"""Which characters the fonts of the reports can draw; what they cannot is written in another way, or left out."""

from __future__ import annotations

import struct
from functools import lru_cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
# What takes the place of a sign that the fonts lack.
INSTEAD = {"✕": "×", "✗": "×", "✔": "✓", "•": "·"}
SPACES = frozenset("\n\t ")


def drawable(said: Any) -> Any:
    """The same data with texts that every font of the reports can draw; a PDF/UA with other texts is refused."""
    if isinstance(said, str):
        known = letters()
        written = (one if one in known else INSTEAD.get(one, "") for one in said)
        return "".join(one for one in written if one in known)
    if isinstance(said, dict):
        return {key: drawable(value) for key, value in said.items()}
    if isinstance(said, list | tuple):
        return [drawable(one) for one in said]
    return said


@lru_cache(maxsize=1)
def letters() -> frozenset[str]:
    """The characters that all the fonts have."""
    held = [characters(path.read_bytes()) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset.intersection(*held) | SPACES


def characters(font: bytes) -> frozenset[str]:
    """The characters of a TrueType font: segments of its `cmap` of format 4 (OpenType 1.9, table cmap)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    places = {}
    for number in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        places[tag] = offset
    start = places[b"cmap"]
    (count,) = struct.unpack_from(">H", font, start + 2)
    found: set[str] = set()
    for number in range(count):
        (offset,) = struct.unpack_from(">L", font, start + 8 + 8 * number)
        (form, _, _, twice) = struct.unpack_from(">HHHH", font, start + offset)
        if form != 4:
            continue
        segments, at = twice // 2, start + offset + 14
        lasts = struct.unpack_from(f">{segments}H", font, at)
        firsts = struct.unpack_from(f">{segments}H", font, at + twice + 2)
        for first, last in zip(firsts, lasts, strict=True):
            found.update(chr(code) for code in range(first, min(last, 0xFFFE) + 1))
    return frozenset(found)
