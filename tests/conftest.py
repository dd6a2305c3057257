"""The sample taken through the whole line, once a test session, for every test that wants to read it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import copyfile, copytree
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings

from pipelines.settings import Home, site_folder
from pipelines.snapshot import Snapshot, Snapshots

# The same examples at every run, so that a red check means a change; `--hypothesis-profile=default` searches on.
settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")

SAMPLE_START, SAMPLE_END = date(2026, 1, 18), date(2026, 10, 31)


settings.register_profile("soak", max_examples=10_000)


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
    """The committed sample, ingested and published. Read it; a test that writes makes its own home.

    While one works on tests, `IMPACT_TEST_SAMPLE=DIR` keeps what was published there for the next run; remove DIR
    after a change of pipelines or data. Checks never set it.
    """
    from pipelines.run import ingest  # takes Great Expectations with it: only when a test needs it

    # Workers of one test run share the home: whoever is first makes it, the others wait for it.
    shared = os.environ.get("PYTEST_XDIST_WORKER")
    base = tmp_path_factory.getbasetemp()
    home = Home((base.parent if shared else base) / "sample_home")
    written = home.path.with_suffix(".json")
    with FileLock(f"{home.path}.lock"):
        kept = os.environ.get("IMPACT_TEST_SAMPLE")
        if not written.exists() and kept and Path(kept, "report.json").exists():
            copytree(Path(kept, "home"), home.path)
            copyfile(Path(kept, "report.json"), written)
        elif not written.exists():
            report = ingest(home, [site_folder() / "sample"]).as_json()
            written.write_text(json.dumps(report), "utf-8")
            if kept:
                copytree(home.path, Path(kept, "home"))
                copyfile(written, Path(kept, "report.json"))
    report = json.loads(written.read_text("utf-8"))
    snapshots = Snapshots(home)
    current = snapshots.current()
    assert current is not None, report["refused"]
    return SampleHome(home, report, snapshots.open(current))
