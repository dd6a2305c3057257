"""JSON as an API answers it, and how two exports of one list overlap."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pipelines.sample.exports.export import Books, Export

Record = dict[str, Any]


def lines(records: Sequence[Record], key: str = "") -> bytes:
    """JSON with one record a line, so that a reader of the repository sees what changed."""
    body = ",\n".join(
        json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")) for record in records
    )
    return (f'{{"{key}": [\n{body}\n]}}\n' if key else f"[\n{body}\n]\n").encode()


def instant(moment: datetime, zone: ZoneInfo) -> str:
    """The moment with the offset of the Space."""
    return moment.replace(tzinfo=zone).isoformat(timespec="seconds")


def utc(moment: datetime, zone: ZoneInfo) -> str:
    """The moment as UTC with a Z."""
    return moment.replace(tzinfo=zone).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def half_years(start: date, end: date) -> list[date]:
    """Days on which somebody exports: the end of each June, and the end."""
    found = [date(year, 6, 30) for year in range(start.year, end.year + 1)]
    return [*(day for day in found if start <= day < end), end]


def met_again(records: Mapping[str, Record], known: dict[str, Record]) -> tuple[int, int]:
    """How many of the records were known alike (duplicate) and otherwise (updated); they are known from now."""
    duplicate = sum(known.get(key) == record for key, record in records.items())
    updated = sum(key in known and known[key] != record for key, record in records.items())
    known.update(records)
    return duplicate, updated


def export(
    name: str,
    mapping: str,
    records: Mapping[str, Record],
    known: dict[str, Record],
    key: str = "",
    wrong: Sequence[Record] = (),
    left_out: Sequence[Record] = (),
) -> Export:
    """A file of records by their id, then records that cannot be (`wrong`) and that are not counted (`left_out`)."""
    duplicate, updated = met_again(records, known)
    everything = [*records.values(), *left_out, *wrong]
    books = Books(len(everything), len(wrong), duplicate, len(left_out), updated)
    return Export(name, lines(everything, key), mapping, books)
