"""LibCal space bookings: each record is one reservation of a room, a seat or a machine."""

from __future__ import annotations

import polars as pl

from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.sources._fields import INSTANT, Types, complete, declared_code
from pipelines.sources._moments import instant, starts
from pipelines.sources._people import person

TABLES = ("resource", "booking", "person")
FIELDS: Types = {
    **dict.fromkeys(("book_id", "item_id", "space_id", "seat_id", "space_name", "seat_name"), pl.String),
    **dict.fromkeys(("kind", "service", "status", "check_in", "cancelled_at"), pl.String),
    **dict.fromkeys(("starts_at", "ends_at", "created_at"), INSTANT),
    **dict.fromkeys(("booked_date", "end_date"), pl.Date),
    **dict.fromkeys(("start_time", "end_time"), pl.Time),
}
NOT_CANCELLED = ("", "0", "false")


def shape(fields: pl.DataFrame, mapping: Mapping, site: SiteContext) -> dict[str, pl.DataFrame]:
    """One `booking` a record with the resource it names, and a `person` by the e-mail that booked."""
    zone = site.site.time_zone
    records = complete(fields, FIELDS).with_columns(**starts("starts_at", "booked_date", "start_time", zone))
    ends_on = pl.coalesce("end_date", "on")
    records = records.with_columns(
        starts_at="at",
        starts_at_on="on",
        starts_at_hour="hour",
        ends_at=pl.coalesce("ends_at", instant(ends_on, pl.col("end_time"), zone)),
        # A table names a space and does not number it.
        resource_code=pl.concat_str(
            pl.lit("libcal"),
            pl.coalesce("space_id", "space_name"),
            "seat_id",
            separator="-",
            ignore_nulls=True,
        ),
        booking_code=pl.concat_str(pl.lit("libcal"), "book_id", "item_id", separator="-", ignore_nulls=True),
        came=_came(),
    )
    return {
        "resource": _resources(records, mapping),
        "booking": _bookings(records),
        "person": person(records, "starts_at_on", site),
    }


def _resources(records: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    seat = pl.col("seat_id").is_not_null()
    return records.select(
        "row",
        "resource_code",
        pl.coalesce("seat_name", "space_name", "resource_code").alias("name"),
        pl.when(seat).then(pl.lit("seat")).otherwise(pl.col("kind").fill_null("room")).alias("kind"),
        declared_code(mapping, "service").alias("service"),
    )


def _bookings(records: pl.DataFrame) -> pl.DataFrame:
    start, end = pl.col("starts_at"), pl.col("ends_at")
    # LibCal writes the check-in over the start. Who checked in when the time was up used nothing of it; any
    # other reservation that ends before it starts is an error, and left as it is for validation to see.
    start = pl.when((pl.col("came") == "yes") & (start > end)).then(end).otherwise(start)
    return records.select(
        "row",
        "booking_code",
        "resource_code",
        start.alias("starts_at"),
        end.alias("ends_at"),
        pl.col("starts_at_on").alias("booked_on"),
        pl.col("starts_at_hour").alias("hour"),
        # A slot may be booked while it runs, and the start may have moved: the lead is then nil.
        pl.when(pl.col("created_at").is_not_null())
        .then(pl.min_horizontal("created_at", start))
        .alias("created_at"),
        _status().alias("status"),
        pl.col("came").alias("checked_in"),
    )


def _status() -> pl.Expr:
    """`checked_in` and `no_show` of the mapping were confirmed; a moment of cancellation ends others."""
    status = pl.col("status").replace({"checked_in": "confirmed", "no_show": "confirmed"})
    cancelled = pl.col("cancelled_at").is_not_null() & ~pl.col("cancelled_at").str.to_lowercase().is_in(
        NOT_CANCELLED
    )
    by_word = pl.col("status").is_in(("checked_in", "no_show", "denied"))
    return pl.when(cancelled & ~by_word).then(pl.lit("cancelled")).otherwise(status)


def _came() -> pl.Expr:
    """yes, no or unknown: what the status says, else the check-in column."""
    return (
        pl.when(pl.col("status") == "checked_in")
        .then(pl.lit("yes"))
        .when(pl.col("status") == "no_show")
        .then(pl.lit("no"))
        .otherwise(pl.col("check_in").fill_null("unknown"))
    )
