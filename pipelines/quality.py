"""What a snapshot says about itself: its files, verdicts, quarantine, coverage and identity, as frames.

No raw value stands in these tables: the quarantine names file, row, column and reason only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from expectations.catalogue import all_rules
from expectations.meanings import MEANINGS
from pipelines.problems import Problem, RefusalError
from pipelines.snapshot import Snapshot

TABLES: dict[str, str] = {
    "meta_snapshot": "snapshot",
    "meta_object": "object_id",
    "meta_excluded": "object_id, reason",
    "meta_quarantine": "object_id, row, table_name, column_name, rule, code",
    "meta_verdict": "table_name, rule",
    "meta_coverage": "table_name",
    "meta_identity": "records",
    "dim_district": "code",
}


def quality(snapshot: Snapshot, table: str) -> pl.DataFrame:
    """All rows of a table by which a snapshot describes itself, in a stable order; refuses other names."""
    return snapshot.rows(statement(table))


def statement(table: str) -> str:
    """The SQL of `quality`, for whoever wants to see where its rows come from."""
    if table not in TABLES:
        raise RefusalError(Problem("unknown_table", values={"table": table}))
    return f"select * from {table} order by {TABLES[table]}"


INSTANTS = {
    "starts_at": "the start",
    "ends_at": "the end",
    "started_at": "the start",
    "stopped_at": "the end",
}


def quarantine(snapshot: Snapshot) -> pl.DataFrame:
    """The records set aside: file, row as a spreadsheet shows it, table, column, rule, code, message.

    A record has a line for each reason; `message` is a sentence that says where, why and what to do.
    """
    rows = snapshot.rows("""
        select o.file, q.row, q.table_name, q.column_name, q.rule, q.code, q."values"
        from meta_quarantine q join meta_object o using (object_id)
        order by o.object_id, q.row, q.table_name, q.column_name, q.rule, q.code""")
    messages = [_message(row) for row in rows.iter_rows(named=True)]
    return rows.drop("values").with_columns(pl.Series("message", messages, pl.String))


def _message(row: Mapping[str, Any]) -> str:
    if row["rule"]:
        return Problem(
            "rule_failed", row["file"], row["row"], row["column_name"], {"meaning": _meaning(row["rule"])}
        ).message
    values = json.loads(row["values"] or "{}")
    return Problem(row["code"], row["file"], row["row"], row["column_name"] or None, values).message


def _meaning(name: str) -> str:
    """What is wrong by a rule, without the names of canonical columns, which no export has."""
    rule = all_rules().get(name)
    if rule is None:
        return name
    words = {"column": "the value"} | {
        key: INSTANTS.get(str(value), str(value)) for key, value in rule.values.items() if key != "column"
    }
    return MEANINGS[rule.code].format(**words) if rule.code in MEANINGS else rule.meaning
