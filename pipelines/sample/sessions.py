"""Programme sessions of the sample: when they meet, who registered, who came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from pipelines.sample.chance import around
from pipelines.sample.days import Day
from pipelines.sample.people import Crowd, Person


@dataclass(frozen=True)
class Series:
    """A weekly rhythm of one programme, as the plan gives it."""

    programme: str
    weekday: int
    start: time
    minutes: int
    capacity: int
    mean: float
    zone: str
    ages: tuple[int, int]
    every: int = 1
    phase: int = 0
    mode: str = "in-person"
    stream: str = "list"
    term_only: bool = False
    first: date = date.min

    def meets(self, day: Day) -> bool:
        week = (day.date.toordinal() - 1) // 7  # day 1 of the calendar was a Monday
        return (
            day.weekday == self.weekday
            and week % self.every == self.phase
            and day.date >= self.first
            and not (self.term_only and day.school_break)
        )


@dataclass(frozen=True)
class Session:
    """One meeting: its places and what became of each registration. Times are local and naive."""

    number: int
    series: Series
    starts: datetime
    cancelled: bool
    registrations: tuple[tuple[Person, str], ...]
    online: frozenset[int] = frozenset()

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.series.minutes)

    @property
    def came(self) -> list[Person]:
        return [person for person, status in self.registrations if status == "attended"]

    @property
    def in_the_room(self) -> list[Person]:
        return [person for person in self.came if person.number not in self.online]


@dataclass
class Timetable:
    """Holds each day's sessions and remembers who comes to a programme regularly."""

    plan: Mapping[str, Any]
    crowd: Crowd
    chance: Random
    regulars: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    held: list[Session] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.series = [series_of(entry) for entry in self.plan["series"]]

    def day(self, day: Day) -> list[Session]:
        """The sessions of one open day, in the order of the plan."""
        before = len(self.held)
        for series in self.series:
            if series.meets(day):
                self.held.append(self._session(series, day))
        return self.held[before:]

    def _session(self, series: Series, day: Day) -> Session:
        rates, chance = self.plan["sessions"], self.chance
        mean = series.mean * (1 + rates["growth"] * min(day.age, 730) / 365)
        coming = min(series.capacity, max(2, around(chance, mean)))
        cancelled = chance.random() < rates["cancelled"]
        missing = around(chance, coming * rates["no_show"] / (1 - rates["no_show"]))
        missing = min(missing, max(0, series.capacity - coming) + 1)
        wanted = around(chance, mean / (1 - rates["no_show"]))
        waiting = min(6, max(0, wanted - series.capacity)) if coming + missing >= series.capacity else 0
        withdrawn = around(chance, coming * rates["withdrawn"])
        people = self._people(series, day, coming + missing + waiting + withdrawn)
        statuses = ["attended"] * coming + ["no-show"] * missing + ["waitlisted"] * waiting
        registrations = [
            (person, "cancelled" if cancelled else status)
            for person, status in zip(people, statuses + ["cancelled"] * withdrawn, strict=False)
        ]
        chance.shuffle(registrations)
        online = self._online(series, registrations)
        starts = datetime.combine(day.date, series.start)
        session = Session(len(self.held) + 1, series, starts, cancelled, tuple(registrations), online)
        self.regulars[series.programme] = (self.regulars[series.programme] + session.came)[-60:]
        return session

    def _people(self, series: Series, day: Day, count: int) -> list[Person]:
        chosen: dict[int, Person] = {}
        known = self.regulars[series.programme]
        for _ in range(count * 8):
            if len(chosen) >= count:
                break
            if known and self.chance.random() < self.plan["sessions"]["regulars"]:
                person = self.chance.choice(known)
            else:
                person = self.crowd.someone(day.date, day.age, series.ages, share=1.2)
            chosen.setdefault(person.number, person)
        return list(chosen.values())

    def _online(self, series: Series, registrations: Iterable[tuple[Person, str]]) -> frozenset[int]:
        share = {"virtual": 1.0, "hybrid": 0.4}.get(series.mode, 0.0)
        return frozenset(person.number for person, _ in registrations if self.chance.random() < share)


def series_of(entry: Mapping[str, Any]) -> Series:
    """A series of the plan; an unknown key is an error that names it."""
    known = dict(entry)
    known["start"] = time.fromisoformat(known["start"])
    known["ages"] = tuple(known["ages"])
    known["first"] = known.pop("from", date.min)
    return Series(**known)
