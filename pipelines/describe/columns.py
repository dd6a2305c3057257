"""The columns of a survey's export: the question, or part of it, that each header names; what was said."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from pipelines.describe.systems import LaidOut
from pipelines.headers import clean_header, header_code

BRACKETED = re.compile(r"(.*?)\s*\[([^\[\]]*)\]")
NUMBERED = re.compile(r"(.+)_(\d+)")
ROWS_LOOKED_AT = 20_000


@dataclass(frozen=True)
class Column:
    """`name` is how a mapping calls it; `base` and `part` are its question and the part of that, by name."""

    position: int
    name: str
    base: str
    part: str
    text: str
    part_text: str
    values: pl.Series  # trimmed; null where blank

    @property
    def answers(self) -> list[str]:
        """What was said, each once, in the order of first appearance."""
        return self.values.drop_nulls().unique(maintain_order=True).to_list()

    @property
    def wording(self) -> str:
        """The question as a person reads it."""
        return f"{self.text} {self.part_text}".strip() if self.part_text else self.text


def read_columns(laid_out: LaidOut, blank: tuple[str, ...] = ()) -> list[Column]:
    """Every column with the values of the first records."""
    values = _values(laid_out, blank)
    tops = [clean_header(cell) for cell in laid_out.rows[0]]
    columns = []
    for position, header in enumerate(laid_out.table.headers):
        name, base, part, text, part_text = _parted(laid_out, header, tops, position)
        columns.append(Column(position, name, base, part, text, part_text, values[position]))
    return columns


def _values(laid_out: LaidOut, blank: tuple[str, ...]) -> list[pl.Series]:
    batches = []
    height = 0
    for batch in laid_out.table.batches():
        batches.append(batch.drop("row"))
        height += batch.height
        if height >= ROWS_LOOKED_AT:
            break
    if not batches:
        return [pl.Series([], dtype=pl.String)] * len(laid_out.table.headers)
    frame = pl.concat(batches).head(ROWS_LOOKED_AT)
    empty = ["", *blank]
    cleaned = pl.all().str.replace_all("\ufeff", "", literal=True).str.strip_chars()
    return frame.select(cleaned.replace(empty, [None] * len(empty))).get_columns()


def _parted(laid_out: LaidOut, header: str, tops: list[str], position: int) -> tuple[str, str, str, str, str]:
    """Name, base, part, text and text of the part."""
    if laid_out.system.source == "qualtrics" and position < len(tops):
        return _qualtrics(header, tops, position, laid_out)
    code = header_code(header) if laid_out.system.header_codes else None
    if code:
        text, part_text = _split(header[len(code) + 1 :].strip())
        base, part = _split(code)
        return code, base, part, text or part_text, part_text if text else ""
    base, part = _split(header)
    if not part and laid_out.system.source == "kobo" and "/" in header:
        base, _, part = header.rpartition("/")
        return header, base, part, _readable(part), ""
    text = _readable(header) if laid_out.system.source == "kobo" else base or header
    return header, base or header, part if base else "", text, part if base else ""


def _qualtrics(
    header: str, tops: list[str], position: int, laid_out: LaidOut
) -> tuple[str, str, str, str, str]:
    code = tops[position]
    below = laid_out.rows[1] if len(laid_out.rows) > 1 else ()
    text = clean_header(below[position]) if position < len(below) else code
    found = NUMBERED.fullmatch(code)
    if found and " - " in text:
        whole, _, last = text.rpartition(" - ")
        return code, found[1], found[2], whole.removesuffix(" - Selected Choice"), last
    name = code if tops.count(code) == 1 else header
    return name, name, "", text.removesuffix(" - Selected Choice") or code, ""


def _split(text: str) -> tuple[str, str]:
    found = BRACKETED.fullmatch(text)
    return (found[1], found[2]) if found else (text, "")


def _readable(code: str) -> str:
    return code.replace("_", " ").strip() or code
