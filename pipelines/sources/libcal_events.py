"""LibCal events: each record is one meeting of a programme, with its seats and the people counted."""

from __future__ import annotations

import polars as pl

from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.sources._fields import INSTANT, Types, complete, declared_code
from pipelines.sources._moments import instant, starts
from pipelines.sources._sessions import came_before, format_of, programme, session_code, with_programme

TABLES = ("programme", "session", "attendance")
FORMATS = {
    "in-person": ("attended_in_person", "physical_seats_taken"),
    "online": ("attended_online", "online_seats_taken"),
}
FIELDS: Types = {
    **dict.fromkeys(
        ("programme", "zone", "service", "calendar_service", "core_program", "theme", "audience"), pl.String
    ),
    **dict.fromkeys(("all_day", "registration", "cancelled"), pl.Boolean),
    **dict.fromkeys(("starts_at", "ends_at"), INSTANT),
    **dict.fromkeys(("start_date", "end_date"), pl.Date),
    **dict.fromkeys(("start_time", "end_time"), pl.Time),
    **dict.fromkeys(("seats", "seats_taken", "physical_seats", "online_seats"), pl.Int64),
    **{column: pl.Int64 for columns in FORMATS.values() for column in columns},
}


def shape(fields: pl.DataFrame, mapping: Mapping, site: SiteContext) -> dict[str, pl.DataFrame]:
    """One `session` a record; headcounts of who registered and attended, by format; not counted is null.

    The table states date and time apart; its "All Day Event" instead of a time leaves the day.
    """
    zone = site.site.time_zone
    records = with_programme(complete(fields, FIELDS), site)
    records = records.with_columns(**starts("starts_at", "start_date", "start_time", zone))
    ends_on = pl.coalesce("end_date", "on")
    records = records.with_columns(
        at=pl.when(~pl.col("all_day").fill_null(False)).then("at"),
        ends_at=pl.coalesce("ends_at", instant(ends_on, pl.col("end_time"), zone)),
        mode=_mode(),
        cancelled=pl.col("cancelled").fill_null(False),
    )
    records = records.with_columns(session_code=session_code(pl.col("on"), pl.col("at")))
    programmes = programme(
        records,
        service=pl.coalesce(declared_code(mapping, "service"), declared_code(mapping, "calendar_service")),
        core_program=declared_code(mapping, "core_program"),
        theme=declared_code(mapping, "theme"),
        audience=pl.col("audience"),
    )
    counted = records.filter(~pl.col("cancelled"))
    attendances = pl.concat([_attended(counted), _registered(counted)])
    return {"programme": programmes, "session": _sessions(records, site), "attendance": attendances}


def _mode() -> pl.Expr:
    """Seats in the room and online are hybrid; seats or a place online only are virtual."""
    online, here = pl.col("online_seats").fill_null(0) > 0, pl.col("physical_seats").fill_null(0) > 0
    return (
        pl.when(online & here)
        .then(pl.lit("hybrid"))
        .when(online | (pl.col("zone") == "online"))
        .then(pl.lit("virtual"))
        .when(pl.col("zone") == "off_site")
        .then(pl.lit("off-site"))
        .otherwise(pl.lit("in-person"))
    )


def _sessions(records: pl.DataFrame, site: SiteContext) -> pl.DataFrame:
    """A schedule says `held` of a day that was over when it came, else `planned` (prep_session.sql)."""
    timed = pl.col("at").is_not_null()
    seats = pl.col("physical_seats").fill_null(0) + pl.col("online_seats").fill_null(0)
    capacity = pl.coalesce(pl.col("seats"), seats)
    return records.select(
        "row",
        "session_code",
        "programme_code",
        pl.col("at").alias("starts_at"),
        pl.when(timed).then(pl.col("ends_at")).alias("ends_at"),
        pl.col("on").alias("held_on"),
        pl.when(timed).then("hour").alias("hour"),
        pl.when(timed).then(pl.lit("time")).otherwise(pl.lit("day")).alias("precision"),
        "mode",
        "zone",
        pl.col("register_language").alias("language"),
        pl.when(capacity > 0).then(capacity).alias("capacity"),
        pl.lit(1, pl.Int64).alias("sessions"),
        pl.when("cancelled").then(pl.lit("cancelled"))
        .when(came_before(site)).then(pl.lit("held"))
        .otherwise(pl.lit("planned")).alias("status"),
    )  # fmt: skip


def _attended(records: pl.DataFrame) -> pl.DataFrame:
    """A row for each format that states a count; one row with a null count where none does."""
    here, online = pl.col("attended_in_person"), pl.col("attended_online")
    silent = records.filter(here.is_null() & online.is_null())
    # LibCal fills the other format with 0: people who could not have come that way are no answer.
    said_here = records.filter(here.is_not_null() & ((here > 0) | (pl.col("mode") != "virtual")))
    said_online = records.filter(
        online.is_not_null() & ((online > 0) | pl.col("mode").is_in(("virtual", "hybrid")))
    )
    return pl.concat(
        [
            _headcounts(said_here, here, pl.lit("in-person"), "attended"),
            _headcounts(said_online, online, pl.lit("online"), "attended"),
            _headcounts(silent, pl.lit(None, pl.Int64), format_of(pl.col("mode")), "attended"),
        ]
    )


def _registered(records: pl.DataFrame) -> pl.DataFrame:
    """Seats taken of events that ask for registration, by format where LibCal splits them."""
    asked = records.filter(pl.col("registration").fill_null(False))
    here, online = pl.col("physical_seats_taken"), pl.col("online_seats_taken")
    split = (here.fill_null(0) + online.fill_null(0)) > 0
    whole = asked.filter(~split & pl.col("seats_taken").is_not_null())
    return pl.concat(
        [
            _headcounts(asked.filter(split & (here > 0)), here, pl.lit("in-person"), "registered"),
            _headcounts(asked.filter(split & (online > 0)), online, pl.lit("online"), "registered"),
            _headcounts(whole, pl.col("seats_taken"), format_of(pl.col("mode")), "registered"),
        ]
    )


def _headcounts(records: pl.DataFrame, count: pl.Expr, format_: pl.Expr, status: str) -> pl.DataFrame:
    return records.select(
        "row",
        "session_code",
        pl.col("on").alias("attended_on"),
        pl.lit("headcount").alias("kind"),
        count.cast(pl.Int64).alias("count"),
        pl.lit(status).alias("status"),
        format_.cast(pl.String).alias("format"),
    )
