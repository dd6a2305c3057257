"""Headcounts of meetings: canonical attendance rows of people who are counted and not named."""

from __future__ import annotations

import polars as pl

from pipelines.sources._sessions import format_of


def headcounts(records: pl.DataFrame, count: str, status: str) -> pl.DataFrame:
    """One `attendance` row a record with its `count` of people; null stays null: unknown, not 0.

    `records` has `row`, `session_code`, `on` (date), `mode` and the count's column.
    """
    return records.select(
        "row",
        "session_code",
        pl.col("on").alias("attended_on"),
        pl.lit("headcount").alias("kind"),
        pl.col(count).cast(pl.Int64).alias("count"),
        pl.lit(status).alias("status"),
        format_of(pl.col("mode")).alias("format"),
    )
