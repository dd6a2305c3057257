"""Whether those who come are like those who live in the city.

Every figure carries the date and the source of its denominator; without one there is no figure. Users are the
answers that the role may see; one hidden group and no shares are given, as they would tell its number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from pipelines.metrics import Question, answer
from pipelines.metrics.question import Snapshot
from pipelines.statistics.reasons import checked

CITY = "all"
UNKNOWN = "unknown"
SEXES = (("female", "women"), ("male", "men"))


@dataclass(frozen=True)
class Population:
    """People by code at one date, from one source."""

    people: Mapping[str, int]
    as_of: date
    source: str


@dataclass(frozen=True)
class Group:
    """A group's share of users whose group is known, its share of the population, and their ratio."""

    code: str
    users: int
    user_share: float
    population: int
    population_share: float
    ratio: float


@dataclass(frozen=True)
class Representation:
    """Every group of the population and the share of users of whom it is unknown, or the `reason` why it
    cannot be told: no_denominator, no_data, suppressed.
    """

    reason: str | None
    groups: tuple[Group, ...] = ()
    unknown_share: float | None = None
    as_of: date | None = None
    source: str | None = None


def population(snapshot: Snapshot, by: Literal["district", "sex"]) -> Population | None:
    """The population by district or sex; None unless every district has it, at one date and from one source.

    The sexes are the sums of the districts: the city's own row may have a later total without sexes.
    """
    rows = snapshot.rows(
        "select code, population, men, women, as_of, source from dim_district where code <> ?", [CITY]
    ).to_dicts()
    needed = ("population",) if by == "district" else ("men", "women")
    if not rows or any(row[name] is None for row in rows for name in (*needed, "as_of", "source")):
        return None
    if len({(row["as_of"], row["source"]) for row in rows}) > 1:
        return None
    people = (
        {row["code"]: int(row["population"]) for row in rows}
        if by == "district"
        else {code: sum(int(row[name]) for row in rows) for code, name in SEXES}
    )
    return Population(people, rows[0]["as_of"], rows[0]["source"]) if all(people.values()) else None


def representation(
    snapshot: Snapshot, by: Literal["district", "sex"], question: Question | None = None
) -> Representation:
    """Share of different participants over share of the population; `question` may name another metric that
    counts people, days, filters and the role.
    """
    denominator = population(snapshot, by)
    if denominator is None:
        return Representation(checked("no_denominator"))
    asked = replace(question or Question("unique_participants"), by=(by,), grain=None)
    rows = answer(snapshot, asked).rows.to_dicts()
    if any(row["suppressed"] for row in rows):
        return Representation(checked("suppressed"))
    return shares({row[by]: int(row["value"] or 0) for row in rows}, denominator)


def shares(users: Mapping[str, int], denominator: Population) -> Representation:
    """The same from numbers of users by code, `unknown` among them."""
    known = sum(number for code, number in users.items() if code in denominator.people)
    if known == 0:
        return Representation(checked("no_data"))
    everybody = sum(denominator.people.values())
    groups = [
        Group(
            code,
            users.get(code, 0),
            users.get(code, 0) / known,
            people,
            people / everybody,
            (users.get(code, 0) / known) / (people / everybody),
        )
        for code, people in denominator.people.items()
    ]
    told = sum(users.values())
    return Representation(None, tuple(groups), 1 - known / told, denominator.as_of, denominator.source)
