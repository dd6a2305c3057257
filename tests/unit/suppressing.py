"""Made-up snapshots as they are published, asked as a reader asks, and what may be worked out of the answers."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
from scipy.optimize import linprog

from pipelines.metrics import Question, answer
from pipelines.patterns import write_patterns
from pipelines.settings import load_site
from pipelines.snapshot import Snapshot
from pipelines.warehouse import silent
from tests.spec.handmade import HandMade

K = 10


Figures = dict[tuple[str, ...], dict[str, Any]]


def published(made: HandMade, former: HandMade | None = None) -> HandMade:
    earlier = Snapshot(former.id, former.connection) if former else None
    write_patterns(made.connection, Snapshot(made.id, made.connection), load_site(), earlier, silent)
    return made


def ask(made: HandMade, metric: str, *by: str, role: str = "partner", grain: str | None = None) -> Figures:
    rows = answer(made, Question(metric, by, role=role, grain=grain)).rows.to_dicts()
    return {(row["period"] or "", *(row[name] for name in by)): row for row in rows}


def extent(
    leaves: list[Any], known: list[tuple[set[Any], float]], target: set[Any], least: int = 1
) -> tuple[float, float]:
    """Smallest and largest sum of some leaves for who knows other sums and the least that a leaf can be: 1
    where its row is there.
    """
    place = {leaf: number for number, leaf in enumerate(leaves)}
    matrix, cost = np.zeros((len(known), len(leaves))), np.zeros(len(leaves))
    for number, (members, _) in enumerate(known):
        matrix[number, [place[leaf] for leaf in members]] = 1
    cost[[place[leaf] for leaf in target]] = 1
    equal = {"A_eq": matrix, "b_eq": [value for _, value in known]} if known else {}
    low, high = (linprog(sign * cost, **equal, bounds=(least, None)) for sign in (1, -1))
    assert low.status == 0, "what was shown contradicts itself"
    return float(low.fun), float("inf") if high.status == 3 else -float(high.fun)


def people(seed: int, months: range = range(5, 8), number: int = 400) -> list[dict[str, Any]]:
    draw, first = random.Random(seed), set[int]()  # noqa: S311 - made-up people, drawn alike each time
    homes = draw.choices(["north", "south", "west", "hills"], [50, 30, 8, 2], k=120)
    found = []
    for month in months:
        for _ in range(number // len(months)):
            person = draw.randrange(120)
            found.append(
                {
                    **{"date": f"2026-{month:02d}-15", "person_id": person, "district": homes[person]},
                    **{"service": draw.choice(["english", "skills"]), "is_first": person not in first},
                }
            )
            first.add(person)
    return found
