"""Tables with one column a month (`2022-12` beside `2023-1`), read as one record a cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from pipelines.cast.days import MONTH_YEAR, YEAR_MONTH
from pipelines.cast.month_names import with_figures
from pipelines.mapping.declaration import Mapping, WideMapping
from pipelines.read.raw import RawTable

ROW_STEP = 1000
"""A cell's row is the line's row and three digits of its column: 12005 is column 5 of row 12."""


def month_of(header: str, languages: tuple[str, ...] = ()) -> str | None:
    """The month a header names, as `2023-01`; None where it names none (`Total 2023`, `2023`)."""
    text = header.removesuffix("T00:00:00").removesuffix("-01") if header.endswith("T00:00:00") else header
    figures = with_figures(text, languages) or text
    if found := YEAR_MONTH.fullmatch(figures):
        year, month = found[1], int(found[2])
    elif found := MONTH_YEAR.fullmatch(figures):
        year, month = found[2], int(found[1])
    else:
        return None
    return f"{year}-{month:02}" if 1 <= month <= 12 else None


def month_columns(headers: Sequence[str], wide: WideMapping) -> dict[int, str]:
    """Position and month of every column whose header names one."""
    found = {position: month_of(header, wide.languages) for position, header in enumerate(headers)}
    return {position: month for position, month in found.items() if month}


def long_headers(headers: Sequence[str], mapping: Mapping) -> tuple[str, ...]:
    """The headers after melting: those that name no month, then the names of the two fields of `wide`.

    As they are for a mapping that is not wide, and where no header names a month.
    """
    wide = mapping.wide
    months = month_columns(headers, wide) if wide else {}
    if wide is None or not months:
        return tuple(headers)
    kept = (header for position, header in enumerate(headers) if position not in months)
    return (*kept, wide.month, wide.value)


def melted(table: RawTable, mapping: Mapping) -> RawTable:
    """The table with one record a cell under a month; a line without anything else but counts stays blank."""
    months = month_columns(table.headers, mapping.wide) if mapping.wide else {}
    if not months:
        return table
    kept = [position for position in range(len(table.headers)) if position not in months]

    def batches() -> Iterator[pl.DataFrame]:
        for batch in table.batches():
            beside = [pl.col(f"c{position}").alias(f"c{place}") for place, position in enumerate(kept)]
            others = [pl.col(name) for name in ("extra",) if name in batch.columns]
            named = pl.any_horizontal(
                pl.lit(False), *(pl.col(f"c{position}").is_not_null() for position in kept)
            )
            cells = [
                batch.select(
                    (pl.col("row") * ROW_STEP + position + 1).alias("row"),
                    *beside,
                    pl.when(named).then(pl.lit(month)).alias(f"c{len(kept)}"),
                    pl.when(named).then(pl.col(f"c{position}")).alias(f"c{len(kept) + 1}"),
                    *others,
                )
                for position, month in months.items()
            ]
            yield pl.concat(cells).sort("row")

    return RawTable(table.name, long_headers(table.headers, mapping), table.first_row, batches)
