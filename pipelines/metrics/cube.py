"""The tables of a metric over all complete periods and up to two dimensions each, with every total that
others can ask for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from pipelines.metrics.dimensions import dimensions
from pipelines.metrics.knowledge import Key, Relation
from pipelines.metrics.metric import Finest, Metric
from pipelines.metrics.periods import FiscalYear, bounds, period_of, period_sql, periods_between
from pipelines.metrics.question import Snapshot
from pipelines.metrics.statement import parts, records, select, source

TOTAL = "*"
Names = tuple[str, ...]
Sizes = dict[str, tuple[float, int]]


@dataclass(frozen=True)
class Cube:
    """Cells by key (period, then a code per dimension, `*` for all): part -> (count shown, people behind it).

    `one_to_one` are the cells that hold nothing but consultations for one person.
    """

    cells: Mapping[Key, Sizes]
    relations: tuple[Relation, ...]
    one_to_one: frozenset[Key]


def declared_periods(
    first: date, last: date, fiscal: FiscalYear, finest: Finest = "month"
) -> dict[str, tuple[str, ...]]:
    """Every period that is published over the months from first to last, with its months; `*` is all of
    them.
    """
    months = tuple(periods_between(first, last, "month", fiscal))
    found: dict[str, tuple[str, ...]] = {}
    for grain in grains(fiscal, finest):
        for month in months:
            code = period_of(bounds(month, fiscal)[0], grain, fiscal)
            found[code] = (*found.get(code, ()), month)
    return {**found, TOTAL: months}


def grains(fiscal: FiscalYear, finest: Finest = "month") -> tuple[str, ...]:
    """Grains from the finest on in which a table is published: those in which its finest periods nest."""
    if finest == "month":
        return ("month", "quarter", "year", *(["fiscal"] if fiscal.of_whole_months else []))
    return ("quarter", "year", *(["fiscal"] if fiscal.of_whole_quarters else []))


def read_cubes(
    snapshot: Snapshot, metric: Metric, tables: Sequence[Names], last: date, fiscal: FiscalYear
) -> dict[Names, Cube]:
    """A cube for each choice of dimensions up to the last complete day, all in one scan.

    A cube holds its totals over each of its dimensions too, and every period, published or not.
    """
    shapes = list(dict.fromkeys(_shapes(tables)))
    found: dict[Names, tuple[dict[Key, Sizes], set[Key]]] = {shape: ({}, set()) for shape in shapes}
    for row in _scan(snapshot, metric, shapes, last, fiscal):
        shape, sizes = shapes[row["shape"]], _sizes(metric, row)
        if any(size or people for size, people in sizes.values()):
            key = (row["period"], *(row[place] for place, _ in zip(("first", "second"), shape, strict=False)))
            cells, one_to_one = found[shape]
            cells[key] = sizes
            if row["one_to_one"]:
                one_to_one.add(key)
    return {table: _cube(table, found, fiscal) for table in tables}


def widen(key: Key, shape: Names, names: Names) -> Key:
    """The key of a table with fewer dimensions in a table with more, `*` for each that it lacks."""
    codes = dict(zip(shape, key[1:], strict=True))
    return (key[0], *(codes.get(name, TOTAL) for name in names))


def _shapes(tables: Iterable[Names]) -> Iterator[Names]:
    for table in tables:
        for size in range(len(table) + 1):
            yield from combinations(table, size)


def _scan(
    snapshot: Snapshot, metric: Metric, shapes: Sequence[Names], last: date, fiscal: FiscalYear
) -> list[dict[str, Any]]:
    """A row for each cell of each shape: `shape` (its number), `period`, `first`, `second`, and counts.

    Each fact is laid beside itself once for each cell it counts in, so that one grouping makes all tables:
    the engine's own grouping sets take five times as long where tables are many and small.
    """
    lists = [
        f"{{'shape': {number}, 'period': {period}, 'first': {first}, 'second': {second}}}"
        for number, shape in enumerate(shapes)
        for first, second in [(*(dimensions()[name].sql for name in shape), "null", "null")[:2]]
        for period in (*(period_sql(grain, fiscal) for grain in grains(fiscal)), f"'{TOTAL}'")
    ]
    counts: dict[str, str] = {}
    for part in parts(metric, people="behind"):
        counts |= {f"{part.name}_size": part.size, f"{part.name}_people": part.people}
    counts |= {"n_size": records(metric)["n"], "one_to_one": f"bool_and({_one_to_one(metric)})"}
    keys = {name: f"cell.{name}" for name in ("shape", "period", "first", "second")}
    # Numbers are counted faster than keys of several columns; 64 bits tell people apart.
    behind = f"case when ({metric.people}) is not null then hash({metric.people}) end"
    facts = {"*": "*", "behind": behind, "cell": f"unnest([{', '.join(lists)}])"}
    rows = source(metric, {}, None, last)
    sql = f"with facts as ({select(facts)}\n{rows.sql})\n{select(keys | counts)}\nfrom facts\ngroup by all"
    return snapshot.rows(sql, rows.parameters).to_dicts()


def _sizes(metric: Metric, row: Mapping[str, Any]) -> Sizes:
    sizes = {
        part.name: (float(row[f"{part.name}_size"] or 0), int(row[f"{part.name}_people"] or 0))
        for part in parts(metric)
    }
    if metric.estimate in ("total", "distinct"):
        sizes["n"] = (float(row["n_size"]), sizes["amount"][1])
    return sizes


def _cube(
    names: Names,
    found: Mapping[Names, tuple[Mapping[Key, Sizes], set[Key]]],
    fiscal: FiscalYear,
) -> Cube:
    cells: dict[Key, Sizes] = {}
    one_to_one = set[Key]()
    for shape in _shapes([names]):
        own, single = found[shape]
        cells |= {widen(key, shape, names): sizes for key, sizes in own.items()}
        one_to_one |= {widen(key, shape, names) for key in single}
    return Cube(cells, tuple(_relations(cells, fiscal)), frozenset(one_to_one))


def _one_to_one(metric: Metric) -> str:
    service = dimensions()["service"]
    if metric.table not in service.tables:
        return "false"
    return f"{service.sql} in ({', '.join(repr(code) for code in service.one_to_one)})"


def _relations(cells: Mapping[Key, Sizes], fiscal: FiscalYear) -> Iterator[Relation]:
    groups: dict[Key, list[Key]] = {}
    for key in cells:
        for parent in _parents(key, fiscal):
            groups.setdefault(parent, []).append(key)
    for parent, children in sorted(groups.items()):
        # A parent has several sets of children: those of each dimension, and those of each grain.
        kinds: dict[tuple[int, ...], list[Key]] = {}
        for child in children:
            differs = tuple(int(a != b) for a, b in zip(parent, child, strict=True))
            kinds.setdefault((*differs, _grain_number(child[0]) * differs[0]), []).append(child)
        for _, same in sorted(kinds.items()):
            yield Relation(parent, tuple(sorted(same)))


def _parents(key: Key, fiscal: FiscalYear) -> Iterator[Key]:
    period, rest = key[0], key[1:]
    for place, code in enumerate(rest):
        if code != TOTAL:
            yield (period, *rest[:place], TOTAL, *rest[place + 1 :])
    if period == TOTAL:
        return
    first = bounds(period, fiscal)[0]
    above = {1: ("quarter",), 2: ("year",), 3: (), 4: ()}[_grain_number(period)]
    for grain in above:
        yield (period_of(first, grain, fiscal), *rest)
    if _grain_number(period) == 1 and fiscal.of_whole_months:
        yield (period_of(first, "fiscal", fiscal), *rest)
    if _grain_number(period) >= 3:
        yield (TOTAL, *rest)


def is_month(period: str) -> bool:
    """True for the code of a month."""
    return _grain_number(period) == 1


def _grain_number(period: str) -> int:
    if period == TOTAL:
        return 5
    if period.startswith("FY"):
        return 4
    return 2 if "-Q" in period else 1 if "-" in period else 3
