"""Whatever rows come, their account adds up, however they are batched, and nobody is named."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines import records as records_module
from pipelines import stage as staging
from pipelines.context import SiteContext
from tests.unit.stage.door import DOOR, Door

cells = st.one_of(
    st.none(), st.sampled_from(["1", "-2", "x", " ", "31.02.2026", "TEST", "тест", "Мейкерспейс"])
)
moments = st.sampled_from(
    ["01.02.2026 10:00", "2026-02-01T10:00:00", "29.02.2024 23:30", "31.02.2026 10:00", "", "?"]
)
people = st.integers(0, 5).map(lambda number: f"person{number}@example.org")
rows_of_any_kind = st.lists(
    st.tuples(moments, st.one_of(people, cells), cells, cells, cells, st.just("Test Person 12")),
    min_size=1, max_size=30,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(rows=rows_of_any_kind, by_identity=st.booleans())
def test_any_rows_add_up_and_nothing_that_names_a_person_is_left(
    door: Door, rows: list[tuple[str | None, ...]], by_identity: bool
) -> None:
    text = DOOR.replace("multiset", "identity") if by_identity else DOOR
    folder = door(rows, text=text)
    summary = folder.summary
    assert summary["rows"] == len(rows)
    parts = ("staged", "quarantined", "duplicate", "excluded")
    assert summary["rows"] == sum(summary[part] for part in parts)
    frame = pl.read_parquet(folder.table("record"))
    assert Counter(frame["state"]) == {part: summary[part] for part in parts if summary[part]}
    assert (
        pl.read_parquet(folder.table("visit"))["row"].to_list()
        == frame.filter(state="staged")["row"].to_list()
    )
    staged = frame.filter(state="staged").sort("record_key", "ordinal")
    for _, group in staged.group_by("record_key"):
        assert group["ordinal"].sort().to_list() == ([1] if by_identity else list(range(1, group.height + 1)))
    for path in folder.path.iterdir():
        # Pages are compressed: what is in them shows only when they are read.
        read = pl.read_parquet(path).write_json() if path.suffix == ".parquet" else ""
        for content in (path.read_bytes(), read.encode()):
            assert b"@example" not in content
            assert b"Test Person" not in content
            assert "тест".encode() not in content.lower()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
@given(rows=rows_of_any_kind)
def test_the_account_does_not_depend_on_how_the_file_is_batched(
    door: Door, context: SiteContext, tmp_path: Path, rows: list[tuple[str | None, ...]]
) -> None:
    whole = door(rows)

    def in_small_batches(*arguments: Any) -> Any:
        file = open_file(*arguments)
        table = file.tables[0]

        def batches() -> Any:
            for batch in table.batches():
                yield from batch.iter_slices(3)

        return replace(file, tables=(replace(table, batches=batches),))

    open_file = staging.open_file
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staging, "open_file", in_small_batches)
        patch.setattr(staging, "STAGE_VERSION", -1)
        patch.setattr(records_module, "REPEATS_AT_ONCE", 2)
        small = door(rows)
    assert not small.reused or small.path != whole.path
    for name in ("record", "visit", "person", "problem", "excluded"):
        assert pl.read_parquet(small.table(name)).equals(pl.read_parquet(whole.table(name))), name
