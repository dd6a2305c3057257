"""People who come through doors with a counter: the meeting rooms' own door, and a counter on trial."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any

from pipelines.sample.bookings import Booking
from pipelines.sample.days import Day
from pipelines.sample.visits import Visit


@dataclass(frozen=True)
class Hour:
    """One hour of one counter, local; `people` is null while the counter sends nothing."""

    at: datetime
    people: int | None
    out: int


@dataclass(frozen=True)
class Reading:
    """A running total written down at closing time, or the word that was written instead."""

    day: date
    shown: str


def hours(
    plan: Mapping[str, Any], chance: Random, days: Sequence[Day], bookings: Iterable[Booking]
) -> list[Hour]:
    """Every open hour at the door of the meeting rooms: parties of those who booked and came."""
    shares = plan["doors"]
    came: dict[datetime, int] = {}
    for booking in bookings:
        if booking.resource in shares["rooms"] and booking.came and booking.cancelled_at is None:
            hour = booking.starts.replace(minute=0)
            came[hour] = came.get(hour, 0) + chance.randint(*shares["party"])
    found: list[Hour] = []
    inside = 0
    for day in days:
        if day.date < shares["since"]:
            continue
        for clock in range(day.opens, day.closes):
            at = datetime(day.date.year, day.date.month, day.date.day, clock)
            people = came.get(at, 0)
            out = inside if clock == day.closes - 1 else min(inside, people + 1)
            inside += people - out
            found.append(Hour(at, None if day.date in shares["silent"] else people, out))
    return found


def readings(
    plan: Mapping[str, Any], chance: Random, days: Sequence[Day], visits: Iterable[Visit]
) -> list[Reading]:
    """The counter that was tried at one zone: more people pass it than sign in, and its display rolls over."""
    trial = plan["trial"]
    signed: dict[date, int] = {}
    for visit in visits:
        if visit.zone == trial["zone"]:
            signed[visit.at.date()] = signed.get(visit.at.date(), 0) + 1
    total, found = trial["first"], []
    for day in days:
        if not trial["starts_on"] <= day.date <= trial["ends_on"]:
            continue
        people = sum(1 + (chance.random() < trial["unsigned"]) for _ in range(signed.get(day.date, 0)))
        total = (total + people) % 10 ** trial["digits"]
        word = trial["words"].get(str(day.date))
        found.append(Reading(day.date, word or str(total)))
    return found
