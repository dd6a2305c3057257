"""The fields a source knows: columns that a mapping does not declare are there as nulls."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf

import polars as pl

from pipelines.mapping import Mapping

INSTANT = pl.Datetime("us", "UTC")
Types = MappingOf[str, pl.DataType | type[pl.DataType]]


def complete(fields: pl.DataFrame, *types: Types) -> pl.DataFrame:
    """`fields` with every column named in `types`; an instant brings `<name>_on`, `<name>_hour`."""
    wanted: dict[str, pl.DataType | type[pl.DataType]] = {}
    for part in types:
        for name, dtype in part.items():
            wanted[name] = dtype
            if dtype == INSTANT:
                wanted |= {f"{name}_on": pl.Date, f"{name}_hour": pl.Int64}
    absent = [pl.lit(None, dtype).alias(name) for name, dtype in wanted.items() if name not in fields.columns]
    return fields.with_columns(absent)


def declared_code(mapping: Mapping, name: str) -> pl.Expr:
    """The category `name` where it is a code that the mapping lists; null for other text that was kept."""
    part = mapping.fields.get(name)
    return pl.when(pl.col(name).is_in(list(part.values) if part else [])).then(pl.col(name))
