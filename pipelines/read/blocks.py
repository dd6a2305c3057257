"""A delimited file as blocks of whole records: bounded in memory, cut only where a record ends."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from pipelines.read.encoding import Encoding, decoded
from pipelines.read.raw import CELL_LIMIT, Source

BLOCK = 1 << 24
RECORD_LIMIT = BLOCK
"""Bytes one record may hold."""

# The module's own limit would end in an error that names no column; `Records` holds memory to `RECORD_LIMIT`
# itself.
csv.field_size_limit(1 << 30)


@dataclass(frozen=True)
class Dialect:
    """How cells are set apart; `skip_spaces` when quoted cells stand behind a space."""

    separator: str
    skip_spaces: bool = False

    def reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        return csv.reader(lines, delimiter=self.separator, skipinitialspace=self.skip_spaces)


def utf8_pieces(source: Source, encoding: Encoding) -> Iterator[bytes]:
    """The file's text as UTF-8 in bounded pieces; lone carriage returns become line feeds."""
    with source.path.open("rb") as file:
        head = file.read(1 << 16)
        lone_returns = head.count(b"\r") > 0 and b"\n" not in head
        file.seek(encoding.mark)
        if encoding.codec == "utf-8":
            pieces: Iterable[bytes] = iter(lambda: file.read(BLOCK), b"")
        else:
            pieces = (text.encode() for text in decoded(source, encoding, BLOCK))
        for piece in pieces:
            yield piece.replace(b"\r", b"\n") if lone_returns else piece


def blocks(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Blocks of whole records and whether each ends where a record ends.

    A line feed ends a record when the quotes before it are even in number. A block in which none does is
    given as it is, with False: a quote stands where it quotes nothing, or one record is larger than a
    block.
    """
    rest = b""
    for piece in pieces:
        block = rest + piece if rest else piece
        end = _last_record_end(block)
        if end:
            yield block[:end], True
            rest = block[end:]
        elif len(block) >= BLOCK:
            yield block, False
            rest = b""
        else:
            rest = block
    if rest:
        yield rest, rest.count(b'"') % 2 == 0


def _last_record_end(block: bytes) -> int:
    quotes = block.count(b'"')
    stop = len(block)
    while (newline := block.rfind(b"\n", 0, stop)) >= 0:
        quotes -= block.count(b'"', newline, stop)
        if quotes % 2 == 0:
            return newline + 1
        stop = newline
    return 0


def quoting_is_regular(block: bytes, separator: str) -> bool:
    """True when every quote opens or closes a whole cell, as the fast parser assumes."""
    if b'"' not in block:
        return True
    data = np.frombuffer(block, dtype=np.uint8)
    quotes = np.flatnonzero(data == ord('"'))
    if len(quotes) % 2:
        return False
    edges = np.zeros(256, dtype=bool)
    edges[[ord(separator), ord("\n"), ord('"')]] = True
    opening, closing = quotes[0::2], quotes[1::2]
    before = data[opening[opening > 0] - 1]
    edges_before = bool(edges[before].all())
    edges[ord("\r")] = True
    after = data[closing[closing < len(data) - 1] + 1]
    return edges_before and bool(edges[after].all())


class Records:
    """The records of UTF-8 pieces, cell by cell: slow, for text that the fast parser would misread."""

    def __init__(
        self,
        pieces: Iterable[bytes],
        dialect: Dialect,
        headers: tuple[str, ...],
        first_row: int,
        source: Source,
    ) -> None:
        self._pieces, self._dialect, self._headers, self._source = pieces, dialect, headers, source
        self._row = first_row
        self._pending: list[str] = []
        self._exhausted = False

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Rows and their cells; raises RefusalError at a quote never closed and a record too large."""
        try:
            for cells in self._dialect.reader(self._lines()):
                if self._exhausted:
                    raise self._source.refusal("quote_not_closed", self._row)
                yield self._row, cells
                self._row += 1
                self._pending.clear()
        except csv.Error as error:
            raise self._source.refusal("stray_return", self._row) from error

    def _lines(self) -> Iterator[str]:
        rest, size = b"", 0
        for piece in self._pieces:
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                text = line.decode() + "\n"
                size = size + len(text) if self._pending else len(text)
                self._pending.append(text)
                self._hold_to_limit(size)
                yield text
            self._hold_to_limit(len(rest), rest)
        if rest:
            self._pending.append(rest.decode())
            yield self._pending[-1]
        self._exhausted = True

    def _hold_to_limit(self, size: int, rest: bytes = b"") -> None:
        if size <= RECORD_LIMIT:
            return
        text = "".join(self._pending) + rest.decode(errors="ignore")
        cells = next(self._dialect.reader(io.StringIO(text, newline="\n")))
        large = next((index for index, cell in enumerate(cells) if len(cell) > CELL_LIMIT), len(cells) - 1)
        column = self._headers[large] if large < len(self._headers) else f"{large + 1}"
        raise self._source.refusal("cell_too_large", self._row, column, megabytes=CELL_LIMIT >> 20)
