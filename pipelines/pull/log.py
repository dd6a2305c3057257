"""What pulls did, one JSON line each, in `<home>/pulls.log`: no query strings, no tokens, no people."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

import structlog

from pipelines.settings import Home

FIELDS = frozenset(
    {"source", "host", "status", "bytes", "attempt", "records", "code", "cursor"},
)
"""What a line may hold; anything else is a mistake of the caller and refused."""
LARGEST = 5 << 20


class PullLog:
    """Appends lines; without a home it keeps quiet."""

    def __init__(self, home: Home | None = None) -> None:
        self._file: IO[str] | None = None
        if home is None:
            return
        home.path.mkdir(parents=True, exist_ok=True)
        path: Path = home.path / "pulls.log"
        if path.exists() and path.stat().st_size > LARGEST:
            path.replace(path.with_suffix(".log.1"))
        self._file = path.open("a", encoding="utf-8")
        self._log = structlog.wrap_logger(
            structlog.WriteLogger(self._file),
            processors=[
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            wrapper_class=structlog.BoundLogger,
        )

    def say(self, event: str, **fields: Any) -> None:
        """One line. ValueError for a field that is not allow-listed."""
        if unknown := set(fields) - FIELDS:
            raise ValueError(f"not to be logged: {', '.join(sorted(unknown))}")
        if self._file is not None:
            self._log.msg(event, **fields)

    def close(self) -> None:
        """Nothing is said after this."""
        if self._file is not None:
            self._file.close()
            self._file = None
