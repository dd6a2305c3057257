"""Delimited text: separator, header and records in bounded batches with their spreadsheet rows."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

import polars as pl

from pipelines.read.blocks import Dialect, Records, blocks, quoting_is_regular, utf8_pieces
from pipelines.read.encoding import Encoding
from pipelines.read.raw import BATCH_ROWS, FOLLOWING, RawTable, Source, header_text, refuse_large_cells

SEPARATORS = (",", ";", "\t", "|")
NO_SEPARATOR = "\x1f"
"""Stands in no export: the separator of a file with one column."""
SAMPLE = 1 << 18
SAMPLE_RECORDS = 100
LONE_RETURN = re.compile(r"\r(?!\n)")
NOTHING = "".join(SEPARATORS) + " \r\n\xa0"
"""What blank rows are made of."""
DECLARED = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """How one file is read: encoding, dialect, header, widest record of its head and number of these.

    `ragged`: records with more cells than the header are marked, not refused.
    """

    encoding: Encoding
    dialect: Dialect
    headers: tuple[str, ...]
    first_row: int
    widest: int
    sampled: int
    following: tuple[tuple[str | None, ...], ...]
    ragged: bool = False


def delimited_table(source: Source, encoding: Encoding, ragged: bool = False) -> RawTable:
    """The one table of a delimited file; raises RefusalError when it is empty or has a header only.

    `ragged`: a record with more cells than the header does not refuse the file; the batches then have the
    column "extra" (Boolean: the record had such cells, which are left out).
    """
    layout = replace(_layout(source, encoding), ragged=ragged)
    if layout.sampled == 0:
        records = Records(utf8_pieces(source, encoding), layout.dialect, layout.headers, 1, source)
        if not any(any(cells) for row, cells in records if row >= layout.first_row):
            raise source.refusal("header_only")
    return RawTable("", layout.headers, layout.first_row, lambda: _batches(source, layout), layout.following)


def _layout(source: Source, encoding: Encoding) -> Layout:
    text = _head(source, encoding)
    declared = DECLARED.match(text)
    dialect = _dialect(text, declared.group(1) if declared else None)
    sample = _sample(text, dialect) if text.strip(NOTHING) else []
    for index, cells in enumerate(sample):
        if any(cell.strip() for cell in cells) and not (declared and index == 0):
            headers = tuple(header_text(cell) for cell in cells)
            records = [record for record in sample[index + 1 :] if any(record)]
            widest = max(map(len, [cells, *records]))
            following = tuple(
                tuple(cell or None for cell in record) for record in sample[index + 1 :][:FOLLOWING]
            )
            return Layout(encoding, dialect, headers, index + 2, widest, len(records), following)
    if len(text.encode()) >= SAMPLE - 4:
        raise source.refusal("header_too_large", 1, kilobytes=SAMPLE >> 10)
    raise source.refusal("empty_file")


def _head(source: Source, encoding: Encoding) -> str:
    head = b""
    for piece in utf8_pieces(source, encoding):
        head += piece
        if len(head) >= SAMPLE:
            break
    return head[:SAMPLE].decode(errors="ignore")


def _dialect(text: str, declared: str | None) -> Dialect:
    """The separator under which the head falls most evenly into the most columns."""
    separator = declared or max(SEPARATORS, key=lambda candidate: _fit(text, candidate))
    if declared is None and _fit(text, separator)[1] < 2:
        separator = NO_SEPARATOR
    plain = Dialect(separator)
    spaced = re.search(f'{re.escape(separator)} +"', text) and any(
        cell[:1] == " " and cell.lstrip()[:1] == '"' for cells in _sample(text, plain) for cell in cells
    )
    return Dialect(separator, skip_spaces=True) if spaced else plain


def _fit(text: str, separator: str) -> tuple[float, int]:
    """Share of the head's records that are as wide as its header, 0 for one column; and that width."""
    widths = [len(cells) for cells in _sample(text, Dialect(separator)) if any(cells)]
    if not widths:
        return 0.0, 0
    even = sum(width == widths[0] for width in widths) / len(widths)
    return (even, widths[0]) if widths[0] > 1 else (0.0, 1)


def _sample(text: str, dialect: Dialect) -> list[list[str]]:
    """The first records of the head; the last, possibly cut, is left out when the head is full."""
    reader = dialect.reader(io.StringIO(LONE_RETURN.sub(" ", text), newline="\n"))
    records = list(islice(reader, SAMPLE_RECORDS))
    cut = len(text.encode()) >= SAMPLE - 4 and next(reader, None) is None
    return records[:-1] if cut else records


def _batches(source: Source, layout: Layout) -> Iterator[pl.DataFrame]:
    row = 1
    pieces = utf8_pieces(source, layout.encoding)
    for block, whole in (cut := blocks(pieces)):
        frame = (
            _parse(block, layout) if whole and quoting_is_regular(block, layout.dialect.separator) else None
        )
        if frame is None:
            rest = chain([block], (later for later, _ in cut))
            yield from _slow_batches(rest, layout, row, source)
            return
        yield from _finished(frame, row, layout, source)
        row += frame.height


def _parse(block: bytes, layout: Layout) -> pl.DataFrame | None:
    """All records of the block, or None when one has more cells than the widest of the head."""
    if layout.dialect.skip_spaces:
        return None
    columns = {f"c{index}": pl.String() for index in range(layout.widest + 1)}
    try:
        frame = pl.read_csv(
            block,
            has_header=False,
            schema=columns,
            separator=layout.dialect.separator,
            missing_columns="insert",
        )
    except pl.exceptions.ComputeError:
        return None
    return frame.with_columns(pl.all().replace({"": None})) if b'""' in block else frame


def _slow_batches(
    pieces: Iterator[bytes], layout: Layout, first: int, source: Source
) -> Iterator[pl.DataFrame]:
    width = len(layout.headers)
    records = iter(Records(pieces, layout.dialect, layout.headers, first, source))
    while batch := list(islice(records, BATCH_ROWS // 2)):
        longer = [any(cells[width:]) for _, cells in batch]
        for (row, cells), is_longer in zip(batch, longer, strict=True):
            if is_longer and row >= layout.first_row and not layout.ragged:
                raise source.refusal("too_many_cells", row, cells=len(cells), columns=width)
        columns = {
            f"c{index}": [cells[index] or None if index < len(cells) else None for _, cells in batch]
            for index in range(width)
        }
        frame = pl.DataFrame(columns, schema={name: pl.String() for name in columns})
        if layout.ragged:
            frame = frame.with_columns(extra=pl.Series(longer, dtype=pl.Boolean))
        yield from _finished(frame, batch[0][0], layout, source)


def _finished(frame: pl.DataFrame, row: int, layout: Layout, source: Source) -> Iterator[pl.DataFrame]:
    """Records with their rows; raises RefusalError at too many cells and at a cell too large."""
    width = len(layout.headers)
    rows = pl.int_range(row, row + frame.height, dtype=pl.Int64, eager=True).alias("row")
    frame = frame.insert_column(0, rows).slice(max(layout.first_row - row, 0))
    named = ["row", *(f"c{index}" for index in range(width))]
    beyond = [column for column in frame.columns if column not in named and column != "extra"]
    if layout.ragged:
        if "extra" not in frame.columns:
            longer = pl.any_horizontal(pl.lit(False), *(pl.col(column).is_not_null() for column in beyond))
            frame = frame.with_columns(extra=longer)
        named.append("extra")
    else:
        for column in beyond:
            if frame[column].null_count() < frame.height:
                first = frame.filter(pl.col(column).is_not_null())["row"][0]
                raise source.refusal("too_many_cells", first, cells=int(column[1:]) + 1, columns=width)
    if frame.height:
        refuse_large_cells(frame.select(named[: width + 1]), layout.headers, source)
        yield frame.select(named)
