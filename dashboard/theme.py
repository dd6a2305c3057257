"""One colour system: the same category has the same colour on every page, in light and in dark.

The six service colours differ in hue and in lightness, so that they stay apart for readers who do not tell
red from green; no meaning rests on colour alone, every mark also has its label.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FONT = '"Source Sans", "Source Sans 3", sans-serif'


@dataclass(frozen=True)
class Palette:
    """Colours of one appearance as CSS hexadecimal codes."""

    name: str
    background: str
    paper: str
    text: str
    muted: str
    line: str
    accent: str
    second: str
    unknown: str
    hidden: str
    good: str
    attention: str
    services: Mapping[str, str]
    ramp: tuple[str, ...]


LIGHT = Palette(
    name="light",
    background="#FFFFFF",
    paper="#F6F4EF",
    text="#1C2733",
    muted="#586471",
    line="#DDD9D0",
    accent="#1D4E89",
    second="#9DB8D6",
    unknown="#A7ADB4",
    hidden="#8A929A",
    good="#0F766E",
    attention="#A8430F",
    services={
        "advising": "#1D4E89",
        "english": "#B5451C",
        "skills": "#2F9C86",
        "civic": "#A772B8",
        "makerspace": "#C08600",
        "literature": "#3C4450",
    },
    ramp=("#EEF3F8", "#C6D8EA", "#8FB3D6", "#4F86BC", "#1D4E89", "#0F2F57"),
)

DARK = Palette(
    name="dark",
    background="#11171D",
    paper="#1A222B",
    text="#E8EBED",
    muted="#A6B1BB",
    line="#33404C",
    accent="#7DB1E8",
    second="#3F5F82",
    unknown="#68747F",
    hidden="#87939E",
    good="#5CC9B9",
    attention="#F29A66",
    services={
        "advising": "#7DB1E8",
        "english": "#D9764A",
        "skills": "#7BE3CD",
        "civic": "#9A62A8",
        "makerspace": "#F0C050",
        "literature": "#98A0A8",
    },
    ramp=("#18212A", "#203A55", "#2B5A86", "#4584BE", "#7DB1E8", "#CFE4F8"),
)


def palette(appearance: str | None) -> Palette:
    """The palette of `light` or `dark`; light while the browser has not said."""
    return DARK if appearance == "dark" else LIGHT
