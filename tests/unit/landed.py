"""A file that came in, as `stage` takes it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class LandedFile:
    """A file on disk under its checksum."""

    path: Path
    name: str
    landed_at: datetime = datetime(2026, 11, 1, tzinfo=UTC)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.path.read_bytes()).hexdigest()
