"""Reservations of rooms, seats and machines in the sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from pipelines.sample.days import Day, span
from pipelines.sample.people import Crowd, Person
from pipelines.sample.reference import Reference

LENGTHS = {1.0: 0.2, 1.5: 0.15, 2.0: 0.35, 3.0: 0.3}


@dataclass(frozen=True)
class Booking:
    """One reservation, times local and naive; given up at `cancelled_at`; `came` is None where unknown."""

    number: int
    resource: str
    person: Person
    starts: datetime
    ends: datetime
    created: datetime
    cancelled_at: datetime | None
    came: bool | None

    def status_on(self, day: date) -> str:
        """The state an export of this day shows."""
        if self.cancelled_at is not None and self.cancelled_at.date() <= day:
            return "Cancelled by User"
        return "Self-Booked Confirmed" if self.number % 7 else "Mediated Approved"

    def check_in_on(self, day: date) -> str:
        """The check-in an export of this day shows; nothing is known before the start."""
        if self.starts.date() > day or self.came is None or self.status_on(day).startswith("Cancelled"):
            return "Not Required"
        return "Checked Out" if self.came else "Not Checked In"


def closed_resources(reference: Reference) -> Mapping[str, set[date]]:
    """Dates on which one resource is closed while the Space is open."""
    closed: dict[str, set[date]] = {}
    for row in reference.rows("closures"):
        if row["resource"]:
            closed.setdefault(row["resource"], set()).update(span(row))
    return closed


def day_bookings(
    reference: Reference, crowd: Crowd, chance: Random, day: Day, closed: Mapping[str, set[date]], count: int
) -> list[Booking]:
    """The reservations that start on one open day; numbers follow `count`."""
    plan, planted = reference.plan["bookings"], reference.plan["planted"]
    bookings: list[Booking] = []
    for resource, rate in plan["rate"].items():
        if day.date in closed.get(resource, ()):
            continue
        share = min(0.85, rate * (plan["saturday"] if day.weekday == 6 else 1.0) / (1 - plan["cancelled"]))
        mean = sum(length * weight for length, weight in LENGTHS.items())
        # Slots are taken with this chance, else an hour stays free: the taken share of hours is then `share`.
        taken = share / (mean * (1 - share) + share)
        hour = float(day.opens)
        while hour <= day.closes - 1:
            if chance.random() >= taken:
                hour += 1
                continue
            length = min(chance.choices(list(LENGTHS), list(LENGTHS.values()))[0], day.closes - hour)
            starts = datetime.combine(day.date, time()) + timedelta(hours=hour)
            evening = starts.hour >= planted["evening"]
            missed = planted["no_show_evening"] if evening else planted["no_show_daytime"]
            created = starts - timedelta(
                days=min(14, int(chance.expovariate(0.3))), minutes=chance.randrange(30, 600)
            )
            given_up = chance.random() < plan["cancelled"]
            cancelled_at = created + (starts - created) * chance.random() if given_up else None
            came: bool | None = chance.random() >= missed
            if chance.random() < plan["check_in_unknown"]:
                came = None
            ages = (12, 75) if reference.resources[resource]["zone"] == "makerspace" else (15, 75)
            person = crowd.someone(day.date, day.age, ages, share=0.3)
            number = count + len(bookings) + 1
            ends = starts + timedelta(hours=length)
            bookings.append(Booking(number, resource, person, starts, ends, created, cancelled_at, came))
            hour += length
    return bookings
