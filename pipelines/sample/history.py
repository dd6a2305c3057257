"""The made-up history as it happened, before anybody exported it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipelines.sample import bookings, doors, machines, surveys, visits
from pipelines.sample.advising import Contact, contacts
from pipelines.sample.chance import stream
from pipelines.sample.days import Day, open_days
from pipelines.sample.people import Crowd
from pipelines.sample.reading import Loan, loans
from pipelines.sample.reference import Reference
from pipelines.sample.results import Project, Result, projects, results
from pipelines.sample.sessions import Session, Timetable


@dataclass(frozen=True)
class History:
    """What happened between two dates, each list in order of time."""

    reference: Reference
    start: date
    end: date
    seed: int
    days: list[Day]
    crowd: Crowd
    visits: list[visits.Visit]
    sessions: list[Session]
    bookings: list[bookings.Booking]
    immediate: list[surveys.Answers]
    follow_up: list[surveys.Answers]
    workshop: machines.Workshop
    contacts: list[Contact]
    loans: list[Loan]
    results: list[Result]
    projects: list[Project]
    door_hours: list[doors.Hour]
    door_readings: list[doors.Reading]


def make_history(reference: Reference, start: date, end: date, seed: int) -> History:
    """The history of a seed; nothing before the Space opened."""
    plan, programmes = reference.plan, reference.programmes
    crowd = Crowd(plan, stream(seed, "people"))
    timetable = Timetable(plan, crowd, stream(seed, "sessions"))
    days = open_days(reference, start, end)
    closed = bookings.closed_resources(reference)
    visit_chance, booking_chance = stream(seed, "visits"), stream(seed, "bookings")
    seen: list[visits.Visit] = []
    booked: list[bookings.Booking] = []
    for day in days:
        sessions = timetable.day(day)
        seen += visits.day_visits(plan, programmes, crowd, visit_chance, day, sessions)
        booked += bookings.day_bookings(reference, crowd, booking_chance, day, closed, len(booked))
    held = [session for session in timetable.held if not session.cancelled]
    first_wave = surveys.immediate(plan, programmes, stream(seed, "surveys"), held)
    second_wave = surveys.follow_up(plan, stream(seed, "follow-up"), first_wave, end)
    return History(
        reference,
        start,
        end,
        seed,
        days,
        crowd,
        seen,
        timetable.held,
        booked,
        first_wave,
        second_wave,
        machines.workshop(plan, stream(seed, "machines"), days, timetable.held, seen, closed),
        contacts(plan, stream(seed, "advising"), days, seen),
        loans(plan, stream(seed, "reading"), seen),
        results(plan, stream(seed, "results"), held, end),
        projects(plan, programmes, stream(seed, "projects"), held, end),
        doors.hours(plan, stream(seed, "doors"), days, booked),
        doors.readings(plan, stream(seed, "trial"), days, seen),
    )
