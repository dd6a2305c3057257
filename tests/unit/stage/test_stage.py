"""A staged folder is whole or absent, accounts for every row, and holds nothing that names a person."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from pipelines import stage as staging
from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.people import Keyer
from pipelines.problems import RefusalError
from pipelines.stage import StagedFolder, stage
from tests.unit.stage.door import DOOR, Door, landed, problems, records


def test_a_good_record_becomes_its_canonical_rows(door: Door) -> None:
    folder = door([["01.02.2026 18:30", "person12@example.org", "2", "мейкерспейс", "", "Test Person 12"]])
    visit = pl.read_parquet(folder.table("visit")).row(0, named=True)
    assert (visit["row"], visit["count"], visit["zone"], visit["kind"]) == (2, 2, "makerspace", "sign_in")
    assert visit["visited_at"].isoformat() == "2026-02-01T13:30:00+00:00"
    key = Keyer(b"k" * 32, "KZ").key("email", "person12@example.org")
    assert pl.read_parquet(folder.table("person"))["email_key"].to_list() == [key]
    assert records(folder) == {2: ("staged", 1)}
    assert (folder.summary["first_date"], folder.summary["last_date"]) == ("2026-02-01", "2026-02-01")


def test_bad_values_quarantine_their_record_with_row_and_column(door: Door) -> None:
    folder = door([
        ["31.02.2026 10:00", "", "1", "", "", ""],
        ["", "", "1", "", "", ""],
        ["01.02.2026 10:00", "no address", "some", "Атриум", "", ""],
        ["01.02.2026 10:00", "no address", "1", "Атриум", "", ""],
    ])  # fmt: skip
    assert problems(folder) == [
        (2, "When", "not_a_datetime", "critical"),
        (3, "When", "missing_value", "critical"),
        (4, "E-mail", "not_an_email", "warning"),
        (4, "People", "not_an_integer", "critical"),
        (4, "Zone", "unknown_category", "warning"),
        (5, "E-mail", "not_an_email", "warning"),
        (5, "Zone", "unknown_category", "warning"),
    ]
    assert {row: state for row, (state, _) in records(folder).items()} == {
        2: "quarantined", 3: "quarantined", 4: "quarantined", 5: "staged",
    }  # fmt: skip
    assert pl.read_parquet(folder.table("visit"))["row"].to_list() == [5]
    assert folder.summary["quarantined"] == 3


def test_a_value_that_may_be_dropped_is_null_with_a_warning(door: Door) -> None:
    text = DOOR.replace('type = "integer"', 'type = "integer"\non_error = "null"')
    folder = door([["01.02.2026 10:00", "", "some", "", "", ""]], text=text)
    assert problems(folder) == [(2, "People", "not_an_integer", "warning")]
    assert pl.read_parquet(folder.table("visit"))["count"].to_list() == [None]


def test_blank_rows_and_declared_exclusions_are_counted_with_their_reason(door: Door) -> None:
    folder = door([
        ["01.02.2026 10:00", "", "1", "", "", ""],
        ["", " ", "", "", "", "unread text"],
        ["not even a date", "", "", "", "Тест", ""],
    ])  # fmt: skip
    assert pl.read_parquet(folder.table("excluded")).rows() == [("blank", 1), ("test_entry", 1)]
    assert folder.summary["excluded"] == 2
    assert problems(folder) == []


def test_records_without_an_id_are_numbered_within_the_file(door: Door) -> None:
    row = ["01.02.2026 10:00", "person12@example.org", "1", "", "", ""]
    folder = door([row, ["02.02.2026 10:00", *row[1:]], row, row])
    assert sorted(records(folder).items()) == [
        (2, ("staged", 1)), (3, ("staged", 1)), (4, ("staged", 2)), (5, ("staged", 3)),
    ]  # fmt: skip


def test_of_records_with_one_id_the_last_that_can_be_read_holds(door: Door) -> None:
    text = DOOR.replace('multiset = ["visited_at", "email"]', 'identity = ["email"]')
    folder = door(
        [
            ["01.02.2026 10:00", "person12@example.org", "1", "", "", ""],
            ["01.02.2026 10:00", "person13@example.org", "1", "", "", ""],
            ["02.02.2026 10:00", "Person12@example.org", "2", "", "", ""],
            ["31.02.2026 10:00", "person12@example.org", "3", "", "", ""],
            ["03.02.2026 10:00", "", "4", "", "", ""],
        ],
        text=text,
    )
    states = {row: state for row, (state, _) in records(folder).items()}
    assert states == {2: "duplicate", 3: "staged", 4: "staged", 5: "quarantined", 6: "quarantined"}
    assert pl.read_parquet(folder.table("visit"))["row"].to_list() == [3, 4]
    assert pl.read_parquet(folder.table("person"))["row"].to_list() == [3, 4]
    assert (6, "E-mail", "missing_identity", "critical") in problems(folder)
    assert folder.summary["duplicate"] == 1


def test_the_same_content_in_another_order_gives_the_same_keys_ordinals_and_digests(door: Door) -> None:
    rows = [["01.02.2026 10:00", "person12@example.org", str(count), "", "", ""] for count in (3, 1, 2, 1)]

    def content(folder: StagedFolder) -> set[tuple[Any, ...]]:
        return set(pl.read_parquet(folder.table("record")).select("record_key", "ordinal", "digest").rows())

    assert content(door(rows)) == content(door(rows[::-1]))


def test_staging_twice_reuses_the_folder_and_staging_anew_gives_the_same_bytes(
    door: Door, context: SiteContext, tmp_path: Path
) -> None:
    rows = [["01.02.2026 10:00", "person12@example.org", "1", "", "", ""]] * 3
    first, second = door(rows), door(rows)
    assert (first.reused, second.reused) == (False, True)
    assert first.summary == second.summary
    elsewhere = door(rows, replace(context, staged=tmp_path / "elsewhere"))
    for path in sorted(first.path.iterdir()):
        assert path.read_bytes() == (elsewhere.path / path.name).read_bytes(), path.name


def test_another_secret_or_mapping_is_another_folder(door: Door, context: SiteContext) -> None:
    rows = [["01.02.2026 10:00", "", "1", "", "", ""]]
    other_secret = replace(context, keyer=Keyer(b"j" * 32, "KZ"))
    paths = {door(rows).path, door(rows, other_secret).path, door(rows, text=DOOR + "# same\n").path,
             door(rows, text=DOOR.replace("People", "Guests")).path}  # fmt: skip
    assert len(paths) == 3


def test_a_refused_file_leaves_no_folder_behind(door: Door, context: SiteContext, tmp_path: Path) -> None:
    with pytest.raises(RefusalError) as refusal:
        stage(landed(tmp_path, []), Mapping.model_validate(tomllib.loads(DOOR)), context)
    assert refusal.value.problems[0].code == "header_only"
    wrong = Mapping.model_validate(tomllib.loads(DOOR.replace('"When"', '"Moment"')))
    with pytest.raises(RefusalError, match="Moment"):
        stage(landed(tmp_path, [["x"] * 6]), wrong, context)
    assert not context.staged.exists() or list(context.staged.iterdir()) == []


def test_a_source_that_fails_midway_leaves_no_folder_behind(
    door: Door, context: SiteContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> dict[str, pl.DataFrame]:
        return {"visit": pl.DataFrame({"row": [2], "visitor_name": ["x"]})}

    monkeypatch.setattr(staging, "_source", lambda mapping: SimpleNamespace(TABLES=("visit",), shape=broken))
    with pytest.raises(ValueError, match="visit has no column visitor_name"):
        door([["01.02.2026 10:00", "", "1", "", "", ""]])
    assert list(context.staged.iterdir()) == []
