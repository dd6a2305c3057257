"""Results of courses in the sample: levels and certificates of English and skills, projects of civic programmes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from pipelines.sample.chance import pick
from pipelines.sample.people import Person
from pipelines.sample.reference import Row
from pipelines.sample.sessions import Session

LEVELS = ("A1", "A2", "B1", "B2", "C1")


@dataclass(frozen=True)
class Result:
    """What became of one person's course at the end of a term; `level` is before and after, "" where none."""

    person: Person
    course: str
    day: date
    result: str
    level: str


@dataclass(frozen=True)
class Project:
    """What one person of a civic programme reports weeks later; `at` is local and naive."""

    at: datetime
    person: Person
    programme: str
    started_project: bool
    founded_venture: bool
    volunteer_hours: int | None


def results(plan: Mapping[str, Any], chance: Random, sessions: Iterable[Session], end: date) -> list[Result]:
    """Results at the end of each term that was over by `end`, of those who came often enough."""
    courses = plan["results"]["courses"]
    found: list[Result] = []
    held = [s for s in sessions if s.series.programme in courses and not s.cancelled]
    for term in plan["results"]["terms"]:
        if term["ends_on"] > end:
            continue
        inside = [s for s in held if term["starts_on"] <= s.starts.date() <= term["ends_on"]]
        often = Counter((s.series.programme, p) for s in inside for p in s.came)
        for (course, person), times in sorted(
            often.items(), key=lambda item: (item[0][0], item[0][1].number)
        ):
            if times >= courses[course]["times"]:
                found.append(_result(plan, chance, person, course, term["ends_on"]))
    return found


def _result(plan: Mapping[str, Any], chance: Random, person: Person, course: str, day: date) -> Result:
    planted, shares = plan["planted"], plan["results"]["courses"][course]
    if chance.random() >= planted["completed"]:
        return Result(person, course, day, "not_completed", "")
    result = "certificate" if chance.random() < shares["certificate"] else "completed"
    if not shares["levels"]:
        return Result(person, course, day, result, "")
    before = int(pick(chance, {"0": 0.15, "1": 0.4, "2": 0.3, "3": 0.15}))
    after = before + (chance.random() < planted["level_gain"])
    return Result(person, course, day, result, f"{LEVELS[before]}-{LEVELS[after]}")


def projects(
    plan: Mapping[str, Any],
    programmes: Mapping[str, Row],
    chance: Random,
    sessions: Iterable[Session],
    end: date,
) -> list[Project]:
    """Reports about two months after a person's first civic programme, none later than `end`."""
    asked: set[int] = set()
    found: list[Project] = []
    for session in sessions:
        if session.cancelled or programmes[session.series.programme]["service"] != "civic":
            continue
        for person in session.came:
            at = session.ends + timedelta(days=chance.randrange(50, 70), minutes=chance.randrange(300))
            if person.number not in asked and chance.random() < plan["civic"]["answers"] and at.date() <= end:
                hours = (
                    None
                    if chance.random() < 0.05
                    else int(chance.expovariate(1 / plan["planted"]["volunteer_hours"]))
                )
                asked.add(person.number)
                found.append(
                    Project(
                        at,
                        person,
                        session.series.programme,
                        chance.random() < plan["planted"]["projects"],
                        chance.random() < plan["planted"]["ventures"],
                        hours,
                    )
                )
    return sorted(found, key=lambda project: (project.at, project.person.number))
