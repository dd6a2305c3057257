"""Made-up people: who they are, how they leave a contact, and who of them comes back."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from math import exp
from random import Random
from typing import Any

from pipelines.sample.chance import pick

HABITS = {"email": 0.36, "phone": 0.30, "both": 0.24, "none": 0.10}


@dataclass(frozen=True)
class Person:
    """One made-up person. `habit` is the contact left at the door; `unstated` are the traits never told."""

    number: int
    year_of_birth: int
    sex: str
    district: str
    occupation: str
    home_language: str
    habit: str
    has_card: bool
    phone: str  # of the family where there is one: a parent's
    loyalty: float
    joined: int
    unstated: frozenset[str]
    family: int | None = None

    @property
    def email(self) -> str:
        return f"person{self.number}@example.org"

    @property
    def card(self) -> str:
        return f"AS-{self.number:06d}" if self.has_card else ""

    def age(self, day: date) -> int:
        return day.year - self.year_of_birth


@dataclass
class Crowd:
    """Everybody met so far; gives newcomers and people who come back."""

    plan: Mapping[str, Any]
    chance: Random
    everyone: list[Person] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    families: dict[int, list[Person]] = field(default_factory=dict)
    _weights: list[float] = field(default_factory=list)
    _day: int = -1

    def newcomer_share(self, age: int) -> float:
        """Share of people who come for the first time, `age` days after the opening; it falls by plan."""
        share = self.plan["newcomers"]
        return float(share["later"] + share["at_opening"] * exp(-age / share["days"]))

    def someone(self, day: date, age: int, ages: tuple[int, int], share: float = 1.0) -> Person:
        """A person of the ages wanted: new with the day's newcomer share times `share`, else returning."""
        if self.chance.random() < self.newcomer_share(age) * share or len(self.everyone) < 30:
            return self._newcomer(day, age, ages)
        if self._day != age:
            self._weights = list(accumulate(self._weight(person, age) for person in self.everyone))
            self._day = age
        for _ in range(60):
            place = bisect(self._weights, self.chance.random() * self._weights[-1])
            person = self.everyone[min(place, len(self._weights) - 1)]
            if ages[0] <= person.age(day) <= ages[1]:
                return person
        return self._newcomer(day, age, ages)

    def first_time(self, person: Person) -> bool:
        """Whether nobody asked about this person before; asking counts as the first time."""
        first = person.number not in self.seen
        self.seen.add(person.number)
        return first

    def _weight(self, person: Person, age: int) -> float:
        # A tenth are regulars for good; the others come half as often every ten weeks.
        fading = 1.0 if person.number % 10 == 0 else 0.5 ** ((age - person.joined) / 70)
        return person.loyalty * fading + 0.002

    def _newcomer(self, day: date, age: int, ages: tuple[int, int]) -> Person:
        chance, shares = self.chance, self.plan["people"]
        years = pick(chance, {band: share for band, share in shares["ages"].items() if _overlaps(band, ages)})
        low, high = (int(part) for part in years.split("-"))
        years_old = chance.randint(max(low, ages[0]), min(high, ages[1]))
        family = (
            self._family(day, years_old) if years_old < 18 and chance.random() < shares["in_family"] else None
        )
        unstated = {trait for trait, share in shares["unstated"].items() if chance.random() < share}
        if family is not None:
            # A parent's phone is recognised as shared by the birth years told under it.
            unstated.discard("year_of_birth")
            taken = {child.year_of_birth for child in self.families[family]}
            while day.year - years_old in taken:
                years_old = years_old - 1 if years_old > 6 else 17
        number = len(self.everyone) + 1
        person = Person(
            number=number,
            year_of_birth=day.year - years_old,
            sex=pick(chance, shares["sex"]),
            district=pick(chance, shares["district"]),
            occupation=_occupation(chance, years_old),
            home_language=pick(chance, shares["home_language"]),
            habit="phone" if family is not None else pick(chance, HABITS),
            has_card=chance.random() < 0.25,
            # Families have the odd numbers, people alone the even ones.
            phone=self._phone(2 * number if family is None else 2 * family + 1),
            loyalty=chance.gammavariate(0.8, 1.0),
            joined=age,
            unstated=frozenset(unstated),
            family=family,
        )
        self.everyone.append(person)
        if family is not None:
            self.families[family].append(person)
        return person

    def _phone(self, number: int) -> str:
        prefix = self.plan["people"]["phone_prefix"]
        return f"{prefix} {number // 10_000:03d} {number // 100 % 100:02d} {number % 100:02d}"

    def _family(self, day: date, years_old: int) -> int:
        waiting = [number for number, children in self.families.items() if len(children) < 2 + number % 2]
        if waiting:
            return waiting[0]
        self.families[len(self.families) + 1] = []
        return len(self.families)


def _overlaps(band: str, ages: tuple[int, int]) -> bool:
    low, high = (int(part) for part in band.split("-"))
    return low <= ages[1] and high >= ages[0]


def _occupation(chance: Random, age: int) -> str:
    if age < 18:
        return "school_student"
    if age < 24:
        return pick(chance, {"university_student": 8, "employed": 1.5, "unemployed": 0.5})
    if age < 60:
        return pick(
            chance,
            {
                "employed": 5,
                "self_employed": 1.5,
                "teacher": 1.5,
                "homemaker": 0.8,
                "unemployed": 0.7,
                "other": 0.5,
            },
        )
    return pick(chance, {"retired": 8, "teacher": 1, "other": 1})
