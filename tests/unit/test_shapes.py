"""The outlines of the districts are those of the city: known districts, known area, nothing that cannot be drawn."""

from __future__ import annotations

import csv
import json
from itertools import pairwise
from math import radians, sin
from pathlib import Path

import pytest

from dashboard.charts import Mark
from dashboard.charts_map import centre, class_of, ink, shaded_map
from dashboard.shapes import Ring, read_shapes
from dashboard.theme import DARK, LIGHT, Palette
from pipelines.settings import site_folder

AXIS, FLATTENING = 6_378_137.0, 1 / 298.257223563  # WGS 84
SQUARE: Ring = ((0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0))


def square_kilometres(ring: Ring) -> float:
    """Area of a ring on the ellipsoid, whose curvature is taken at the ring's middle latitude."""
    eccentricity = FLATTENING * (2 - FLATTENING)
    middle = radians(sum(y for _, y in ring) / len(ring))
    squared = AXIS**2 * (1 - eccentricity) / (1 - eccentricity * sin(middle) ** 2) ** 2
    swept = sum(
        radians(bx - ax) * (sin(radians(ay)) + sin(radians(by))) for (ax, ay), (bx, by) in pairwise(ring)
    )
    return abs(swept) / 2 * squared / 1e6


def test_the_outlines_enclose_the_known_area_of_the_city() -> None:
    shapes = read_shapes()
    assert shapes is not None
    area = sum(square_kilometres(ring) for rings in shapes.rings.values() for ring in rings)
    assert area == pytest.approx(704.0, abs=0.35)


def test_every_district_of_the_register_has_its_outline_and_no_other_has_one() -> None:
    shapes = read_shapes()
    with (site_folder() / "reference" / "districts.csv").open(encoding="utf-8") as file:
        known = {row["code"] for row in csv.DictReader(file)}
    assert shapes is not None
    assert set(shapes.rings) == known
    assert "OpenStreetMap" in shapes.credit
    assert shapes.as_of


def test_a_site_without_outlines_has_no_map(tmp_path: Path) -> None:
    assert read_shapes(tmp_path) is None


def test_a_district_with_a_hole_is_refused_rather_than_filled(tmp_path: Path) -> None:
    shape = {"type": "Polygon", "coordinates": [SQUARE, SQUARE]}
    feature = {"type": "Feature", "properties": {"code": "a"}, "geometry": shape}
    content = {"credit": "nobody", "as_of": "2026-01-01", "features": [feature]}
    (tmp_path / "districts.geojson").write_text(json.dumps(content), "utf-8")
    with pytest.raises(ValueError, match="hole"):
        read_shapes(tmp_path)


def test_a_hidden_district_is_hatched_and_its_number_is_nowhere_in_the_map() -> None:
    shapes = read_shapes()
    assert shapes is not None
    first, second, *_ = shapes.rings
    marks = {
        first: Mark("One", 4.0, "4.0", "One: 4.0"),
        second: Mark("Two", None, "hidden", "Two: hidden", "hidden"),
    }
    figure = shaded_map(shapes, marks, LIGHT)
    by_code = dict(zip(shapes.rings, figure["data"], strict=True))
    assert "fillpattern" not in by_code[first]
    assert by_code[second]["fillpattern"]["shape"] == "/"
    assert by_code[second]["text"] == "Two: hidden"
    assert all(
        trace["type"] == "scatter" for trace in figure["data"]
    )  # a geographic one fetches its base map


def test_the_middle_of_a_square_is_its_middle_whichever_way_round_it_is_drawn() -> None:
    assert centre(SQUARE) == pytest.approx((1.0, 1.0))
    assert centre(SQUARE[::-1]) == pytest.approx((1.0, 1.0))


def test_the_highest_value_is_in_the_last_step_and_nothing_in_the_first() -> None:
    assert [class_of(value, 8.0) for value in (0.0, 1.9, 2.0, 7.9, 8.0)] == [0, 0, 1, 3, 3]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_the_name_of_a_district_stands_out_from_its_shade(palette: Palette) -> None:
    for shade in palette.ramp:
        light, dark = sorted((luminance(shade), luminance(ink(shade))), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def luminance(color: str) -> float:
    parts = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
