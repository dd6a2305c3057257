"""Fabman's numbers: machines and members go by the number that the system gave them."""

from __future__ import annotations

import polars as pl


def resource_code(number: str) -> pl.Expr:
    """Code of a machine, the same in logs, bookings, trainings and the list of resources."""
    return pl.concat_str(pl.lit("fabman"), number, separator="-")
