"""Fabman's numbers: a member is a person by number, and by e-mail where the record has one."""

from __future__ import annotations

import polars as pl

from pipelines.sources._people import person


def resource_code(column: str) -> pl.Expr:
    """Code of a machine, the same in logs, bookings and the list of resources."""
    return pl.concat_str(pl.lit("fabman"), column, separator="-")


def member(records: pl.DataFrame, seen_on: str) -> pl.DataFrame:
    """`person` rows by the member's key.

    A member's number is no card of the library: its field's type is card, and the mapping declares its prefix,
    so that the two never meet.
    """
    return person(records.rename({"member_id": "card"}), seen_on)
