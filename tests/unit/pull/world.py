"""A home with sources, a clock that nobody waits for, and an ingest that publishes without building."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipelines.context import site_context
from pipelines.intake import choose_mappings
from pipelines.problems import Problem
from pipelines.pull.report import PullReport
from pipelines.pull.run import pull
from pipelines.pull.tools import Tools
from pipelines.report import FileLine, Report
from pipelines.settings import Home, site_folder
from pipelines.stage import stage
from tests.unit.landed import LandedFile


@dataclass
class Clock:
    """Time that passes only where something waits for it."""

    at: datetime = datetime(2026, 11, 1, 6, tzinfo=UTC)
    passed: float = 0.0
    waited: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.passed += seconds

    def now(self) -> datetime:
        return self.at + timedelta(seconds=self.passed)

    def tools(self, **changes: Any) -> Tools:
        return Tools(
            **{"sleep": self.sleep, "clock": lambda: self.passed, "now": self.now, "timeout": 5.0} | changes
        )


@dataclass
class World:
    """`pull` fetches for real; what lands is published by the stand-in, unless it is told to refuse."""

    home: Home
    clock: Clock
    published: set[str] = field(default_factory=set)
    landed: list[bytes] = field(default_factory=list)
    refuse: bool = False

    def declare(self, text: str) -> None:
        self.home.path.mkdir(parents=True, exist_ok=True)
        (self.home.path / "sources.toml").write_text(text, "utf-8")

    def pull(self, *names: str, everything: bool = False, **tools: Any) -> PullReport:
        return pull(self.home, names, everything, self.clock.tools(**tools), self.ingest)

    def ingest(self, home: Home, paths: Sequence[Path], own: dict[Path, str]) -> Report:
        assert set(paths) == set(own)
        if self.refuse:
            problems = tuple(Problem("unknown_category", path.name) for path in paths)
            return Report("refused", "run", None, refused=problems)
        lines, new = [], False
        for path in paths:
            body = path.read_bytes()
            digest = hashlib.sha256(body).hexdigest()
            new |= digest not in self.published
            self.published.add(digest)
            self.landed.append(body)
            lines.append(FileLine("source", path.name, digest, 1, 1, 0, 0, 0, 0))
        return Report("published" if new else "unchanged", "run", "snapshot", tuple(lines))


def staged(world: World, body: bytes, mapping: str, folder: Path) -> dict[str, Any]:
    """The accounting of what landed, staged under a shipped mapping."""
    path = folder / f"landed-{mapping}"
    path.write_bytes(body)
    (layout,) = choose_mappings(site_folder() / "mappings", world.home.mappings, None, mapping).values()
    context = site_context(world.home, site_folder())
    return dict(stage(LandedFile(path, path.name), layout, context).summary)  # type: ignore[arg-type]


def without_proxies() -> None:
    """The server of a test is on this machine: no proxy of the environment stands between."""
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost"
