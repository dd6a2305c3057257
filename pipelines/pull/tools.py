"""What fetching takes from the world: clocks and waiting, so that a test can put its own in their place."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Tools:
    """`clock` counts seconds and never goes back; `now` is the moment in UTC; `sleep` waits seconds."""

    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _now
    timeout: float = 60.0
    """Seconds without a byte."""
    reply_seconds: float = 600.0
    """Seconds that one reply may take as a whole."""
    reply_bytes: int = 256 << 20
    """Bytes of a reply, and of all pages of one document: what a JSON document may have."""
    attempts: int = 6
    longest_wait: float = 600.0
    """Seconds; a server that asks for more is left alone until the next pull."""
