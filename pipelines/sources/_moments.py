"""When something took place, from an instant, or from a local day with or without a local time."""

from __future__ import annotations

import polars as pl


def instant(day: pl.Expr, time: pl.Expr, zone: str) -> pl.Expr:
    """UTC instant of a local day and time: the earlier where clocks repeat it, null where they skip it."""
    local = day.dt.combine(time, "us")
    return local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null").dt.convert_time_zone(
        "UTC"
    )


def starts(at: str, day: str, time: str, zone: str) -> dict[str, pl.Expr]:
    """`at`, `on` and `hour` from the instant column `at`, else from the columns `day` and `time`.

    `at` and `hour` are null where only a day is known.
    """
    on = pl.coalesce(pl.col(f"{at}_on"), pl.col(day))
    return {
        "at": pl.coalesce(pl.col(at), instant(on, pl.col(time), zone)),
        "on": on,
        "hour": pl.coalesce(pl.col(f"{at}_hour"), pl.col(time).dt.hour().cast(pl.Int64)),
    }
