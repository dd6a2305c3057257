"""For every declared rule a row that fails it, and a good row of every table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from expectations.schema import Column, Rule, Table
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
