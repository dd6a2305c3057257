"""Programmes and their meetings: codes that every source makes alike, so that its sources agree."""

from __future__ import annotations

import polars as pl

from pipelines.context import SiteContext

FORMAT_OF_MODE = {"in-person": "in-person", "off-site": "in-person", "virtual": "online"}


def with_programme(fields: pl.DataFrame, site: SiteContext) -> pl.DataFrame:
    """`fields` with `programme_code` and, prefixed `register_`, what the register says of the programme."""
    found = site.programmes.look_up(fields["programme"])
    dimensions = [column for column in found.columns if column != "programme_code"]
    return fields.hstack(found.rename({column: f"register_{column}" for column in dimensions}))


def session_code(on: pl.Expr, at: pl.Expr) -> pl.Expr:
    """Code of a meeting: its programme and its start in UTC, or its local day where no time is known."""
    start = pl.coalesce(at.dt.to_string("%Y-%m-%dT%H:%MZ"), on.dt.to_string("%Y-%m-%d"))
    return pl.concat_str(pl.col("programme_code"), start, separator="@")


def programme(fields: pl.DataFrame, **stated: pl.Expr) -> pl.DataFrame:
    """Canonical `programme` rows; the register goes before what the source states."""
    dimensions = {
        name: pl.coalesce(pl.col(f"register_{name}"), stated.get(name, pl.lit(None, pl.String)))
        for name in ("service", "core_program", "theme", "partner")
    }
    audience = stated.get("audience", pl.lit(None, pl.String))
    return fields.select(
        "row", "programme_code", pl.col("programme").alias("name"), **dimensions, audience=audience
    )


def came_before(site: SiteContext) -> pl.Expr:
    """Whether the day `on` was over when the file came in: then a schedule says of the past, else of a plan."""
    return (pl.col("on") < pl.lit(site.arrived_on, pl.Date)).fill_null(site.arrived_on is None)


def format_of(mode: pl.Expr) -> pl.Expr:
    """How people took part where the mode leaves no choice; null for hybrid and unknown."""
    return mode.replace_strict(FORMAT_OF_MODE, default=None, return_dtype=pl.String)
