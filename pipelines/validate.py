"""Which staged rows and tables break which rule: the verdict of Great Expectations and the failing rows.

Both come from the same declared rule (`expectations/`); different counts are an error of ours.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from expectations.catalogue import all_tables
from expectations.schema import Rule, Scope, Severity

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
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True)
class Verdict:
    """What one rule found: `failed` of `checked` rows; a table rule fails as 1 or 0."""

    table: str
    rule: str
    severity: Severity
    scope: Scope
    checked: int
    failed: int


@dataclass(frozen=True)
class Validation:
    """Verdicts of every rule that was checked, and the rows that fail (columns of `FAILING`)."""

    verdicts: tuple[Verdict, ...]
    failing: pl.DataFrame

    @property
    def stops(self) -> tuple[Verdict, ...]:
        """Failing critical table rules: with any of them nothing may be published."""
        return tuple(
            verdict
            for verdict in self.verdicts
            if verdict.failed and verdict.scope == "table" and verdict.severity == "critical"
        )

    @property
    def quarantined(self) -> pl.DataFrame:
        """Failing rows under critical row rules: their whole records are quarantined."""
        return self.failing.filter(pl.col("severity") == "critical")


class UnequalCountsError(RuntimeError):
    """Great Expectations and the predicate of a rule disagree: the declaration is wrong."""

    def __init__(self, rule: str, verdict: int, predicate: int) -> None:
        super().__init__(
            f"{rule}: Great Expectations counts {verdict} failing rows, its predicate {predicate}"
        )


def warm() -> threading.Thread:
    """Starts to load Great Expectations in the background, which takes seconds; `validate` waits for it."""
    thread = threading.Thread(target=_great_expectations, name="load-great-expectations", daemon=True)
    thread.start()
    return thread


def validate(
    database: Path,
    tables: Iterable[str],
    reference: Mapping[str, Sequence[str]],
    data_docs: Path | None = None,
    *,
    today: date | None = None,
    opened_on: date | None = None,
    known: Mapping[str, Sequence[str]] | None = None,
    former_rows: Mapping[str, int] | None = None,
) -> Validation:
    """Checks the staged `tables` of a DuckDB file that nobody holds open.

    `tables` are in the file with the columns of their declarations, `object_id` and `row`; an empty one has
    no verdicts but whether it was emptied. `reference` gives the codes of the site's lists (`district`,
    `service`, ...); a list that is not given or empty is not checked, nor is the opening without `opened_on`.
    `known` gives the codes of the sessions and resources of earlier runs (`session`, `resource`),
    `former_rows` the rows of the former snapshot by table, for tables that must not have become empty.
    `data_docs` is replaced. The failing rows are complete, by table and rule in the declared order, then
    object and row. Raises `UnequalCountsError` where the two counts of a rule differ. Writes `known_<table>`
    into the file.
    """
    parameters = _parameters(reference, today, opened_on, former_rows or {})
    rows = _note_known(database, known or {})
    chosen = {}
    for table in tables:
        able = [rule for rule in all_tables()[table].rules if set(rule.parameters) <= set(parameters)]
        if able := [rule for rule in able if rows[table] or rule.scope == "table"]:
            chosen[table] = able
    if not chosen:
        return Validation((), FAILING.to_frame())
    counts = _great_expectations().run(database, chosen, parameters, data_docs)
    with duckdb.connect(str(database), read_only=True) as connection:
        for table, rules in chosen.items():
            _hold_equal(connection, table, rules, parameters, {rule: counts[rule].failed for rule in counts})
        failing = [
            _failing_rows(connection, table, rule, parameters)
            for table, rules in chosen.items()
            for rule in rules
            if rule.scope == "row" and counts[rule.name].failed
        ]
    verdicts = tuple(
        Verdict(
            table,
            rule.name,
            rule.severity,
            rule.scope,
            counts[rule.name].checked,
            counts[rule.name].failed,
        )
        for table, rules in chosen.items()
        for rule in rules
    )
    return Validation(verdicts, pl.concat([FAILING.to_frame(), *failing]))


def _great_expectations() -> Any:
    from pipelines import great_expectations_run

    return great_expectations_run


def _parameters(
    reference: Mapping[str, Sequence[str]],
    today: date | None,
    opened_on: date | None,
    former_rows: Mapping[str, int],
) -> dict[str, Any]:
    """Values of this run by the names that the rules use."""
    today = today or datetime.now(UTC).date()
    return {
        "earliest": EARLIEST,
        "tomorrow": today + timedelta(days=1),
        "in_two_years": today + timedelta(days=731),
        "this_year": today.year,
        "birth_year_at_3": today.year - 3,
        "birth_year_at_100": today.year - 100,
        **({"opened_on": opened_on} if opened_on else {}),
        **{f"reference_{name}": list(codes) for name, codes in reference.items() if codes},
        **{f"minimum_rows_{table}": 1 for table, rows in former_rows.items() if rows},
    }


def _note_known(database: Path, known: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Rows by table; writes `known_session` and `known_resource`: what this and earlier runs describe."""
    with duckdb.connect(str(database)) as connection:
        names = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        present = [name for name in names if name in all_tables()]
        for table in ("session", "resource"):
            connection.execute(
                f"CREATE OR REPLACE TABLE known_{table} AS SELECT code, NULL::INTEGER AS capacity"
                " FROM (SELECT unnest($codes::VARCHAR[]) AS code) WHERE code IS NOT NULL",
                {"codes": list(known.get(table, ()))},
            )
            if table in present:
                connection.execute(
                    f"INSERT INTO known_{table} SELECT {table}_code, max(capacity) FROM {table}"
                    f" WHERE {table}_code IS NOT NULL GROUP BY ALL"
                )
        return {name: connection.table(name).count("*").fetchall()[0][0] for name in present}


def _hold_equal(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    rules: Sequence[Rule],
    parameters: Mapping[str, Any],
    failed: Mapping[str, int],
) -> None:
    """Counts every rule's predicate in one pass and compares; raises `UnequalCountsError`."""
    counted = [
        f"count(*) FILTER (WHERE {rule.failing})" if rule.scope == "row" else f"({rule.failing})::INTEGER"
        for rule in rules
    ]
    sql = f"SELECT {', '.join(counted)} FROM {table}"
    found = connection.cursor().execute(sql, _used(sql, parameters)).fetchone()
    for rule, count in zip(rules, found or (), strict=True):
        if count != failed[rule.name]:
            raise UnequalCountsError(rule.name, failed[rule.name], count)


def _failing_rows(
    connection: duckdb.DuckDBPyConnection, table: str, rule: Rule, parameters: Mapping[str, Any]
) -> pl.DataFrame:
    column = rule.blamed or f"'{rule.columns[0]}'"
    sql = f'SELECT object_id, "row", {column} AS column_name FROM {table} WHERE {rule.failing} ORDER BY ALL'
    rows = connection.cursor().sql(sql, params=_used(sql, parameters)).pl()
    return rows.with_columns(
        table_name=pl.lit(table),
        rule=pl.lit(rule.name),
        severity=pl.lit(rule.severity),
    ).select(pl.col(name).cast(kind) for name, kind in FAILING.items())


def _used(sql: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that a query names; DuckDB refuses others."""
    return {name: parameters[name] for name in re.findall(r"\$([a-z_0-9]+)", sql)}
