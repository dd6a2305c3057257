"""Making the suppression patterns of linked metrics: all their declared tables at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from time import thread_time

from pipelines.metrics.cube import Names, cell, codes_of, names_of
from pipelines.metrics.knowledge import Key
from pipelines.metrics.linked import decide, families
from pipelines.metrics.metric import Metric, catalogue
from pipelines.metrics.policy import Span
from pipelines.metrics.question import Snapshot
from pipelines.metrics.restated import Figures, held_back
from pipelines.metrics.restated import published as last_seen
from pipelines.metrics.sheet import Sheet, published, read_sheet
from pipelines.metrics.stored import Stored, digest, made_for

Made = tuple[str, str, Names]  # of which cells, for which metric and dimensions


def family(metric: Metric) -> tuple[Metric, ...]:
    """The metrics whose patterns are made together with that of a metric, itself among them."""
    same_table = [other for other in catalogue().values() if other.table == metric.table]
    metrics = {other.code: other for other in same_table} | {metric.code: metric}
    return next(group for group in families(metrics.values()) if metric in group)


def make(
    snapshot: Snapshot,
    metrics: Sequence[Metric],
    span: Span,
    known: Mapping[Made, frozenset[Key]] | None = None,
    former: Mapping[str, Figures] | None = None,
) -> Iterator[Stored]:
    """The pattern of each guarded table of a family; all are taken over where they are `known` for the same
    cells. `former` are the figures that were last seen before.
    """
    began, before = thread_time(), former or {}
    sheets: dict[str, Sheet] = {}
    for metric in metrics:
        if published(metric):
            sheet = read_sheet(snapshot, metric, span)
            held = held_back(sheet, before.get(metric.code, {}), span.threshold)
            sheets[metric.code] = replace(sheet, held=held)
    if not sheets:
        return
    made_of = digest(sheets.values(), span)
    tables = [(sheet, names) for sheet in sheets.values() for names in sheet.published]
    found = {
        (sheet.metric.code, names): (known or {}).get((made_of, sheet.metric.code, names))
        for sheet, names in tables
    }
    again, beside = any(pattern is None for pattern in found.values()), 0.0
    if again:
        hidden, beside = decide(sheets, span.threshold)
        found = {(sheet.metric.code, names): _of_table(sheet, names, hidden) for sheet, names in tables}
    seconds = (thread_time() - began + beside) / len(tables)
    for sheet, names in tables:
        cells = sum(names_of(key) == names for key in sheet.cube.cells)
        pattern = found[sheet.metric.code, names] or frozenset()
        is_for = made_for(sheet.metric, names, span)
        seen = None
        if names == sheet.published[-1]:
            seen = last_seen(sheet, _hidden(sheet, found), before.get(sheet.metric.code, {}))
        yield Stored(sheet.metric.code, names, is_for, made_of, cells, pattern, seconds, not again, seen)


def _hidden(sheet: Sheet, found: Mapping[tuple[str, Names], frozenset[Key] | None]) -> frozenset[Key]:
    return frozenset(
        cell(key[0], names, key[1:])
        for names in sheet.published
        for key in found[sheet.metric.code, names] or ()
    )


def _of_table(sheet: Sheet, names: Names, hidden: Mapping[str, frozenset[Key]]) -> frozenset[Key]:
    shown_to_nobody = sheet.unseen
    return frozenset(
        codes_of(key)
        for key in hidden[sheet.metric.code]
        if names_of(key) == names and key not in shown_to_nobody
    )
