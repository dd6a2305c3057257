"""What a reader should know about cells that were not taken as they stand, though their records are kept."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from pipelines.problems import Problem


def kept_with_remarks(problems: Path, file: str) -> list[str]:
    """A sentence for each column and kind of warning in a staged `problem.parquet`, at the first such row."""
    found = (
        pl.scan_parquet(problems)
        .filter(pl.col("severity") == "warning")
        .group_by("column", "code")
        .agg(first=pl.col("row").min(), rows=pl.col("row").n_unique())
        .sort("first", "column", "code")
        .collect()
    )
    return [
        f"{Problem(code, file, first, column).message} (Kept; {rows} {'row' if rows == 1 else 'rows'}.)"
        for column, code, first, rows in found.iter_rows()
    ]
