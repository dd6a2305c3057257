"""No small cell of a random table can be found by linear programming over what is shown.

The attack here is written on its own, over the inmost cells alone, so that it shares nothing with the code it
tests. `--hypothesis-profile=soak` takes 10,000 tables instead of hundreds.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from pipelines.metrics.knowledge import Counts, Key, Relation
from pipelines.metrics.protect import protect

K = 10
TOTAL = "*"
QUARTERS = {"m1": "q1", "m2": "q1", "m3": "q2", "m4": "q2"}
Table = dict[Key, int]


def lines(leaves: Table) -> dict[Key, list[Key]]:
    """Every sum somebody may ask for and its inmost cells: month, quarter, all time by each code and all."""
    found: dict[Key, list[Key]] = {}
    for month, *codes in leaves:
        periods = (month, QUARTERS[month], TOTAL)
        for key in product(periods, *((code, TOTAL) for code in codes)):
            found.setdefault(key, []).append((month, *codes))
    return found


def relations(cells: dict[Key, list[Key]]) -> list[Relation]:
    groups: dict[tuple[int, Key], list[Key]] = {}
    for key in cells:
        above = {TOTAL: None, "q1": TOTAL, "q2": TOTAL}.get(key[0], QUARTERS.get(key[0]))
        for place, code in enumerate(key):
            upper = above if place == 0 else (None if code == TOTAL else TOTAL)
            if upper is not None:
                groups.setdefault((place, (*key[:place], upper, *key[place + 1 :])), []).append(key)
    return [Relation(parent, tuple(sorted(children))) for (_, parent), children in sorted(groups.items())]


def attack(leaves: Table, hidden: frozenset[Key], target: Key) -> tuple[float, float]:
    """Smallest and largest value of a hidden sum that fit everything shown."""
    cells, inmost = lines(leaves), sorted(leaves)
    place = {leaf: number for number, leaf in enumerate(inmost)}
    shown = [key for key in sorted(cells) if key not in hidden]
    matrix = np.zeros((len(shown), len(inmost)))
    for number, key in enumerate(shown):
        for leaf in cells[key]:
            matrix[number, place[leaf]] = 1
    known = [sum(leaves[leaf] for leaf in cells[key]) for key in shown]
    cost = np.zeros(len(inmost))
    for leaf in cells[target]:
        cost[place[leaf]] = 1
    equal = {"A_eq": matrix, "b_eq": known} if shown else {}
    low = linprog(cost, **equal, bounds=(0, None), method="highs")
    high = linprog(-cost, **equal, bounds=(0, None), method="highs")
    assert low.status == 0
    return float(low.fun), float("inf") if high.status == 3 else -float(high.fun)


def counts(leaves: Table, small: set[Key] | None = None) -> Counts:
    values = {key: float(sum(leaves[leaf] for leaf in below)) for key, below in lines(leaves).items()}
    chosen = {key for key, value in values.items() if 0 < value < K} if small is None else small
    return Counts(values, frozenset(chosen))


def sizes() -> st.SearchStrategy[int]:
    return st.one_of(st.integers(0, 12), st.sampled_from([0, 0, 10, 11, 25, 60, 140]))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    months = draw(st.sampled_from([["m1"], ["m1", "m2"], ["m1", "m3"], ["m1", "m2", "m3"], list(QUARTERS)]))
    codes = [[f"a{n}" for n in range(draw(st.integers(1, 3)))]]
    if draw(st.booleans()):
        codes.append([f"b{n}" for n in range(draw(st.integers(1, 3 if len(months) < 3 else 2)))])
    return {key: draw(sizes()) for key in product(months, *codes)}


MANY = settings.default.max_examples if settings.default and settings.default.max_examples > 1000 else 200
ordinary = settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck))


@ordinary
@given(tables())
def test_every_small_cell_may_be_anything_from_one_to_the_threshold(leaves: Table) -> None:
    table = counts(leaves)
    hidden = protect([table], relations(lines(leaves)), K)
    assert table.small <= hidden
    for cell in table.small:
        low, high = attack(leaves, hidden, cell)
        assert low <= 1 + 1e-6, (cell, low)
        assert high >= K - 1e-6, (cell, high)


@settings(ordinary, max_examples=MANY * 2 // 5)
@given(tables(), st.data())
def test_numerator_and_complement_of_a_share_are_protected_by_one_pattern(
    leaves: Table, data: st.DataObject
) -> None:
    top = {key: data.draw(st.integers(0, size)) for key, size in leaves.items()}
    rest = {key: size - top[key] for key, size in leaves.items()}
    pair = [counts(top), counts(rest)]
    hidden = protect(pair, relations(lines(leaves)), K)
    for part, table in zip((top, rest), pair, strict=True):
        for cell in table.small:
            low, high = attack(part, hidden, cell)
            assert low <= 1 + 1e-6
            assert high >= K - 1e-6


@settings(ordinary, max_examples=MANY // 4)
@given(tables())
def test_a_table_without_small_cells_loses_nothing(leaves: Table) -> None:
    large = {key: value * K for key, value in leaves.items()}
    assert protect([counts(large)], relations(lines(large)), K) == frozenset()


@settings(ordinary, max_examples=MANY // 4)
@given(tables())
def test_zeros_stay_and_the_pattern_is_the_same_each_time(leaves: Table) -> None:
    table, known = counts(leaves), relations(lines(leaves))
    hidden = protect([table], known, K)
    assert all(table.values[key] for key in hidden)
    assert protect([table], list(reversed(known)), K) == hidden


def test_one_small_cell_in_a_line_takes_the_smallest_other_with_it() -> None:
    leaves = {("m1", "a"): 3, ("m1", "b"): 40, ("m1", "c"): 15}
    hidden = protect([counts(leaves)], relations(lines(leaves)), K)
    assert {key[1] for key in hidden} == {"a", "c"}


def test_a_month_inside_a_quarter_is_not_found_by_subtraction() -> None:
    leaves = {("m1", "a"): 4, ("m2", "a"): 30, ("m3", "a"): 50, ("m4", "a"): 60}
    hidden = protect([counts(leaves)], relations(lines(leaves)), K)
    low, high = attack(leaves, hidden, ("m1", "a"))
    assert low <= 1
    assert high >= K
    assert len(hidden) < len(lines(leaves))


@pytest.mark.parametrize("shown_total", [43, 41])
def test_distinct_people_are_bounded_by_the_greatest_part_and_the_sum(shown_total: int) -> None:
    # 3 and 40 people, 43 or 41 different ones: the total says that the small part is at least total - 40.
    values = {("t",): float(shown_total), ("a",): 3.0, ("b",): 40.0}
    known = [Relation(("t",), (("a",), ("b",)))]
    hidden = protect([Counts(values, frozenset({("a",)}))], known, K)
    least = shown_total - 40 if ("t",) not in hidden and ("b",) not in hidden else 0
    assert least <= 1
    assert (hidden == {("a",)}) == (shown_total == 41)


def test_cells_that_another_table_fixed_keep_their_status() -> None:
    leaves = {("m1", "a"): 3, ("m1", "b"): 40, ("m1", "c"): 15}
    total = ("m1", TOTAL)
    fixed = frozenset({total, ("q1", TOTAL), (TOTAL, TOTAL)})
    hidden = protect([counts(leaves)], relations(lines(leaves)), K, fixed=fixed)
    assert not hidden & fixed
    assert attack(leaves, hidden, ("m1", "a"))[1] >= K


def test_totals_that_are_cheap_give_way_before_parts() -> None:
    # Of 60 answers by one wave 4 are few, and 56 with the total would tell them.
    leaves = {
        ("m1", "a", "now"): 56,
        ("m1", "a", "later"): 4,
        ("m1", "b", "now"): 70,
        ("m1", "b", "later"): 40,
    }
    cells = lines(leaves)
    fixed = {key for key in cells if key[1] == TOTAL}
    totals = {key for key in cells if key[1] != TOTAL and key[2] == TOTAL}
    hidden = protect([counts(leaves)], relations(cells), K, fixed=fixed, weights=dict.fromkeys(totals, 0.01))
    now = {key for key in hidden if key[2] == "now"}
    assert not now
    assert {("m1", "a", TOTAL), ("m1", "a", "later")} <= hidden
    assert attack(leaves, hidden, ("m1", "a", "later"))[1] >= K
