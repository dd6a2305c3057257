"""The canonical tables of one staged file, appended batch by batch as Parquet."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import TracebackType

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from expectations.schema import Table
from pipelines.records import open_writer, write_frame

POLARS: dict[str, pl.DataType] = {
    "text": pl.String(), "integer": pl.Int64(), "double": pl.Float64(), "boolean": pl.Boolean(),
    "date": pl.Date(), "timestamp": pl.Datetime("us", "UTC"),
}  # fmt: skip


def canonical_table(name: str) -> Table:
    """The declaration of a canonical table."""
    table: Table = import_module(f"expectations.{name}").TABLE
    return table


def conform(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """`row` and the table's columns in its order and types; absent ones null. ValueError if unknown."""
    if unknown := set(frame.columns) - {"row", *table.column_names}:
        raise ValueError(f"{table.name} has no column {sorted(unknown)[0]}")
    if "row" not in frame.columns:
        raise ValueError(f"{table.name} was shaped without the column row")
    columns = [pl.col("row").cast(pl.Int64)]
    for column in table.columns:
        there = pl.col(column.name) if column.name in frame.columns else pl.lit(None)
        columns.append(there.cast(POLARS[column.type]).alias(column.name))
    return frame.select(columns)


class TableWriters:
    """One Parquet file for each canonical table of a source, in `folder`; empty tables have a file too."""

    def __init__(self, folder: Path, names: tuple[str, ...]) -> None:
        self.folder = folder
        self.tables = {name: canonical_table(name) for name in names}
        self.writers: dict[str, pq.ParquetWriter] = {}
        for name, table in self.tables.items():
            empty = conform(pl.DataFrame(schema={"row": pl.Int64}), table)
            self.writers[name] = open_writer(folder / f"{name}.parquet", plain_schema(empty))

    def __enter__(self) -> TableWriters:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for writer in self.writers.values():
            writer.close()

    def append(self, frames: dict[str, pl.DataFrame], rows: pl.Series) -> None:
        """Add what a source shaped from the records `rows`. ValueError for a table or row not theirs."""
        for name, frame in frames.items():
            if name not in self.tables:
                raise ValueError(f"the source shaped {name}, which it does not list in TABLES")
            shaped = conform(frame, self.tables[name])
            if not shaped["row"].is_in(rows.implode()).all():
                raise ValueError(f"{name} has a row that is none of the records it was shaped from")
            if shaped.height:
                write_frame(self.writers[name], shaped)


def plain_schema(frame: pl.DataFrame) -> pa.Schema:
    """The Arrow schema of a frame with plain strings, which every reader of Parquet knows."""
    texts = {name for name, dtype in frame.schema.items() if dtype == pl.String}
    schema = frame.to_arrow().schema
    return pa.schema(
        [pa.field(part.name, pa.string() if part.name in texts else part.type) for part in schema]
    )


def drop_rows(path: Path, rows: pl.Series) -> None:
    """Rewrite a table without the rows of some records, holding one batch in memory at a time."""
    draft = path.with_suffix(".draft")
    with pq.ParquetFile(path) as file, open_writer(draft, file.schema_arrow) as writer:
        for batch in file.iter_batches(batch_size=1 << 17):
            frame = pl.DataFrame(pl.from_arrow(batch))
            write_frame(writer, frame.filter(~pl.col("row").is_in(rows.implode())))
    draft.replace(path)


def date_range(folder: Path, names: tuple[str, ...]) -> tuple[str | None, str | None]:
    """First and last local date, as ISO text, over the first required date column of each table."""
    ends: list[str] = []
    for name in names:
        column = next(
            (c.name for c in canonical_table(name).columns if c.type == "date" and c.required), None
        )
        if column:
            scanned = pl.scan_parquet(folder / f"{name}.parquet")
            row = scanned.select(pl.col(column).min(), pl.col(column).max().alias("last")).collect().row(0)
            ends += [day.isoformat() for day in row if day]
    return (min(ends), max(ends)) if ends else (None, None)
