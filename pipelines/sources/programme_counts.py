"""Aggregated programme tables: a line (or a month's cell) is several meetings with the people counted."""

from __future__ import annotations

import polars as pl

from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.sources._fields import Types, complete
from pipelines.sources._sessions import format_of, programme, with_programme

TABLES = ("programme", "session", "attendance")
FIELDS: Types = {
    **dict.fromkeys(("programme", "mode", "zone", "language", "audience"), pl.String),
    "period_month": pl.Date,
    "held_date": pl.Date,
    **dict.fromkeys(("year", "month", "sessions", "attendance"), pl.Int64),
}


def shape(fields: pl.DataFrame, mapping: Mapping, site: SiteContext) -> dict[str, pl.DataFrame]:
    """One `session` a line (it stands for `sessions` meetings) and one headcount, null where not stated.

    The month is `period_month`, or `year` and `month` (1-12); `held_date` is more exact and goes first.
    """
    of_parts = pl.date("year", "month", 1)
    valid = pl.col("year").is_not_null() & pl.col("month").is_between(1, 12)
    records = with_programme(complete(fields, FIELDS), site).with_columns(
        held_on=pl.coalesce("held_date", "period_month", pl.when(valid).then(of_parts)).dt.date(),
        precision=pl.when(pl.col("held_date").is_not_null()).then(pl.lit("day")).otherwise(pl.lit("month")),
    )
    # What is counted names the line, wherever it stands in its file. Two lines of one programme and month are
    # other meetings, never the same one (prep_meeting.sql): which of them are one record the mapping's key says.
    parts = ("programme_code", pl.col("held_on").cast(pl.String), "mode", "zone", "audience")
    code = pl.concat_str(pl.lit("count"), *parts, separator="@", ignore_nulls=True)
    records = records.with_columns(session_code=code)
    sessions = records.select(
        "row", "session_code", "programme_code", "held_on", "precision", "mode", "zone",
        pl.coalesce("language", "register_language").alias("language"),
        "sessions",
        pl.lit("held").alias("status"),
    )  # fmt: skip
    attendances = records.select(
        "row",
        "session_code",
        pl.col("held_on").alias("attended_on"),
        pl.lit("headcount").alias("kind"),
        pl.col("attendance").alias("count"),
        pl.lit("attended").alias("status"),
        format_of(pl.col("mode")).alias("format"),
        "audience",
    )
    return {"programme": programme(records), "session": sessions, "attendance": attendances}
