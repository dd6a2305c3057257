"""The header of a delimited table and how many records follow it."""

from __future__ import annotations

import csv
import io

from pipelines.problems import Problem, RefusalError

SEPARATORS = ";,\t"


def header_and_count(body: bytes, name: str) -> tuple[list[str], int]:
    """Header and number of records. RefusalError `reply_cut_off` where a quotation mark is never closed."""
    text = body.decode("utf-8-sig", "replace")
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    if text.count('"') % 2:
        raise RefusalError(Problem("reply_cut_off", name))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        header = next(rows, [])
        count = sum(1 for row in rows if any(row))
    except csv.Error:
        raise RefusalError(Problem("reply_cut_off", name)) from None
    return [cell.strip("\ufeff ") for cell in header], count
