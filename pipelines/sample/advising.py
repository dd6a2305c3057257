"""Single advising contacts of the sample: who comes, whether they come again, and how far they get."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from pipelines.sample.chance import pick
from pipelines.sample.days import Day
from pipelines.sample.people import Person
from pipelines.sample.visits import Visit

STEPS = ("research", "finance", "apply", "visa", "depart")


@dataclass(frozen=True)
class Contact:
    """One contact with the adviser; `at` is local and naive. `reported` and `aid` are what the person said."""

    at: datetime
    person: Person
    mode: str
    step: str
    reported: str = ""
    aid: int | None = None


def contacts(
    plan: Mapping[str, Any], chance: Random, days: Sequence[Day], visits: Iterable[Visit]
) -> list[Contact]:
    """Contacts in order of time; a share of the people who come about study in the US takes up advising."""
    met: set[int] = set()
    found: list[Contact] = []
    for visit in visits:
        person = visit.person
        if (
            visit.service == "advising"
            and person.number not in met
            and 14 <= person.age(visit.at.date()) <= 35
        ):
            met.add(person.number)
            if chance.random() < plan["advising"]["taken_up"]:
                found += _path(plan, chance, days, visit)
    return sorted(found, key=lambda contact: (contact.at, contact.person.number))


def _path(plan: Mapping[str, Any], chance: Random, days: Sequence[Day], visit: Visit) -> list[Contact]:
    """First contact to last: after each the person may come again, on the same step or the next."""
    shares, planted = plan["advising"], plan["planted"]
    path = [Contact(visit.at + timedelta(minutes=5), visit.person, "in-person", STEPS[0])]
    step, chance_to_return = 0, planted["second_contact"]
    while chance.random() < chance_to_return:
        after = path[-1].at.date() + timedelta(days=chance.randrange(*shares["days_between"]))
        day = next((day for day in days if day.date >= after), None)
        if day is None:
            break
        step = min(step + (chance.random() < planted["next_step"]), len(STEPS) - 1)
        at = datetime.combine(day.date, time(day.opens)) + timedelta(minutes=chance.randrange(0, 460, 5))
        path.append(_contact(plan, chance, at, visit.person, STEPS[step]))
        chance_to_return = shares["again"]
    return path


def _contact(plan: Mapping[str, Any], chance: Random, at: datetime, person: Person, step: str) -> Contact:
    shares = plan["advising"]
    mode = pick(chance, shares["modes"])
    if chance.random() >= shares["reports"].get(step, 0.0):
        return Contact(at, person, mode, step)
    if step == "visa" and chance.random() < shares["aid"]:
        return Contact(at, person, mode, step, "aid", 500 * round(chance.lognormvariate(9.4, 0.6) / 500))
    return Contact(
        at, person, mode, step, {"apply": "application", "visa": "admission"}.get(step, "departure")
    )
