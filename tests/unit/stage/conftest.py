"""Stages rows under the door's mapping."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipelines import stage as staging
from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.people import Keyer
from pipelines.programmes import Programmes
from pipelines.settings import load_site
from pipelines.stage import StagedFolder, stage
from tests.unit.stage.door import DOOR, Door, Row, landed, shape


@pytest.fixture
def context(tmp_path: Path) -> SiteContext:
    return SiteContext(load_site(), Keyer(b"k" * 32, "KZ"), Programmes({}, {}), tmp_path / "staged")


@pytest.fixture
def door(tmp_path: Path, context: SiteContext, monkeypatch: pytest.MonkeyPatch) -> Door:
    """Stages rows under the door's mapping; `changes` replace keys of the mapping."""
    source = SimpleNamespace(TABLES=("visit", "person"), shape=shape)
    monkeypatch.setattr(staging, "_source", lambda mapping: source)

    def run(rows: Sequence[Row], context: SiteContext = context, text: str = DOOR) -> StagedFolder:
        mapping = Mapping.model_validate(tomllib.loads(text))
        return stage(landed(tmp_path, rows), mapping, context)

    return run
