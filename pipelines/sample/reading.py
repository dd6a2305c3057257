"""Loans of the literature corner in the sample: who reads, what they borrow, when it comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from pipelines.sample.chance import pick
from pipelines.sample.people import Person
from pipelines.sample.visits import Visit

OWN_CARD = 500_000


@dataclass(frozen=True)
class Loan:
    """One copy lent; times are local and naive. `returned` is null where it was not brought back."""

    number: int
    person: Person
    lent: datetime
    returned: datetime | None
    kind: str
    language: str

    def returned_by(self, day: date) -> datetime | None:
        """When it came back, as a report of this day knows it."""
        return self.returned if self.returned is not None and self.returned.date() <= day else None


def card(person: Person) -> str:
    """The number of a reader's card: the one shown at the door, else one that was made out for lending."""
    return person.card or f"AS-{OWN_CARD + person.number}"


def loans(plan: Mapping[str, Any], chance: Random, visits: Iterable[Visit]) -> list[Loan]:
    """Loans in order of time, made at visits to the literature corner by those who became readers."""
    shares = plan["reading"]
    reads: dict[int, bool] = {}
    found: list[Loan] = []
    for visit in visits:
        if visit.service != "literature":
            continue
        if not reads.setdefault(visit.person.number, chance.random() < shares["readers"]):
            continue
        if chance.random() < shares["borrows"]:
            for _ in range(chance.choice((1, 1, 2))):
                back = visit.at + timedelta(days=chance.randrange(5, 32), minutes=chance.randrange(600))
                kind, language = pick(chance, shares["kinds"]), pick(chance, plan["planted"]["loans"])
                returned = None if chance.random() < shares["kept"] else back
                lent = visit.at + timedelta(minutes=chance.randrange(10, 90))
                found.append(Loan(len(found) + 1, visit.person, lent, returned, kind, language))
    return found
