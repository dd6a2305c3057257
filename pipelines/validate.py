"""Which staged rows and tables break which rule: the verdict of Great Expectations and the failing rows.

Both come from the same declared rule (`expectations/`); different counts are an error of ours.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from expectations.catalogue import all_tables
from expectations.schema import Scope, Severity
from pipelines.failing_rows import FAILING, failing_rows

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
    failed = {rule: count.failed for rule, count in counts.items()}
    with duckdb.connect(str(database), read_only=True) as connection:
        failing = [
            failing_rows(connection, table, rules, parameters, failed) for table, rules in chosen.items()
        ]
    verdicts = tuple(
        Verdict(table, rule.name, rule.severity, rule.scope, counts[rule.name].checked, failed[rule.name])
        for table, rules in chosen.items()
        for rule in rules
    )
    return Validation(verdicts, pl.concat(failing))


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
