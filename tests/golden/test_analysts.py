"""What analysts are given over the sample: the notebook runs, its frames are those of `impact query`."""

from __future__ import annotations

import json
from datetime import date
from itertools import combinations

import nbformat
import pytest
from nbclient import NotebookClient

from pipelines.console.schema import declared
from pipelines.metrics import Question, answer, catalogue, may_ask, query
from pipelines.problems import RefusalError
from pipelines.settings import PROJECT
from pipelines.surveys import crosstab
from tests.browser.asking import asked
from tests.conftest import SampleHome

NOTEBOOK = PROJECT / "docs" / "explore.ipynb"


def test_the_example_notebook_runs_and_holds_no_results(
    sample_home: SampleHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMPACT_HOME", str(sample_home.home.path))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert not [cell for cell in notebook.cells if cell.get("outputs")]
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(PROJECT)}}
    ).execute()
    assert all(cell.outputs for cell in notebook.cells if cell.cell_type == "code")


def test_a_frame_in_a_notebook_has_the_rows_of_the_command_line(sample_home: SampleHome) -> None:
    rows = query(
        "unique_participants", by=("district",), start=date(2026, 4, 1), end="2026-09-30", grain="quarter",
        role="partner", home=sample_home.home.path,
    )  # fmt: skip
    words = ("--by", "district", "--from", "2026-04-01", "--to", "2026-09-30", "--grain", "quarter")
    assert json.loads(json.dumps(rows.to_dicts())) == asked(sample_home.home, "unique_participants", *words)


def test_what_is_offered_to_a_partner_is_what_is_answered(sample_home: SampleHome) -> None:
    for metric in catalogue().values():
        for names in [(name,) for name in metric.by] + list(combinations(metric.by, 2)):
            try:
                answer(sample_home.snapshot, Question(metric.code, by=names, role="partner"))
                answered = True
            except RefusalError:
                answered = False
            assert may_ask(metric, names, "partner") == answered, (metric.code, names)


def test_every_table_and_column_of_a_snapshot_is_described(sample_home: SampleHome) -> None:
    columns = sample_home.snapshot.rows(
        "select table_name, column_name from information_schema.columns order by table_name, ordinal_position"
    )
    there: dict[str, list[str]] = {}
    for table, column in columns.iter_rows():
        there.setdefault(table, []).append(column)
    assert there == {name: list(table.columns) for name, table in sorted(declared().items())}


def test_a_cross_table_is_for_analysts_and_adds_up(sample_home: SampleHome) -> None:
    found = crosstab(sample_home.snapshot, "programme_outcome", "application", "knowledge")
    assert sum(map(sum, found.counts)) == found.n > 100
    assert found.lower is not None and found.upper is not None and found.v is not None
    assert found.lower <= found.v <= found.upper
    with pytest.raises(RefusalError):
        crosstab(sample_home.snapshot, "programme_outcome", "application", "knowledge", role="partner")
