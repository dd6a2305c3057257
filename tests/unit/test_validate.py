"""Validation: the verdict of Great Expectations and the failing rows of every declared rule agree."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from expectations.catalogue import all_rules, all_tables
from expectations.declare import is_open
from expectations.personal import LOOKS_PERSONAL
from expectations.schema import Column, Rule, Table
from pipelines import validate as validation
from pipelines.failing_rows import FAILING, UnequalCountsError
from pipelines.validate import Validation, validate

TODAY = date(2026, 10, 31)
OPENED = date(2026, 1, 18)
GOOD_DAY = date(2026, 5, 20)
NOON = datetime(2026, 5, 20, 7, tzinfo=UTC)
REFERENCE = {
    "district": ("almaly", "auezov"),
    "service": ("english", "makerspace"),
    "core_program": ("english",),
    "language": ("en", "kk"),
    "occupation": ("student",),
}
DUCKDB_TYPES = {
    "text": "VARCHAR",
    "integer": "INTEGER",
    "double": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMPTZ",
}
GOOD_ROW, EMPTY_ROW = 1, 2
MARKED = "Test Person 12, person12@example.org"

# What to change in a good row so that it fails the rule; the examples of other rules follow from their kind.
EXAMPLES: dict[str, dict[str, Any]] = {
    "visit.instant_on_another_day": {"visited_at": NOON + timedelta(days=3)},
    "visit.sign_in_for_several": {"kind": "sign_in", "count": 51},
    "visit.register_fell": {"reading": 500_000},
    "session.capacity_unlikely": {
        "session_code": "stadium",
        "capacity": 5001,
    },  # else above_capacity has room
    "session.held_in_the_future": {"status": "held", "held_on": TODAY + timedelta(days=2)},
    "session.time_without_start": {"precision": "time", "starts_at": None, "ends_at": None},
    "session.instant_on_another_day": {"starts_at": NOON - timedelta(days=3)},
    "attendance.attended_in_the_future": {"status": "attended", "attended_on": TODAY + timedelta(days=2)},
    "attendance.person_counts_several": {"kind": "person", "count": 2},
    "attendance.above_capacity": {"status": "attended", "kind": "headcount", "count": 900},
    "booking.made_after_its_start": {"created_at": NOON + timedelta(days=2)},
    "booking.cancelled_and_used": {"status": "cancelled", "checked_in": "yes"},
    "booking.instant_on_another_day": {"starts_at": NOON - timedelta(days=3)},
    "response.off_the_scale": {"value": 6.0, "scale_low": 1.0, "scale_high": 5.0},
    "response.scale_upside_down": {"value": None, "scale_low": 5.0, "scale_high": 1.0},
    "response.nps_off_the_scale": {"kind": "nps", "value": 7.5, "scale_low": 0.0, "scale_high": 10.0},
    "response.answered_without_answer": {"state": "answered", "value": None, "option": None},
    "response.answer_to_nothing": {"state": "blank", "value": 4.0},
    "response.rated_without_scale": {"kind": "likert", "value": 4.0, "scale_low": None, "scale_high": None},
    "machine_log.denied_without_reason": {"type": "denied", "reason": None},
}


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


def check(database: Path, *tables: str, **more: Any) -> Validation:
    more.setdefault("former_rows", dict.fromkeys(tables, 1))
    return validate(database, tables, REFERENCE, today=TODAY, opened_on=OPENED, **more)


def create(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    listed = ", ".join(f'"{column.name}" {DUCKDB_TYPES[column.type]}' for column in table.columns)
    connection.execute(f'CREATE TABLE {table.name} (object_id INTEGER, "row" BIGINT, {listed})')


def insert(connection: duckdb.DuckDBPyConnection, table: Table, row: int, values: Mapping[str, Any]) -> None:
    places = ", ".join("?" for _ in range(len(table.columns) + 2))
    cells = [1, row, *(values[column.name] for column in table.columns)]
    connection.execute(f"INSERT INTO {table.name} VALUES ({places})", cells)


def good_row(table: Table) -> dict[str, Any]:
    """A row that breaks no rule (but for `repeated`, since good rows repeat each other)."""
    return {column.name: good_value(column) for column in table.columns}


def good_value(column: Column) -> Any:
    if column.values:
        return column.values[0]
    if column.reference:
        return REFERENCE[column.reference][0]
    if column.name.endswith("_key"):
        return "0123456789abcdef" * 2
    known: dict[str, Any] = {
        "count": 1,
        "sessions": 1,
        "capacity": 10,
        "hour": 12,
        "reading": 1000,
        "digits": 6,
        "most_a_day": 20_000,
        "year_of_birth": 2008,
        "value": 4.0,
        "scale_low": 1.0,
        "scale_high": 5.0,
    }
    by_type = {
        "text": "a1",
        "boolean": True,
        "date": GOOD_DAY,
        "timestamp": NOON,
        "integer": 1,
        "double": 1.0,
    }
    return known.get(column.name, by_type[column.type])


def example(table: Table, rule: Rule) -> dict[str, Any]:
    """What to change in a good row so that it fails the rule."""
    if rule.name in EXAMPLES:
        return EXAMPLES[rule.name]
    column, kwargs = rule.columns[0], rule.expectation["kwargs"]
    match rule.code:
        case "missing":
            return {column: None}
        case "not_in_list" | "not_in_reference" | "not_known":
            return {column: "another"}
        case "implausible_date":
            return {column: date(1999, 12, 31)}
        case "before_opening":
            return {column: OPENED - timedelta(days=1)}
        case "negative" | "out_of_range":
            return {column: kwargs["min_value"] - 1}
        case "unlikely":
            return {column: kwargs["max_value"] + 1}
        case "impossible_year":
            return {column: TODAY.year + 1}
        case "unlikely_age":
            return {column: TODAY.year - 2}
        case "not_a_key":
            return {column: "person12@example.org"}
        case "looks_personal":
            return {column: MARKED}
        case "too_long":
            return {column: "long " * 401}
        case "wrong_order":
            earlier, later = good_value(_column(table, column)), rule.columns[1]
            return {later: earlier - timedelta(days=1)}
        case "longer_than_a_day":
            return {rule.columns[1]: NOON + timedelta(hours=25)}
        case "repeated":
            return {}
    raise AssertionError(f"{rule.name} has no failing example: add one to EXAMPLES")


def _column(table: Table, name: str) -> Column:
    return next(column for column in table.columns if column.name == name)
