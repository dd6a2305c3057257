"""A Python function over a column's distinct values, so that its cost follows the values and not the rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl


def map_distinct(
    texts: pl.Series, function: Callable[[str], Any], dtype: pl.DataType | type[pl.DataType] = pl.String
) -> pl.Series:
    """`function` of each text, as a series of `dtype` in the same order; null stays null."""
    distinct = texts.drop_nulls().unique()
    if distinct.is_empty():
        return pl.Series(texts.name, [None] * len(texts), dtype=dtype)
    results = pl.Series([function(text) for text in distinct], dtype=dtype)
    table = pl.DataFrame({"text": distinct, "result": results})
    joined = texts.alias("text").to_frame().join(table, on="text", how="left", maintain_order="left")
    return joined["result"].alias(texts.name)
