"""The cells of a metric over all complete periods, as many dimensions as its tables have, and every total that
others can ask for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from pipelines.metrics.dimensions import dimensions
from pipelines.metrics.knowledge import Key
from pipelines.metrics.metric import Finest, Metric
from pipelines.metrics.periods import FiscalYear, bounds, period_of, period_sql, periods_between
from pipelines.metrics.question import Snapshot
from pipelines.metrics.statement import parts, records, select, source

ALL_TIME = "*"
# What tells one offer from another by all its dimensions at once: the inmost cells of service, core program,
# program and theme. Nobody is shown it.
OFFER = "offer"
BETWEEN = "\x1f"
# Tables whose records say whether they are consultations; where they do not, the service has to tell.
SAYS_ONE_TO_ONE = ("fct_session", "fct_attendance")
Names = tuple[str, ...]
Sizes = dict[str, tuple[float, int]]


@dataclass(frozen=True)
class Cube:
    """Cells by key: a period, then `dimension=code` for each dimension that divides it, in order of names; a
    total has none. Of each part the count that is shown and the people behind it.

    `one_to_one` are the cells that hold nothing but consultations for one person. `greatest` has what the
    two people gave who gave most, where a figure is summed over people.
    """

    cells: Mapping[Key, Sizes]
    one_to_one: frozenset[Key]
    greatest: Mapping[Key, tuple[float, float]]


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
    return {**found, ALL_TIME: months}


def grains(fiscal: FiscalYear, finest: Finest = "month") -> tuple[str, ...]:
    """Grains from the finest on in which a table is published: those in which its finest periods nest."""
    if finest == "month":
        return ("month", "quarter", "year", *(["fiscal"] if fiscal.of_whole_months else []))
    return ("quarter", "year", *(["fiscal"] if fiscal.of_whole_quarters else []))


def offers(metric: Metric) -> Names:
    """The dimensions of a metric that tell apart what is offered."""
    return tuple(name for name in metric.published_by if dimensions()[name].offer)


def cell(period: str, names: Names, codes: Iterable[str]) -> Key:
    """The key of a cell in a cube."""
    return (
        period,
        *sorted(f"{name}={code}" for name, code in zip(names, codes, strict=True)),
    )


def names_of(key: Key) -> Names:
    """The dimensions that divide a cell, in order."""
    return tuple(place.partition("=")[0] for place in key[1:])


def codes_of(key: Key) -> Key:
    """The key of a cell in a table of its own: its period and codes."""
    return (key[0], *(place.partition("=")[2] for place in key[1:]))


def read_cube(
    snapshot: Snapshot, metric: Metric, tables: Sequence[Names], last: date, fiscal: FiscalYear
) -> Cube:
    """The cells of some tables and of all their totals up to the last complete day, in one scan; every
    period, published or not.
    """
    shapes = list(dict.fromkeys(shape for table in tables for shape in _inside(table)))
    scan = _Scan(metric, shapes, last, fiscal)
    cells: dict[Key, Sizes] = {}
    one_to_one = set[Key]()
    for row in snapshot.rows(*scan.counts()).to_dicts():
        sizes = _sizes(metric, row)
        if any(size or people for size, people in sizes.values()):
            key = scan.key(row)
            cells[key] = sizes
            if row["one_to_one"]:
                one_to_one.add(key)
    greatest: dict[Key, tuple[float, float]] = {}
    if is_summed_over_people(metric):
        for row in snapshot.rows(*scan.greatest()).to_dicts():
            first, second = (*row["greatest"], 0.0, 0.0)[:2]
            greatest[scan.key(row)] = (float(first), float(second))
    return Cube(cells, frozenset(one_to_one), greatest)


def is_summed_over_people(metric: Metric) -> bool:
    """True when one person can be behind much of a total."""
    return metric.estimate == "total" and "person_id" in metric.people


def is_month(period: str) -> bool:
    """True for the code of a month."""
    return "-" in period and "-Q" not in period


def _inside(table: Names) -> Iterator[Names]:
    for size in range(len(table) + 1):
        yield from combinations(table, size)


@dataclass(frozen=True)
class _Scan:
    """The statements that read the cells of some shapes, each fact laid beside itself once for each cell it
    counts in, so that one grouping makes all tables: the engine's own grouping sets take five times as long
    where tables are many and small.
    """

    metric: Metric
    shapes: Sequence[Names]
    last: date
    fiscal: FiscalYear

    def key(self, row: Mapping[str, Any]) -> Key:
        shape = self.shapes[row["shape"]]
        return cell(row["period"], shape, (row["first"], row["second"])[: len(shape)])

    def counts(self) -> tuple[str, list[object]]:
        """A row for each cell: `shape` (its number), `period`, `first`, `second`, and counts."""
        wanted: dict[str, str] = {}
        for part in parts(self.metric, people="behind"):
            wanted |= {f"{part.name}_size": part.size, f"{part.name}_people": part.people}
        wanted |= {"n_size": records(self.metric)["n"], "one_to_one": f"bool_and({_one_to_one(self.metric)})"}
        facts, parameters = self._facts()
        return f"{facts}\n{select(self._keys() | wanted)}\nfrom facts\ngroup by all", parameters

    def greatest(self) -> tuple[str, list[object]]:
        """A row for each cell with the two greatest sums of one person, greatest first."""
        facts, parameters = self._facts()
        amount = f"coalesce(sum({self.metric.numerator}) filter (where {self.metric.stated}), 0)"
        each = select(self._keys() | {"behind": "behind", "amount": amount})
        sums = f"{facts}, sums as ({each}\nfrom facts where behind is not null\ngroup by all)"
        names = {name: name for name in self._keys()}
        wanted = select(names | {"greatest": "max(cast(amount as double), 2)"})
        return f"{sums}\n{wanted}\nfrom sums\ngroup by all", parameters

    def _facts(self) -> tuple[str, list[object]]:
        lists = [
            f"{{'shape': {number}, 'period': {period}, 'first': {first}, 'second': {second}}}"
            for number, shape in enumerate(self.shapes)
            for first, second in [(*(_sql(self.metric, name) for name in shape), "null", "null")[:2]]
            for period in (
                *(period_sql(grain, self.fiscal) for grain in grains(self.fiscal)),
                f"'{ALL_TIME}'",
            )
        ]
        # Numbers are counted faster than keys of several columns; 64 bits tell people apart.
        people = self.metric.people
        behind = f"case when ({people}) is not null then hash({people}) end"
        columns = {"*": "*", "behind": behind, "cell": f"unnest([{', '.join(lists)}])"}
        rows = source(self.metric, {}, None, self.last)
        return f"with facts as ({select(columns)}\n{rows.sql})", rows.parameters

    def _keys(self) -> dict[str, str]:
        return {name: f"cell.{name}" for name in ("shape", "period", "first", "second")}


def _sql(metric: Metric, name: str) -> str:
    if name != OFFER:
        return dimensions()[name].sql
    between = f" || chr({ord(BETWEEN)}) || "
    return between.join(dimensions()[some].sql for some in offers(metric))


def _sizes(metric: Metric, row: Mapping[str, Any]) -> Sizes:
    sizes = {
        part.name: (float(row[f"{part.name}_size"] or 0), int(row[f"{part.name}_people"] or 0))
        for part in parts(metric)
    }
    if metric.estimate in ("total", "distinct"):
        sizes["n"] = (float(row["n_size"]), sizes["amount"][1])
    return sizes


def _one_to_one(metric: Metric) -> str:
    service = dimensions()["service"]
    if metric.table not in service.tables:
        return "false"
    said = "one_to_one" if metric.table in SAYS_ONE_TO_ONE else "null"
    codes = ", ".join(repr(code) for code in service.one_to_one)
    return f"coalesce({said}, {service.sql} in ({codes}))"
