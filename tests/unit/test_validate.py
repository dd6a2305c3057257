"""Validation: the verdict of Great Expectations and the failing rows of every declared rule agree."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from expectations.catalogue import all_rules, all_tables
from expectations.declare import is_open
from expectations.personal import LOOKS_PERSONAL
from pipelines import validate as validation
from pipelines.failing_rows import FAILING, UnequalCountsError
from pipelines.validate import Validation, validate
from tests.unit.rule_examples import (
    EMPTY_ROW,
    GOOD_ROW,
    MARKED,
    TODAY,
    check,
    create,
    example,
    good_row,
    insert,
)


def test_every_rule_counts_the_same_in_both_ways_and_fails_for_its_example(
    checked: Validation, examples: dict[str, int]
) -> None:
    verdicts = {verdict.rule: verdict.failed for verdict in checked.verdicts}
    assert set(verdicts) == set(all_rules())
    rows = Counter(checked.failing["rule"])
    for rule in all_rules().values():
        if rule.scope == "row":
            assert verdicts[rule.name] == rows[rule.name] > 0, rule.name
            named = checked.failing.filter(rule=rule.name)["row"].to_list()
            assert examples[rule.name] in named, f"{rule.name} does not catch its example"


def test_a_good_row_fails_nothing(checked: Validation) -> None:
    assert set(checked.failing.filter(row=GOOD_ROW)["rule"]) == {"booking.booking_code_repeated"}


def test_an_empty_value_fails_only_where_it_is_required(checked: Validation) -> None:
    failing = set(checked.failing.filter(row=EMPTY_ROW)["rule"])
    assert failing == {rule.name for rule in all_rules().values() if rule.code == "missing"}


def test_failing_rows_name_their_place_and_column_and_come_in_order(checked: Validation) -> None:
    failing = checked.failing
    assert failing.schema == FAILING
    assert failing.null_count().sum_horizontal().item() == 0
    visits = failing.filter(rule="visit.visited_on_missing")
    assert visits["column_name"].unique().to_list() == ["visited_on"]
    assert visits["row"].is_sorted()


def test_every_open_text_column_of_every_table_is_searched_for_contacts(tmp_path: Path) -> None:
    path = tmp_path / "staged.duckdb"
    expected = set()
    with duckdb.connect(str(path)) as connection:
        for table in all_tables().values():
            create(connection, table)
            for row, column in enumerate(filter(is_open, table.columns)):
                insert(connection, table, row, good_row(table) | {column.name: MARKED})
                expected.add((table.name, column.name))
    found = check(path, *all_tables()).failing.filter(pl.col("rule").str.ends_with(".looks_personal"))
    assert set(found.select("table_name", "column_name").rows()) == expected
    assert found["severity"].unique().to_list() == ["critical"]


@pytest.mark.parametrize(
    "text",
    [
        "person12@example.org",
        "ask Test Person (person12@example.org)",
        "+7 700 000 00 12",
        "8 (700) 000-00-12",
        "87000000012",
        "ИИН 010101600012",
        "192.0.2.44",
        "from 192.0.2.44, at night",
    ],
)
def test_a_contact_looks_personal(text: str) -> None:
    assert looks_personal(text)


@pytest.mark.parametrize(
    "text",
    [
        "makerspace",
        "3D printing @ the makerspace",
        "0f1e2d3c-0000-4000-8000-010101600012",
        "87000000012345",
        "session-202601181830",
        "202601181830",
        "2026-01-18T18:30:00",
        "18.01.2026",
        "version 1.2.3",
        "8d777f385d3dfec8815d20f7496026dc",
    ],
)
def test_a_code_a_date_or_a_hash_does_not_look_personal(text: str) -> None:
    assert not looks_personal(text)


def looks_personal(text: str) -> bool:
    found = duckdb.execute(
        "SELECT regexp_matches($text, $pattern)", {"text": text, "pattern": LOOKS_PERSONAL}
    )
    return bool(found.fetchall()[0][0])


def test_data_docs_show_the_rules_and_no_value_of_a_row(checked: Validation, docs: Path) -> None:
    pages = [page.read_text("utf-8") for page in docs.rglob("*.html")]
    assert any(all_rules()["visit.count_negative"].meaning in page for page in pages)
    assert checked.failing.filter(rule="visit.looks_personal").height
    for page in pages:
        assert "person12" not in page
        assert "Test Person" not in page


def test_a_table_that_was_filled_and_is_empty_now_stops_the_publish(tmp_path: Path) -> None:
    path = tmp_path / "staged.duckdb"
    with duckdb.connect(str(path)) as connection:
        create(connection, all_tables()["visit"])
        create(connection, all_tables()["loan"])
    checked = check(path, "visit", "loan", former_rows={"visit": 12, "loan": 0})
    assert [(verdict.rule, verdict.failed) for verdict in checked.stops] == [("visit.emptied", 1)]
    assert len(checked.verdicts) == 1
    assert checked.failing.is_empty()


def test_what_the_run_does_not_know_is_not_checked(tmp_path: Path) -> None:
    path = tmp_path / "staged.duckdb"
    visit = all_tables()["visit"]
    with duckdb.connect(str(path)) as connection:
        create(connection, visit)
        insert(connection, visit, 1, good_row(visit) | {"service": "another", "visited_on": date(2021, 5, 1)})
    rules = {verdict.rule for verdict in validate(path, ["visit"], {"service": ()}, today=TODAY).verdicts}
    assert not rules & {"visit.service_not_in_reference", "visit.visited_on_before_opening", "visit.emptied"}
    assert "visit.visited_on_implausible_date" in rules


def test_sessions_that_earlier_runs_brought_are_known(tmp_path: Path) -> None:
    path = tmp_path / "staged.duckdb"
    attendance = all_tables()["attendance"]
    with duckdb.connect(str(path)) as connection:
        create(connection, attendance)
        insert(connection, attendance, 1, good_row(attendance) | {"session_code": "earlier"})
        insert(connection, attendance, 2, good_row(attendance) | {"session_code": "nowhere"})
    failing = check(path, "attendance", known={"session": ["earlier"]}).failing
    assert failing.rows() == [
        (1, 2, "attendance", "session_code", "attendance.session_code_not_known", "warning")
    ]


def test_a_rule_whose_two_counts_differ_is_an_error_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "staged.duckdb"
    visit = all_tables()["visit"]
    with duckdb.connect(str(path)) as connection:
        create(connection, visit)
        insert(connection, visit, 1, good_row(visit))
    wrong = replace(all_rules()["visit.count_negative"], failing="count < 2")
    monkeypatch.setattr(validation, "all_tables", lambda: {"visit": replace(visit, rules=(wrong,))})
    with pytest.raises(
        UnequalCountsError, match=r"visit\.count_negative: .* 0 failing rows, its predicate 1"
    ):
        check(path, "visit")


def test_great_expectations_is_loaded_late_and_leaves_standard_error_and_the_folder_clean(
    database: Path, tmp_path: Path
) -> None:
    program = """
import sys
from pathlib import Path
from pipelines.validate import validate, warm
assert "great_expectations" not in sys.modules
warm().join()
assert "great_expectations" in sys.modules
print(len(validate(Path(sys.argv[1]), ["visit"], {}).verdicts))
"""
    command = [sys.executable, "-c", program, str(database)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=True)
    assert int(done.stdout) > 10
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def examples() -> dict[str, int]:
    """Row number of the example of each row rule: one row more for each."""
    return {rule.name: 100 + n for n, rule in enumerate(all_rules().values()) if rule.scope == "row"}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, examples: Mapping[str, int]) -> Path:
    """Every table with a good row, a row of nulls, and a row that fails each of its rules."""
    path = tmp_path_factory.mktemp("staged") / "staged.duckdb"
    with duckdb.connect(str(path)) as connection:
        for table in all_tables().values():
            create(connection, table)
            insert(connection, table, GOOD_ROW, good_row(table))
            insert(connection, table, EMPTY_ROW, dict.fromkeys(table.column_names))
            for rule in table.rules:
                if rule.scope == "row":
                    insert(connection, table, examples[rule.name], good_row(table) | example(table, rule))
    return path


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home") / "data_docs"


@pytest.fixture(scope="module")
def checked(database: Path, docs: Path) -> Validation:
    return check(database, *all_tables(), data_docs=docs)
