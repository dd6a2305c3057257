"""What the golden tests compare with: the history behind the sample, and its files with their books."""

from __future__ import annotations

import pytest

from pipelines.sample import SEED, make_exports
from pipelines.sample.exports.export import Export
from pipelines.sample.history import History, make_history
from pipelines.sample.reference import load_reference
from pipelines.settings import site_folder
from tests.conftest import SAMPLE_END, SAMPLE_START


@pytest.fixture(scope="session")
def history() -> History:
    return make_history(load_reference(site_folder()), SAMPLE_START, SAMPLE_END, SEED)


@pytest.fixture(scope="session")
def exports() -> dict[str, Export]:
    return {export.name: export for export in make_exports(SAMPLE_START, SAMPLE_END, SEED)}
