"""Colours can be read and told apart, and Streamlit's theme is the one the charts use."""

from __future__ import annotations

import math
import tomllib
from itertools import combinations

import pytest

from dashboard.theme import DARK, LIGHT, Palette
from pipelines.settings import PROJECT

Triple = tuple[float, float, float]
# Machado, Oliveira and Fernandes (2009), IEEE TVCG 15(6): matrices for full deficiency, linear RGB.
DEFICIENCIES = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868),
                   (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968),
                     (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779),
                   (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


def linear(color: str) -> Triple:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return red, green, blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio of WCAG 2.2."""
    light = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(first), linear(second))]
    return (max(light) + 0.05) / (min(light) + 0.05)


def lab(rgb: Triple) -> Triple:
    red, green, blue = rgb
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (
        v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (max(x, 0), max(y, 0), max(z, 0))
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen(color: str, deficiency: str) -> Triple:
    rgb = linear(color)
    red, green, blue = (
        sum(a * b for a, b in zip(line, rgb, strict=True)) for line in DEFICIENCIES[deficiency]
    )
    return lab((red, green, blue))


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_text_can_be_read_on_every_ground(palette: Palette) -> None:
    for ground in (palette.background, palette.paper):
        assert contrast(palette.text, ground) >= 7
        assert contrast(palette.muted, ground) >= 4.5
        assert contrast(palette.accent, ground) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_marks_stand_out_from_the_ground(palette: Palette) -> None:
    marks = [palette.accent, palette.hidden, palette.attention, palette.good, *palette.services.values()]
    assert all(contrast(mark, palette.background) >= 3 for mark in marks)


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_services_can_be_told_apart_by_readers_who_see_fewer_colours(
    palette: Palette, deficiency: str
) -> None:
    near = {
        (first, second): round(distance)
        for first, second in combinations(palette.services, 2)
        if (
            distance := math.dist(
                seen(palette.services[first], deficiency), seen(palette.services[second], deficiency)
            )
        )
        < 15
    }
    assert not near


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_the_theme_of_the_frame_has_the_colours_of_the_charts(palette: Palette) -> None:
    theme = tomllib.loads((PROJECT / "dashboard" / ".streamlit" / "config.toml").read_text("utf-8"))["theme"][
        palette.name
    ]
    assert theme["backgroundColor"] == palette.background
    assert theme["secondaryBackgroundColor"] == palette.paper
    assert theme["textColor"] == palette.text
    assert theme["primaryColor"] == theme["linkColor"] == palette.accent
    assert theme["borderColor"] == palette.line
