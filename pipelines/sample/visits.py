"""Sign-ins of the sample: people who walk in, and people who come for a session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from pipelines.sample.chance import around, pick
from pipelines.sample.days import Day
from pipelines.sample.people import Crowd, Person
from pipelines.sample.reference import Row
from pipelines.sample.sessions import Session

# Relative arrivals by hour after noon and before; Saturdays peak in the afternoon, other days after school.
WORKDAY = {9: 2, 10: 3, 11: 4, 12: 5, 13: 5, 14: 7, 15: 10, 16: 12, 17: 11, 18: 6, 19: 3}
SATURDAY = {9: 2, 10: 4, 11: 6, 12: 7, 13: 11, 14: 14, 15: 13, 16: 8, 17: 3}


@dataclass(frozen=True)
class Visit:
    """One sign-in at the door; `at` is local and naive."""

    at: datetime
    person: Person
    service: str
    zone: str
    first_time: bool


def walk_ins(plan: Mapping[str, Any], day: Day) -> dict[str, float]:
    """Expected walk-ins of an open day by service; "" is a purpose not told."""
    visits, planted = plan["visits"], plan["planted"]
    rhythm = visits["weekday"][str(day.weekday)]
    season = visits["summer"] if day.summer else visits["school_break"] if day.school_break else 1.0
    novelty = visits["novelty"] if day.age < 14 else 1.0
    others = (visits["base"] + visits["growth"] * day.age / 365) * rhythm * season * novelty
    doubled = visits["makerspace_more"] if day.date >= planted["makerspace_doubles_on"] else 1.0
    expected = {service: others * share for service, share in visits["services"].items()}
    return {**expected, "makerspace": visits["makerspace"] * rhythm * doubled}


def day_visits(
    plan: Mapping[str, Any],
    programmes: Mapping[str, Row],
    crowd: Crowd,
    chance: Random,
    day: Day,
    sessions: Iterable[Session],
) -> list[Visit]:
    """Everybody who signs in on one open day, in order of time."""
    arrivals: list[tuple[datetime, Person, str, str]] = []
    zones = plan["visits"]["zones"]
    profile = SATURDAY if day.weekday == 6 else WORKDAY
    hours = {hour: weight for hour, weight in profile.items() if day.opens <= hour < day.closes}
    for service, mean in walk_ins(plan, day).items():
        ages = (10, 75) if service in ("makerspace", "") else (14, 75) if service != "literature" else (6, 75)
        for _ in range(around(chance, mean)):
            minute = time(pick(chance, hours), chance.randrange(60))
            person = crowd.someone(day.date, day.age, ages)
            arrivals.append((datetime.combine(day.date, minute), person, service, zones[service]))
    for session in sessions:
        service = programmes[session.series.programme]["service"]
        for person in session.in_the_room:
            early = timedelta(minutes=chance.randrange(1, 21))
            arrivals.append((session.starts - early, person, service, session.series.zone))
    arrivals.sort(key=lambda arrival: (arrival[0], arrival[1].number))
    lost = day.date == plan["planted"]["lost_sheet"]
    visits = [
        Visit(at, person, service, zone, crowd.first_time(person)) for at, person, service, zone in arrivals
    ]
    return [visit for visit in visits if not (lost and visit.at.hour >= 12)]
