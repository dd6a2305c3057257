"""A misbehaving server, and a home whose pulls are published by a stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.pull import history
from pipelines.settings import Home
from tests.unit.pull.server import Server, serving
from tests.unit.pull.upstream import Upstream
from tests.unit.pull.world import Clock, World, without_proxies


@pytest.fixture
def server() -> Iterator[Server]:
    without_proxies()
    with serving() as found:
        yield found


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    found = World(Home(tmp_path / "home"), Clock())
    monkeypatch.setattr(history, "published_bytes", lambda home: frozenset(found.published))
    return found


@pytest.fixture
def upstream(server: Server) -> Upstream:
    return Upstream(server)


@pytest.fixture
def asked_since(server: Server):
    """The first days that were asked for, in order; forgets them."""

    def taken() -> list[str]:
        found = [asked.query["date"] for asked in server.asked]
        server.asked.clear()
        return found

    return taken
