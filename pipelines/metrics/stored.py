"""Suppression patterns as a snapshot holds them: `meta_pattern` has the hidden cells, `meta_pattern_table`
what each table's pattern was made for and what it cost.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from pipelines.metrics import restated
from pipelines.metrics.cube import Names
from pipelines.metrics.dimensions import dimensions
from pipelines.metrics.knowledge import Key
from pipelines.metrics.metric import Metric
from pipelines.metrics.policy import Span
from pipelines.metrics.question import Snapshot
from pipelines.metrics.restated import Published
from pipelines.metrics.sheet import Sheet

# Raised when the same cells would get another pattern, so that none is taken over from an earlier snapshot.
MAKING = 2
DEFINED_BY = (
    *("table", "where", "estimate", "numerator", "denominator", "stated", "record", "counts", "people"),
    *("anonymous", "by", "pairs", "pairs_finest", "gives_way", "part_of", "within", "denominators"),
)
TABLE_SCHEMA = {
    **{"metric": pl.String, "names": pl.String, "made_for": pl.String, "digest": pl.String},
    **{"cells": pl.Int64, "hidden": pl.Int64, "seconds": pl.Float64, "reused": pl.Boolean},
}
SCHEMA = dict.fromkeys(("metric", "names", "period", "first", "second"), pl.String)


@dataclass(frozen=True)
class Stored:
    """The pattern of one table: what it was made for, of which cells (`digest`), and what it cost."""

    metric: str
    names: Names
    made_for: str
    digest: str
    cells: int
    hidden: frozenset[Key]
    seconds: float
    reused: bool
    last_seen: Published | None = None


def read(snapshot: Snapshot, metric: Metric, names: Names, span: Span) -> frozenset[Key] | None:
    """Hidden cells as the snapshot states them; None where it states none for this declaration and span."""
    if not _has_patterns(snapshot):
        return None
    asked = [metric.code, _joined(names), made_for(metric, names, span)]
    sql = "select 1 from meta_pattern_table where metric = ? and names = ? and made_for = ?"
    if snapshot.rows(sql, asked).is_empty():
        return None
    sql = "select period, first, second from meta_pattern where metric = ? and names = ?"
    return frozenset(_keys(snapshot.rows(sql, asked[:2]), len(names)))


def made_of(snapshot: Snapshot | None) -> Mapping[tuple[str, str, Names], frozenset[Key]]:
    """Every pattern of a snapshot by the digest of the cells it was made of, its metric and dimensions."""
    if snapshot is None or not _has_patterns(snapshot):
        return {}
    hidden: dict[tuple[str, str], set[Key]] = {}
    for metric, names, *key in snapshot.rows("select * from meta_pattern").select(list(SCHEMA)).rows():
        hidden.setdefault((metric, names), set()).add(tuple(key[: 1 + len(names.split())]))
    tables = snapshot.rows("select metric, names, digest from meta_pattern_table").rows()
    return {
        (digest, metric, tuple(names.split())): frozenset(hidden.get((metric, names), ()))
        for metric, names, digest in tables
    }


def frames(stored: Iterable[Stored]) -> Mapping[str, pl.DataFrame]:
    """`meta_pattern_table`, `meta_pattern` and `meta_published`."""
    stored = list(stored)
    tables, cells = [], []
    for item in stored:
        names = _joined(item.names)
        made = (item.made_for, item.digest, item.cells, len(item.hidden), item.seconds, item.reused)
        tables.append((item.metric, names, *made))
        cells += [(item.metric, names, *key, *[None] * (3 - len(key))) for key in sorted(item.hidden)]
    return {
        "meta_pattern_table": pl.DataFrame(tables, schema=TABLE_SCHEMA, orient="row"),
        "meta_pattern": pl.DataFrame(cells, schema=SCHEMA, orient="row"),
        restated.TABLE: restated.frame(item.last_seen for item in stored if item.last_seen),
    }


def made_for(metric: Metric, names: Names, span: Span) -> str:
    """Digest of the declarations, span and threshold that a pattern holds for."""
    return _digest(_definition(metric, names, span), span.first.isoformat(), span.last.isoformat())


def digest(sheets: Iterable[Sheet], span: Span) -> str:
    """Digest of everything that the patterns of linked metrics follow from, whenever the snapshot was made."""
    content = [
        [
            _definition(sheet.metric, (), span),
            [(key, sorted(sizes.items())) for key, sizes in sorted(sheet.cube.cells.items())],
            sorted(sheet.cube.one_to_one),
            sorted(sheet.cube.greatest.items()),
            [(part, sorted(held.items())) for part, held in sorted(sheet.held.items()) if held],
        ]
        for sheet in sheets
    ]
    return _digest(*content)


def _definition(metric: Metric, names: Names, span: Span) -> list[object]:
    declared = metric.model_dump(mode="json", include=set(DEFINED_BY))
    divided = [dimensions()[name].model_dump(mode="json") for name in (*metric.by, "service")]
    return [MAKING, metric.code, names, declared, divided, vars(span.fiscal), span.threshold]


def _digest(*content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _has_patterns(snapshot: Snapshot) -> bool:
    sql = "select 1 from information_schema.tables where table_name = 'meta_pattern_table'"
    return not snapshot.rows(sql).is_empty()


def _joined(names: Names) -> str:
    return " ".join(names)


def _keys(frame: pl.DataFrame, width: int) -> Iterator[Key]:
    for row in frame.select("period", "first", "second").rows():
        yield row[: 1 + width]
