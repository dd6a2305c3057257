"""The sample taken through the whole line, once a test session, for every test that wants to read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from pipelines.settings import Home, site_folder
from pipelines.snapshot import Snapshot, Snapshots

SAMPLE_START, SAMPLE_END = date(2026, 1, 18), date(2026, 10, 31)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write tests/golden/*.json anew instead of comparing"
    )


@dataclass(frozen=True)
class SampleHome:
    """A home whose only ingest was the site's sample; `report` is what `impact ingest --json` printed."""

    home: Home
    report: dict[str, Any]
    snapshot: Snapshot


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> SampleHome:
    """The committed sample, ingested and published. Read it; a test that writes makes its own home."""
    from pipelines.run import ingest  # takes Great Expectations with it: only when a test needs it

    home = Home(tmp_path_factory.mktemp("sample_home"))
    report = ingest(home, [site_folder() / "sample"]).as_json()
    snapshots = Snapshots(home)
    current = snapshots.current()
    assert current is not None, report["refused"]
    return SampleHome(home, report, snapshots.open(current))
