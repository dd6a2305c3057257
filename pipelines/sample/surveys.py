"""Answers to the outcome survey: at the end of a programme, and weeks later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from pipelines.sample.chance import pick
from pipelines.sample.people import Person
from pipelines.sample.reference import Row
from pipelines.sample.sessions import Session

LIKERT = ("knowledge", "confidence", "application", "awareness", "use")


@dataclass(frozen=True)
class Answers:
    """One submission: answers by question (1-5, 0-10 for recommend), "na" or "" where none; `at` is local."""

    at: datetime
    person: Person
    programme: str
    service: str
    language: str
    first_visit: bool
    values: Mapping[str, str]

    @property
    def code(self) -> str:
        """The code a person makes up and remembers: two letters and four digits."""
        number = self.person.number
        return f"{chr(65 + number % 26)}{chr(65 + number // 26 % 26)}{number * 7919 % 10_000:04d}"


def immediate(
    plan: Mapping[str, Any], programmes: Mapping[str, Row], chance: Random, sessions: Iterable[Session]
) -> list[Answers]:
    """Submissions handed in within two hours after each session, in order of time."""
    answers = []
    answered: set[int] = set()
    for session in sessions:
        programme = session.series.programme
        service = programmes[programme]["service"]
        for person in session.came:
            if chance.random() >= plan["surveys"]["immediate"]:
                continue
            language = pick(chance, plan["surveys"]["form_language"][person.home_language])
            at = session.ends + timedelta(seconds=chance.randrange(60, 7200))
            values = _values(plan, chance, service, loss=0.0)
            first = person.number not in answered
            answered.add(person.number)
            answers.append(Answers(at, person, programme, service, language, first, values))
    return sorted(answers, key=lambda answer: (answer.at, answer.person.number))


def follow_up(
    plan: Mapping[str, Any], chance: Random, first_wave: Iterable[Answers], end: date
) -> list[Answers]:
    """Submissions four to eight weeks after the first, none later than `end`; one a person and programme."""
    later: dict[tuple[int, str], Answers] = {}
    for answer in first_wave:
        at = answer.at + timedelta(days=chance.randrange(28, 57), minutes=chance.randrange(-300, 300))
        if chance.random() < plan["surveys"]["follow_up"] and at.date() <= end:
            values = _values(plan, chance, answer.service, loss=plan["planted"]["follow_up_loss"])
            later.setdefault(
                (answer.person.number, answer.programme),
                Answers(at, answer.person, answer.programme, answer.service, answer.language, False, values),
            )
    return sorted(later.values(), key=lambda answer: (answer.at, answer.person.number))


def _values(plan: Mapping[str, Any], chance: Random, service: str, loss: float) -> dict[str, str]:
    shares, application = plan["surveys"], plan["planted"]["application"]
    # Other outcomes move with the service half as far as application does.
    tilt = (application[service] - sum(application.values()) / len(application)) / 2
    values = {}
    for question in LIKERT:
        top = application[service] if question == "application" else shares["top"][question] + tilt
        values[question] = _likert(plan, chance, top - (loss if question == "application" else loss / 2))
    values["recommend"] = _recommend(plan, chance)
    return values


def _likert(plan: Mapping[str, Any], chance: Random, top: float) -> str:
    draw = chance.random()
    if draw < plan["surveys"]["not_applicable"]:
        return "na"
    if draw < plan["surveys"]["not_applicable"] + plan["surveys"]["blank"]:
        return ""
    return pick(
        chance,
        {
            "5": top * 0.46,
            "4": top * 0.54,
            "3": (1 - top) * 0.6,
            "2": (1 - top) * 0.28,
            "1": (1 - top) * 0.12,
        },
    )


def _recommend(plan: Mapping[str, Any], chance: Random) -> str:
    high, low = plan["surveys"]["promoters"], plan["surveys"]["detractors"]
    if chance.random() < plan["surveys"]["blank"]:
        return ""
    middle = 1 - high - low
    return pick(
        chance,
        {"10": high * 0.55, "9": high * 0.45, "8": middle * 0.6, "7": middle * 0.4}
        | {"6": low * 0.4, "5": low * 0.3, "3": low * 0.2, "0": low * 0.1},
    )
