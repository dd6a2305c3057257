"""What a snapshot says about itself: its files, verdicts, quarantine, coverage and identity, as frames.

No raw value stands in these tables: the quarantine names file, row, column and reason only.
"""

from __future__ import annotations

import polars as pl

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
    """All rows of one of the tables a snapshot describes itself with, in a stable order; refuses any other name."""
    if table not in TABLES:
        raise RefusalError(Problem("unknown_table", values={"table": table}))
    return snapshot.rows(f"select * from {table} order by {TABLES[table]}")
