"""Validation of what is new: its rows in one DuckDB file, the suites over it, and what they set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from expectations.schema import Table
from pipelines import assemble
from pipelines.assemble import Staged
from pipelines.manifest import QUARANTINE, VERDICT
from pipelines.origin import header_of, staged_headers
from pipelines.validate import Validation, Verdict, validate


@dataclass(frozen=True)
class Judgement:
    """Quarantine and verdicts of one run as a manifest carries them, and what stops the publish."""

    quarantine: pl.DataFrame
    verdicts: pl.DataFrame
    stops: tuple[Verdict, ...]


def judge(
    new: Sequence[Staged],
    former: Sequence[Staged],
    tables: Sequence[Table],
    codes: dict[str, list[str]],
    opened_on: date,
    scratch: Path,
    data_docs: Path,
    run: str,
) -> Judgement:
    """Run every rule over the rows of the `new` files.

    `former` files only tell which sessions and resources exist.
    """
    database = scratch / "staged.duckdb"
    with duckdb.connect(str(database)) as connection:
        assemble.attach(connection, former, tables)
        known = {
            "session": _codes(connection, "session", "session_code"),
            "resource": _codes(connection, "resource", "resource_code"),
        }
        assemble.attach(connection, new, tables)
        filled = []
        for table in tables:
            connection.execute(f"create table {table.name} as select * from staged_{table.name}")
            if connection.sql(f"select exists (from {table.name})").fetchall()[0][0]:
                filled.append(table.name)
            else:
                connection.execute(f"drop table {table.name}")
    found = validate(database, filled, codes, data_docs, opened_on=opened_on, known=known)
    return Judgement(_quarantine(found, new), _verdicts(found, run), found.stops)


def _codes(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> list[str]:
    rows = connection.sql(f"select distinct {column} from staged_{table} where {column} is not null")
    return [code for (code,) in rows.fetchall()]


def _quarantine(found: Validation, new: Sequence[Staged]) -> pl.DataFrame:
    """The failing rows under the headers of their files, since those are what people can look up."""
    headers = {item.object_id: staged_headers(item.folder) for item in new}
    place = ["object_id", "column_name", "rule"]
    named = found.quarantined.select(place).unique()
    shown = [header_of(column, rule, headers[item]) for item, column, rule in named.iter_rows()]
    named = named.with_columns(pl.Series("header", shown, pl.String))
    rows = found.quarantined.join(named, on=place, maintain_order="left").with_columns(
        column_name="header",
        code=pl.lit(None, pl.String),
        values=pl.lit("{}"),  # raw values stay in the landing area
    )
    return rows.select(list(QUARANTINE)).cast(QUARANTINE)  # type: ignore[arg-type]


def _verdicts(found: Validation, run: str) -> pl.DataFrame:
    lines = [(run, v.table, v.rule, v.severity, v.scope, v.checked, v.failed) for v in found.verdicts]
    return pl.DataFrame(lines, schema=VERDICT, orient="row")
