"""Tables that can be held against each other give no small cell away: pairs against the months of their
totals, and two ways to divide people by age.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from pipelines.metrics import Question, answer
from pipelines.metrics.periods import FiscalYear, bounds
from tests.spec.handmade import HandMade, hand_made

K = 10
FISCAL = FiscalYear(10, 1)
MONTHS = [f"2026-{month:02d}" for month in range(1, 11)]
SERVICES = {"civic": 1, "english": 6, "skills": 4}
AGES = {"12-13": 1, "14-17": 4, "18-24": 9, "25-34": 6, "unknown": 2}
Cell = tuple[str, str, str]  # month and two codes
Known = list[tuple[set[Cell], float]]


def imls(age: str, draw: random.Random) -> str:
    if age == "18-24":
        return draw.choice(["12-18", "19+", "19+", "19+"])
    return {"12-13": "12-18", "14-17": "12-18", "25-34": "19+"}.get(age, age)


@pytest.fixture(scope="module")
def snapshot() -> HandMade:
    """Ten months of attendance by 500 made-up people, drawn with a fixed seed."""
    draw = random.Random(20260301)  # noqa: S311 - made-up people, drawn alike each time
    ages = draw.choices(list(AGES), list(AGES.values()), k=500)
    bands = [imls(age, draw) for age in ages]
    attendance = []
    for _ in range(1200):
        person = min(int(draw.paretovariate(0.4)), 499)
        attendance.append(
            {
                **{"date": f"2026-{draw.randint(1, 10):02d}-20", "person_id": person},
                **{"age_band": ages[person], "age_band_imls": bands[person]},
                "service": draw.choices(list(SERVICES), list(SERVICES.values()))[0],
            }
        )
    return hand_made({"fct_attendance": attendance}, covered=("2026-01-18", "2026-10-31"))


def ask(snapshot: HandMade, role: str, by: tuple[str, ...], grain: str | None) -> list[dict[str, Any]]:
    return answer(snapshot, Question("attendance", by, grain=grain, role=role)).rows.to_dicts()


def shown(snapshot: HandMade, names: tuple[str, str], codes: list[Cell]) -> Iterator[tuple[set[Cell], float]]:
    """Every figure a partner is given over one or both dimensions, with its inmost cells."""
    for by in ((), (names[0],), (names[1],), names):
        for grain in (None, "month", "quarter", "year", "fiscal"):
            if len(by) == 2 and (grain == "month" or names == ("age_band", "age_band_imls")):
                continue
            for row in ask(snapshot, "partner", by, grain):
                if not row["suppressed"]:
                    wanted = {1 + names.index(name): row[name] for name in by}
                    yield (
                        {
                            cell
                            for cell in codes
                            if _lies_in(cell[0], row["period"])
                            and all(cell[place] == code for place, code in wanted.items())
                        },
                        row["value"],
                    )


def _lies_in(month: str, period: str | None) -> bool:
    first, last = bounds(period, FISCAL) if period else (None, None)
    return first is None or last is None or first <= bounds(month, FISCAL)[0] <= last


def ranges(cells: list[Cell], known: Known, target: set[Cell]) -> tuple[float, float]:
    place = {cell: number for number, cell in enumerate(cells)}
    matrix, cost = np.zeros((len(known), len(cells))), np.zeros(len(cells))
    for number, (members, _) in enumerate(known):
        matrix[number, [place[cell] for cell in members]] = 1
    cost[[place[cell] for cell in target]] = 1
    equal = {"A_eq": matrix, "b_eq": [value for _, value in known], "bounds": (0, None)}
    low, high = linprog(cost, **equal), linprog(-cost, **equal)
    assert low.status == 0, "what was shown contradicts itself"
    return float(low.fun), float("inf") if high.status == 3 else -float(high.fun)


def test_a_pair_by_quarter_is_safe_from_the_months_of_its_totals(snapshot: HandMade) -> None:
    names = ("age_band", "service")
    inmost = [(month, age, service) for month in MONTHS for age in AGES for service in SERVICES]
    real = {tuple(row[name] for name in ("period", *names)): row["value"]
            for row in ask(snapshot, "analyst", names, "quarter")}  # fmt: skip
    known = list(shown(snapshot, names, inmost))
    totals = [(members, value) for members, value in known if not _is_pair(members)]
    few = [key for key, value in real.items() if value < K]
    assert len(few) > 5
    assert totals
    for quarter, age, service in few:
        target = {(m, a, s) for m, a, s in inmost if (a, s) == (age, service) and _lies_in(m, quarter)}
        low, high = ranges(inmost, known, target)
        # Where the totals alone already tell more, the pair adds nothing to it.
        least, most = ranges(inmost, totals, target)
        assert low <= max(1.0, least) + 1e-6, (quarter, age, service)
        assert high >= min(float(K), most) - 1e-6, (quarter, age, service)


def _is_pair(members: set[Cell]) -> bool:
    return len({cell[1] for cell in members}) == 1 and len({cell[2] for cell in members}) == 1


def test_two_ways_to_divide_by_age_do_not_tell_on_each_other(snapshot: HandMade) -> None:
    names = ("age_band", "age_band_imls")
    both = {("12-13", "12-18"), ("14-17", "12-18"), ("18-24", "12-18"), ("18-24", "19+")}
    both |= {("25-34", "19+"), ("unknown", "unknown")}
    inmost = [(month, *pair) for month in MONTHS for pair in sorted(both)]
    known = list(shown(snapshot, names, inmost))
    looked_at = 0
    for place, name in enumerate(names, 1):
        for row in ask(snapshot, "analyst", (name,), "month"):
            if row["value"] < K:
                target = {cell for cell in inmost if cell[0] == row["period"] and cell[place] == row[name]}
                low, high = ranges(inmost, known, target)
                assert low <= 1 + 1e-6, row
                assert high >= K - 1e-6, row
                looked_at += 1
    assert looked_at > 5
    assert len(known) > 30
