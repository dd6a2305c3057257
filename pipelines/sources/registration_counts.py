"""Lists of meetings: each line is one meeting with how many registered and how many came."""

from __future__ import annotations

import polars as pl

from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.sources._counts import headcounts
from pipelines.sources._fields import INSTANT, Types, complete
from pipelines.sources._moments import starts
from pipelines.sources._sessions import programme, session_code, with_programme

TABLES = ("programme", "session", "attendance")
FIELDS: Types = {
    **dict.fromkeys(("programme", "meeting", "mode", "zone", "language"), pl.String),
    "session_at": INSTANT,
    "session_date": pl.Date,
    "start_time": pl.Time,
    **dict.fromkeys(("registered", "attended", "capacity"), pl.Int64),
}


def shape(fields: pl.DataFrame, mapping: Mapping, site: SiteContext) -> dict[str, pl.DataFrame]:
    """One `session` a line, and a headcount of who registered and of who came; a blank is unknown, not 0.

    `meeting` names the meeting where several of a programme fall on one day. Two lines that agree in all of
    it are two meetings: the second is numbered.
    """
    records = with_programme(complete(fields, FIELDS), site)
    records = records.with_columns(
        **starts("session_at", "session_date", "start_time", site.site.time_zone)
    ).with_columns(
        code=pl.concat_str(
            session_code(pl.col("on"), pl.col("at")), "meeting", separator="@", ignore_nulls=True
        )
    )
    number = pl.int_range(1, pl.len() + 1).over("code")
    records = records.with_columns(
        session_code=pl.when(number == 1).then("code").otherwise(pl.format("{}#{}", "code", number))
    )
    sessions = records.select(
        "row", "session_code", "programme_code",
        pl.col("at").alias("starts_at"),
        pl.col("on").alias("held_on"),
        "hour",
        pl.when(pl.col("at").is_null()).then(pl.lit("day")).otherwise(pl.lit("time")).alias("precision"),
        "mode", "zone",
        pl.coalesce("language", "register_language").alias("language"),
        "capacity",
        pl.lit(1, pl.Int64).alias("sessions"),
        pl.lit("held").alias("status"),
    )  # fmt: skip
    counts = [headcounts(records, "registered", "registered"), headcounts(records, "attended", "attended")]
    return {"programme": programme(records), "session": sessions, "attendance": pl.concat(counts)}
