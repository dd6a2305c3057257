"""Seeded chance: a stream for each part, so that a change in one part leaves the others' draws alone."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from random import Random
from typing import TypeVar

Key = TypeVar("Key")


def stream(seed: int, part: str) -> Random:
    """The stream of one part; the same seed and part give the same draws on every platform."""
    return Random(seed * 1_000_003 + zlib.crc32(part.encode()))  # noqa: S311


def around(chance: Random, mean: float) -> int:
    """A count that varies like a Poisson count of this mean (normal approximation, never negative)."""
    return max(0, round(chance.gauss(mean, mean**0.5)))


def pick(chance: Random, weights: Mapping[Key, float]) -> Key:
    """One key, with probability in proportion to its weight."""
    return chance.choices(list(weights), weights=list(weights.values()))[0]
