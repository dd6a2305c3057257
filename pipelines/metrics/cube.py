"""The table of a metric over all complete months and one or two dimensions, with every total that others can
ask for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

from pipelines.metrics.dimensions import dimensions
from pipelines.metrics.metric import Metric
from pipelines.metrics.periods import FiscalYear, bounds, period_of, period_sql, periods_between
from pipelines.metrics.protect import Key, Relation
from pipelines.metrics.question import Snapshot
from pipelines.metrics.statement import parts, records, select, source

TOTAL = "*"
Sizes = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Cube:
    """Cells by key (period, then a code per dimension, `*` for all): part -> (count shown, people behind it).

    `one_to_one` are the cells that hold nothing but consultations for one person.
    """

    cells: Mapping[Key, Sizes]
    relations: tuple[Relation, ...]
    one_to_one: frozenset[Key]


def declared_periods(first: date, last: date, fiscal: FiscalYear) -> dict[str, tuple[str, ...]]:
    """Every period that is published over the months from first to last, with its months; `*` is all of
    them.
    """
    months = tuple(periods_between(first, last, "month", fiscal))
    found: dict[str, tuple[str, ...]] = {month: (month,) for month in months}
    for grain in grains(fiscal)[1:]:
        for month in months:
            code = period_of(bounds(month, fiscal)[0], grain, fiscal)
            found[code] = (*found.get(code, ()), month)
    return {**found, TOTAL: months}


def grains(fiscal: FiscalYear) -> tuple[str, ...]:
    """Grains in which months nest."""
    return ("month", "quarter", "year", *(["fiscal"] if fiscal.of_whole_months else []))


def read_cube(
    snapshot: Snapshot, metric: Metric, names: tuple[str, ...], last: date, fiscal: FiscalYear
) -> Cube:
    """The cube over the given dimensions up to the last complete day, in one scan."""
    counts = {f"{part.name}_size": part.size for part in parts(metric)}
    counts |= {f"{part.name}_people": part.people for part in parts(metric)}
    special = _one_to_one(metric)
    counts["n_size"] = records(metric)["n"]
    counts["one_to_one"] = f"bool_and({special})"
    columns = {f"period_{grain}": period_sql(grain, fiscal) for grain in grains(fiscal)}
    columns |= {f"key_{place}": dimensions()[name].sql for place, name in enumerate(names)}
    rows = source(metric, {}, None, last)
    sets = ", ".join(f"({', '.join(group)})" for group in _grouping_sets(fiscal, len(names)))
    flags = {f"all_{place}": f"grouping(key_{place})" for place in range(len(names))}
    sql = (
        f"with facts as ({select({'*': '*'} | columns)}\n{rows.sql})\n"
        + select({name: name for name in columns} | flags | counts)
        + f"\nfrom facts\ngroup by grouping sets ({sets})"
    )
    cells: dict[Key, Sizes] = {}
    one_to_one = set[Key]()
    for row in snapshot.rows(sql, rows.parameters).to_dicts():
        period = next((row[name] for name in list(columns)[: len(grains(fiscal))] if row[name]), TOTAL)
        key = (period, *(TOTAL if row[f"all_{i}"] else row[f"key_{i}"] for i in range(len(names))))
        sizes = {
            part.name: (int(row[f"{part.name}_size"] or 0), int(row[f"{part.name}_people"] or 0))
            for part in parts(metric)
        }
        if metric.estimate in ("total", "distinct"):
            sizes["n"] = (int(row["n_size"]), sizes["amount"][1])
        if any(size or people for size, people in sizes.values()):
            cells[key] = sizes
            if row["one_to_one"]:
                one_to_one.add(key)
    return Cube(cells, tuple(_relations(cells, fiscal)), frozenset(one_to_one))


def _one_to_one(metric: Metric) -> str:
    service = dimensions()["service"]
    if metric.table not in service.tables:
        return "false"
    return f"{service.sql} in ({', '.join(repr(code) for code in service.one_to_one)})"


def _grouping_sets(fiscal: FiscalYear, width: int) -> Iterator[tuple[str, ...]]:
    periods = [*(f"period_{grain}" for grain in grains(fiscal)), ""]
    choices = [(f"key_{place}", "") for place in range(width)]
    for group in product(periods, *choices):
        yield tuple(name for name in group if name)


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


def _grain_number(period: str) -> int:
    if period == TOTAL:
        return 5
    if period.startswith("FY"):
        return 4
    return 2 if "-Q" in period else 1 if "-" in period else 3
