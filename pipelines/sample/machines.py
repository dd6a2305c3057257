"""Machines of the sample: who was trained, who then used them, who was turned away, and what broke."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from pipelines.sample.chance import around, pick
from pipelines.sample.days import Day
from pipelines.sample.people import Person
from pipelines.sample.sessions import Session
from pipelines.sample.visits import Visit

NOISE = ("reboot", "pairing", "checkIn")


@dataclass(frozen=True)
class Training:
    """One machine training that was written down; `course` is the programme's code."""

    person: Person
    course: str
    day: date


@dataclass(frozen=True)
class Log:
    """One entry of a machine's log; times are local and naive. `stopped` is null while the machine runs."""

    number: int
    machine: str
    person: Person | None
    type: str
    starts: datetime
    stopped: datetime | None = None
    idle: int = 0
    stop_type: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Workshop:
    """What the machines saw, each list in order of time."""

    trainings: list[Training]
    logs: list[Log]


def workshop(
    plan: Mapping[str, Any],
    chance: Random,
    days: Sequence[Day],
    sessions: Iterable[Session],
    visits: Iterable[Visit],
    closed: Mapping[str, set[date]],
) -> Workshop:
    """Trainings, uses and denials over the open days; machines that are closed or down are not used."""
    broken = {name: set(dates) for name, dates in closed.items()}
    logs: list[Log] = []
    for row in plan["machines"]["downtime"]:
        down = [day for day in days if row["starts_on"] <= day.date <= row["ends_on"]]
        broken.setdefault(row["machine"], set()).update(day.date for day in down)
        logs += _downtime(row["machine"], down)
    trainings = _trainings(plan, chance, sessions)
    logs += _uses(plan, chance, days, trainings, broken)
    logs += _denials(plan, chance, visits, trainings)
    logs += [Log(0, machine, None, pick(chance, dict.fromkeys(NOISE, 1.0)), _at(day, 0.1))
             for day in days[::7] for machine in plan["machines"]["listed"]]  # fmt: skip
    logs.sort(key=lambda log: (log.starts, log.machine, log.type))
    return Workshop(trainings, [replace(log, number=number) for number, log in enumerate(logs, 1)])


def _at(day: Day, hours: float) -> datetime:
    """A moment so many hours after the opening of a day."""
    return datetime.combine(day.date, time(day.opens)) + timedelta(minutes=int(hours * 60))


def _downtime(machine: str, down: Sequence[Day]) -> list[Log]:
    if not down:
        return []
    return [
        Log(0, machine, None, "resourceDisabled", _at(down[0], 0.25)),
        Log(0, machine, None, "resourceEnabled", _at(down[-1], 6.0)),
    ]


def _trainings(plan: Mapping[str, Any], chance: Random, sessions: Iterable[Session]) -> list[Training]:
    """A person's first attended training of each course; some are never written down."""
    first: dict[tuple[int, str], Training] = {}
    for session in sessions:
        course = session.series.programme
        if course in plan["machines"]["courses"] and not session.cancelled:
            for person in session.came:
                taken = Training(person, course, session.starts.date())
                first.setdefault((person.number, course), taken)
    return [taken for taken in first.values() if chance.random() < plan["machines"]["written_down"]]


def _uses(
    plan: Mapping[str, Any],
    chance: Random,
    days: Sequence[Day],
    trainings: Iterable[Training],
    broken: Mapping[str, set[date]],
) -> list[Log]:
    machines, place = plan["machines"], {day.date: number for number, day in enumerate(days)}
    goes_on: dict[int, bool] = {}
    logs: list[Log] = []
    for taken in trainings:
        person = taken.person
        if not goes_on.setdefault(person.number, chance.random() < plan["planted"]["training_to_use"]):
            continue
        number = place[taken.day] + chance.randrange(machines["soon"])
        for _ in range(1 + int(chance.expovariate(1 / machines["more_uses"]))):
            if number >= len(days):
                break
            day, machine = days[number], chance.choice(machines["courses"][taken.course])
            if day.date not in broken.get(machine, ()):
                logs.append(_use(plan, chance, day, machine, person, last=number == len(days) - 1))
            number += 1 + int(chance.expovariate(1 / machines["days_between"]))
    return logs


def _use(plan: Mapping[str, Any], chance: Random, day: Day, machine: str, person: Person, last: bool) -> Log:
    starts = _at(day, chance.random() * (day.closes - day.opens - 1))
    if last and chance.random() < 0.5:
        return Log(0, machine, person, "allowed", starts)  # it still runs when the logs are exported
    closes = datetime.combine(day.date, time(day.closes))
    hours = 0.2 + chance.gammavariate(2.0, plan["machines"]["hours"] / 2)
    stopped = min(closes, starts + timedelta(minutes=int(hours * 60)))
    stop = pick(chance, plan["machines"]["stops"])
    idle = chance.randrange(300, 1200) if stop == "automatic" and hours > 0.5 else 0
    return Log(0, machine, person, "allowed", starts, stopped, idle, stop)


def _denials(
    plan: Mapping[str, Any], chance: Random, visits: Iterable[Visit], trainings: Iterable[Training]
) -> list[Log]:
    """Attempts by people who are in the makerspace anyhow; whoever lacks the training was not trained yet."""
    trained: dict[int, date] = {}
    for taken in trainings:
        trained[taken.person.number] = min(taken.day, trained.get(taken.person.number, taken.day))
    by_day: dict[date, list[Visit]] = {}
    for visit in visits:
        if visit.service == "makerspace":
            by_day.setdefault(visit.at.date(), []).append(visit)
    logs: list[Log] = []
    for day, present in by_day.items():
        for _ in range(around(chance, plan["machines"]["denied"] * len(present))):
            reason, who = pick(chance, plan["planted"]["denied"]), present
            if reason == "noPermission":
                who = [
                    visit for visit in present if trained.get(visit.person.number, date.max) > day
                ] or present
            visit = chance.choice(who)
            machine, at = chance.choice(plan["machines"]["listed"]), visit.at + timedelta(minutes=7)
            logs.append(Log(0, machine, visit.person, "denied", at, reason=reason))
    return logs
