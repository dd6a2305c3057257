"""The outlines of a site's districts, from its reference data: nothing is fetched to draw them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipelines.settings import site_folder

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Shapes:
    """Rings of each district by its code, as degrees of longitude and latitude, with whom to credit for them.

    No district of the file has a hole; each ring is a part of its own.
    """

    rings: dict[str, tuple[Ring, ...]]
    credit: str
    as_of: str


def read_shapes(folder: Path | None = None) -> Shapes | None:
    """The outlines in `districts.geojson` of a site's reference folder; null where the site has none."""
    return _read((folder or site_folder() / "reference") / "districts.geojson")


@lru_cache(maxsize=8)
def _read(path: Path) -> Shapes | None:
    if not path.is_file():
        return None
    found = json.loads(path.read_text("utf-8"))
    rings: dict[str, tuple[Ring, ...]] = {}
    for feature in found["features"]:
        shape = feature["geometry"]
        parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        if any(len(part) > 1 for part in parts):
            raise ValueError(f"{path.name}: a district with a hole cannot be drawn")
        rings[feature["properties"]["code"]] = tuple(
            tuple((float(x), float(y)) for x, y in part[0]) for part in parts
        )
    return Shapes(rings, found["credit"], found["as_of"])
