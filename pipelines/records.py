"""Which record a row is: its key, its digest, and what repeats within one file.

A record's key is a hash of its identity (or multiset) fields, its digest one of its other typed content.
Contacts have been replaced by keyed hashes before, so neither can be turned back into one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.distinct import map_distinct

HASH_BYTES = 16
NULL, SEPARATOR, LIST_SEPARATOR = "\x1e", "\x1f", "\x1d"
RECORD_SCHEMA = pa.schema(
    {
        "row": pa.int64(),
        "record_key": pa.string(),
        "ordinal": pa.int32(),
        "digest": pa.string(),
        "state": pa.string(),
    }
)
REPEATS_AT_ONCE = 1_000_000
Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.uint64]


def hash_rows(columns: list[pl.Series]) -> tuple[pl.Series, Numbers]:
    """A 128-bit hash of each row's values: as 32 hexadecimal digits, and its first half as a number.

    Order of columns counts, their names do not; null differs from every text. The same on every machine.
    """
    texts = _joined(columns).cast(pl.Binary).to_list()
    raw = b"".join([blake2b(text, digest_size=HASH_BYTES).digest() for text in texts])
    digits = pa.py_buffer(raw.hex().encode())
    offsets = pa.py_buffer(np.arange(0, len(digits) + 1, 2 * HASH_BYTES, dtype=np.int64))
    hexadecimal = pl.Series(pa.LargeStringArray.from_buffers(len(texts), offsets, digits))
    return hexadecimal, np.frombuffer(raw, dtype=">u8")[::2].astype(np.uint64)


def digest_rows(columns: list[pl.Series]) -> pl.Series:
    """The same hash as text, quicker where many rows agree."""
    return map_distinct(
        _joined(columns), lambda text: blake2b(text.encode(), digest_size=HASH_BYTES).hexdigest()
    )


def _joined(columns: list[pl.Series]) -> pl.Series:
    return pl.select(pl.concat_str([_as_text(column) for column in columns], separator=SEPARATOR)).to_series()


def _as_text(column: pl.Series) -> pl.Series:
    if isinstance(column.dtype, pl.List):
        column = column.list.join(LIST_SEPARATOR)
    elif column.dtype.is_temporal():
        column = column.to_physical()
    return column.cast(pl.String).fill_null(NULL)


def write_frame(writer: pq.ParquetWriter, frame: pl.DataFrame) -> None:
    """Append a frame whose columns are those of the writer's schema, in order."""
    writer.write_table(frame.to_arrow().cast(writer.schema))


def open_writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """A Parquet file to append to; the same rows give the same bytes. Hashes get no dictionary."""
    coded = [name for name in schema.names if name != "digest" and not name.endswith("_key")]
    return pq.ParquetWriter(path, schema, compression="zstd", compression_level=1, use_dictionary=coded)


@dataclass
class RecordLog:
    """Every record of a file in file order, written as it comes; `finish` settles those whose key repeats.

    Keeps nine bytes a record in memory: half of each key's hash and whether the record is staged.
    """

    path: Path
    writer: pq.ParquetWriter = field(init=False)
    keys: list[Numbers] = field(default_factory=list)
    staged: list[Mask] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.writer = open_writer(self.path, RECORD_SCHEMA)

    def append(self, rows: pl.Series, kept: pl.DataFrame, numbers: Numbers) -> None:
        """Add all `rows`; `kept` (row, record_key, digest, state) has those not excluded.

        `numbers`: the keys' numbers of the staged ones.
        """
        everything = pl.DataFrame({"row": rows}).join(kept, on="row", how="left", maintain_order="left")
        staged = pl.col("state") == "staged"
        frame = everything.with_columns(pl.col("state").fill_null("excluded")).select(
            "row", "record_key", pl.when(staged).then(1).cast(pl.Int32).alias("ordinal"), "digest", "state"
        )
        write_frame(self.writer, frame)
        self.keys.append(numbers)
        self.staged.append((frame["state"] == "staged").to_numpy())

    def finish(self, last_holds: bool) -> pl.Series:
        """The rows of records that a later record of this file with the same key replaces (`last_holds`).

        Otherwise nothing is replaced, and records of one key are numbered 1, 2, 3... in the order of their
        digests, so that exports of the same records number them alike in whatever order.
        """
        self.writer.close()
        staged = np.concatenate(self.staged) if self.staged else np.zeros(0, dtype=bool)
        repeated = _repeated(self.keys)
        if not repeated.any():
            return pl.Series("row", [], dtype=pl.Int64)
        among_all = np.zeros(len(staged), dtype=bool)
        among_all[staged] = repeated
        positions = np.flatnonzero(among_all)
        ends = np.cumsum([len(keys) for keys in self.keys])[:-1]
        masks = zip(self.keys, np.split(repeated, ends), strict=True)
        keys = np.concatenate([keys[mask] for keys, mask in masks])
        parts = keys % np.uint64(1 + len(positions) // REPEATS_AT_ONCE)
        ordinals = np.ones(len(staged), dtype=np.int32)
        replaced = np.zeros(len(staged), dtype=bool)
        for part in np.unique(parts):
            found = self._rows_at(positions[parts == part])
            if last_holds:
                earlier = pl.col("position") != pl.col("position").max().over("record_key")
                replaced[found.filter(earlier)["position"].to_numpy()] = True
            else:
                found = found.sort("record_key", "digest", "position")
                number = pl.int_range(1, pl.len() + 1).over("record_key").alias("number")
                ordinals[found["position"].to_numpy()] = found.select(number).to_series().to_numpy()
        return self._rewrite(ordinals, replaced)

    def _rows_at(self, positions: npt.NDArray[np.int64]) -> pl.DataFrame:
        wanted = pl.DataFrame({"position": positions.astype(np.uint32)})
        records = pl.scan_parquet(self.path).select("record_key", "digest").with_row_index("position")
        return records.join(wanted.lazy(), on="position", how="semi").collect(engine="streaming")

    def _rewrite(self, ordinals: npt.NDArray[np.int32], replaced: Mask) -> pl.Series:
        draft = self.path.with_suffix(".draft")
        rows: list[pl.Series] = []
        start = 0
        with open_writer(draft, RECORD_SCHEMA) as writer, pq.ParquetFile(self.path) as file:
            for batch in file.iter_batches(batch_size=1 << 17):
                frame = pl.DataFrame(pl.from_arrow(batch))
                end = start + frame.height
                gone = pl.Series(replaced[start:end])
                number = pl.when(pl.col("ordinal").is_not_null()).then(pl.Series(ordinals[start:end]))
                state = pl.when(gone).then(pl.lit("duplicate")).otherwise("state")
                write_frame(writer, frame.with_columns(ordinal=number, state=state))
                rows.append(frame["row"].filter(gone))
                start = end
        draft.replace(self.path)
        return pl.concat(rows)


def _repeated(batches: list[Numbers]) -> Mask:
    """Mask of the keys that occur more than once in all batches together."""
    if not batches:
        return np.zeros(0, dtype=bool)
    in_order = np.concatenate(batches)
    in_order.sort()
    twice = np.unique(in_order[1:][in_order[1:] == in_order[:-1]])
    del in_order
    if not len(twice):
        return np.zeros(sum(map(len, batches)), dtype=bool)
    places = (np.minimum(np.searchsorted(twice, keys), len(twice) - 1) for keys in batches)
    return np.concatenate([twice[place] == keys for place, keys in zip(places, batches, strict=True)])
