"""The rows that fail each rule, picked by the rule's own predicate, and held equal to its verdict."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import polars as pl

from expectations.schema import Rule

FAILING = pl.Schema(
    {
        "object_id": pl.Int32,
        "row": pl.Int64,
        "table_name": pl.String,
        "column_name": pl.String,
        "rule": pl.String,
        "severity": pl.String,
    }
)


class UnequalCountsError(RuntimeError):
    """Great Expectations and the predicate of a rule disagree: the declaration is wrong."""

    def __init__(self, rule: str, verdict: int, predicate: int) -> None:
        super().__init__(
            f"{rule}: Great Expectations counts {verdict} failing rows, its predicate {predicate}"
        )


def failing_rows(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    rules: Sequence[Rule],
    parameters: Mapping[str, Any],
    failed: Mapping[str, int],
) -> pl.DataFrame:
    """Rows of `table` that fail, with the columns of `FAILING`, in order of rule, object and row.

    `failed` is the verdict's count by rule. Raises `UnequalCountsError` where a predicate counts otherwise.
    """
    _hold_equal(connection, table, rules, parameters, failed)
    frames = [FAILING.to_frame()]
    for rule in rules:
        if rule.scope == "row" and failed[rule.name]:
            rows = _rows_of(connection, table, rule, parameters)
            if rows.height != failed[rule.name]:
                raise UnequalCountsError(rule.name, failed[rule.name], rows.height)
            frames.append(rows)
    return pl.concat(frames)


def _hold_equal(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    rules: Sequence[Rule],
    parameters: Mapping[str, Any],
    failed: Mapping[str, int],
) -> None:
    """Counts in one pass, and compares, what the picking of rows will not count."""
    left = [rule for rule in rules if rule.scope == "table" or not (failed[rule.name] or _is_verdict(rule))]
    if not left:
        return
    counted = [
        f"count(*) FILTER (WHERE {rule.failing})" if rule.scope == "row" else f"({rule.failing})::INTEGER"
        for rule in left
    ]
    sql = f"SELECT {', '.join(counted)} FROM {table}"
    found = connection.cursor().execute(sql, _used(sql, parameters)).fetchone()
    for rule, count in zip(left, found or (), strict=True):
        if count != failed[rule.name]:
            raise UnequalCountsError(rule.name, failed[rule.name], count)


def _is_verdict(rule: Rule) -> bool:
    """Whether Great Expectations counted this very predicate, so that a second count could only repeat it."""
    return rule.expectation["kwargs"] == {"predicate": rule.failing}


def _rows_of(
    connection: duckdb.DuckDBPyConnection, table: str, rule: Rule, parameters: Mapping[str, Any]
) -> pl.DataFrame:
    column = rule.blamed or f"'{rule.columns[0]}'"
    sql = f'SELECT object_id, "row", {column} AS column_name FROM {table} WHERE {rule.failing} ORDER BY ALL'
    rows = connection.cursor().sql(sql, params=_used(sql, parameters)).pl()
    return rows.with_columns(
        table_name=pl.lit(table), rule=pl.lit(rule.name), severity=pl.lit(rule.severity)
    ).select(pl.col(name).cast(kind) for name, kind in FAILING.items())


def _used(sql: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that a query names; DuckDB refuses others."""
    return {name: parameters[name] for name in re.findall(r"\$([a-z_0-9]+)", sql)}
