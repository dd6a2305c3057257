"""What one request of days brought: a whole document, how many records it holds, and under which fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.read.documents import flatten


@dataclass(frozen=True)
class Fields:
    """Names of fields, never their values: those of any record, and those of every record."""

    some: frozenset[str] = frozenset()
    every: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Fetched:
    """A document as it lands. `records` is null where they are not counted; `total` what the source says."""

    body: bytes
    ends: str
    records: int | None
    fields: Fields
    total: int | None = None
    pages: int = 1

    @property
    def is_empty(self) -> bool:
        return self.records == 0


def fields_of(records: Iterable[Mapping[str, Any]]) -> Fields:
    """The fields of JSON records, nested ones joined by dots as staging names them."""
    some: set[str] = set()
    every: set[str] | None = None
    for record in records:
        names = set(flatten(dict(record)))
        some |= names
        every = names if every is None else every & names
    return Fields(frozenset(some), frozenset(every or ()))


def columns(names: Iterable[str]) -> Fields:
    """The fields of a table, which every record has."""
    found = frozenset(name for name in names if name)
    return Fields(found, found)
