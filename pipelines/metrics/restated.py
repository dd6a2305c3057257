"""Figures about people that change from snapshot to snapshot: told only where enough people changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from pipelines.metrics.cube import Sizes, cell, codes_of, names_of
from pipelines.metrics.dimensions import personal
from pipelines.metrics.knowledge import Key
from pipelines.metrics.question import Snapshot
from pipelines.metrics.sheet import Sheet

TABLE = "meta_published"
SCHEMA = {
    **dict.fromkeys(("metric", "names", "period", "first", "second", "part"), pl.String),
    **{"size": pl.Float64, "people": pl.Int64},
}
Figures = Mapping[Key, Sizes]
Held = Mapping[str, Mapping[Key, tuple[float, float]]]


@dataclass(frozen=True)
class Published:
    """The counts behind one metric's cells as partner and library last saw them, in whichever snapshot."""

    metric: str
    figures: Figures


def held_back(sheet: Sheet, former: Figures, k: int) -> Held:
    """Cells of personal breakdowns that changed by fewer than k people or records since they were last seen:
    for each count, the range that has to stay possible, from no change to one of k.
    """
    held: dict[str, dict[Key, tuple[float, float]]] = {part: {} for part in sheet.parts}
    for key, sizes in sheet.cube.cells.items():
        if key in former and key not in sheet.unseen and key not in sheet.fixed and personal(names_of(key)):
            changes = [
                max(abs(size - former[key][part][0]), abs(people - former[key][part][1]))
                for part, (size, people) in sizes.items()
                if part in former[key]
            ]
            if any(0 < change < k for change in changes):
                for part, (size, _) in sizes.items():
                    before = former[key].get(part, (0.0, 0))[0]
                    least, most = (before, before + k) if size >= before else (max(0.0, before - k), before)
                    held[part][key] = (min(least, size), max(most, size))
    return held


def published(sheet: Sheet, hidden: frozenset[Key], former: Figures) -> Published:
    """What is now the last that was seen: today's figures where they are shown, else those before."""
    seen: dict[Key, Sizes] = {}
    for key, sizes in sheet.cube.cells.items():
        if key not in sheet.unseen and personal(names_of(key)):
            if key not in hidden:
                seen[key] = sizes
            elif key in former:
                seen[key] = former[key]
    return Published(sheet.metric.code, seen)


def frame(published: Iterable[Published]) -> pl.DataFrame:
    """`meta_published`: one row a cell and count."""
    return pl.DataFrame(list(_rows(published)), schema=SCHEMA, orient="row")


def _rows(published: Iterable[Published]) -> Iterator[tuple[object, ...]]:
    for metric in published:
        for key, sizes in sorted(metric.figures.items()):
            period, *codes = codes_of(key)
            place = (metric.metric, " ".join(names_of(key)), period, *codes, *[None] * (2 - len(codes)))
            yield from ((*place, part, size, people) for part, (size, people) in sizes.items())


def read(snapshot: Snapshot | None) -> Mapping[str, Figures]:
    """What partner and library last saw of each metric; nothing where the snapshot does not tell."""
    if snapshot is None:
        return {}
    sql = "select 1 from information_schema.tables where table_name = ?"
    if snapshot.rows(sql, [TABLE]).is_empty():
        return {}
    found: dict[str, dict[Key, Sizes]] = {}
    columns = ", ".join(SCHEMA)
    for metric, text, period, first, second, part, size, people in snapshot.rows(
        f"select {columns} from {TABLE}"
    ).rows():
        names = tuple(text.split())
        key = cell(period, names, (first, second)[: len(names)])
        found.setdefault(metric, {}).setdefault(key, {})[part] = (size, people)
    return found
