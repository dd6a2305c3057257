"""Fabman's API as it answers: machines, members with their trainings, logs by half-year, and bookings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from pipelines.sample.bookings import Booking
from pipelines.sample.exports.documents import Record, export, half_years, utc
from pipelines.sample.exports.export import Export
from pipelines.sample.history import History
from pipelines.sample.machines import NOISE, Log
from pipelines.sample.people import Person

ACCOUNT, SPACE = 90, 12
FIRST_MACHINE, FIRST_MEMBER, FIRST_LOG, FIRST_BOOKING, FIRST_COURSE = 5100, 70_000, 8_800_000, 610_000, 31
OVERLAP = timedelta(days=10)
AHEAD = timedelta(days=14)


def fabman(history: History) -> list[Export]:
    """Every list of Fabman's; nothing where no machine was logged."""
    if not history.workshop.logs:
        return []
    return [_machines(history), _members(history), *_logs(history), *_bookings(history)]


def _machine(history: History, code: str) -> int:
    return FIRST_MACHINE + list(history.reference.plan["machines"]["listed"]).index(code)


def _machines(history: History) -> Export:
    records: dict[str, Record] = {}
    for code in history.reference.plan["machines"]["listed"]:
        number = _machine(history, code)
        name = history.reference.resources[code]["name_en"]
        about = {"account": ACCOUNT, "space": SPACE, "controlType": "machine", "typeName": "Machine"}
        records[code] = {"id": number, "name": name, **about}
    return export(f"fabman-resources-{history.end}.json", "fabman_resources", records, {})


def _members(history: History) -> Export:
    """People who were trained, used a machine, tried to, or booked one; names are as made up as everywhere."""
    joined: dict[int, tuple[date, Person]] = {}
    met = [(taken.day, taken.person) for taken in history.workshop.trainings]
    met += [(log.starts.date(), log.person) for log in history.workshop.logs if log.person is not None]
    met += [(booking.created.date(), booking.person) for booking in _booked_here(history)]
    for day, person in sorted(met, key=lambda one: (one[0], one[1].number)):
        joined.setdefault(person.number, (day, person))
    records = {
        str(number): _member(history, person, max(day, history.start))
        for number, (day, person) in sorted(joined.items())
    }
    return export(f"fabman-members-{history.end}.json", "fabman_members", records, {})


def _member(history: History, person: Person, joined: date) -> Record:
    courses = history.reference.plan["machines"]["courses"]
    trainings = [
        {
            "id": 100 * person.number + place,
            "date": str(taken.day),
            "trainingCourse": {
                "id": FIRST_COURSE + list(courses).index(taken.course),
                "title": history.reference.programmes[taken.course]["name_en"],
            },
        }
        for place, taken in enumerate(history.workshop.trainings)
        if taken.person.number == person.number
    ]
    # A family's phone stands for the child; whoever leaves no contact at the door has none here either.
    by_email = person.family is None and person.habit != "none"
    return {
        "id": FIRST_MEMBER + person.number,
        "memberNumber": f"M{person.number:05d}",
        "firstName": "Test",
        "lastName": f"Person {person.number}",
        "emailAddress": person.email if by_email else None,
        "phone": person.phone if person.family is not None else None,
        "dateOfBirth": None if "year_of_birth" in person.unstated else f"{person.year_of_birth}-06-15",
        "gender": None if "sex" in person.unstated else person.sex,
        "createdAt": f"{joined}T05:00:00Z",
        "_embedded": {"trainings": trainings},
    }


def _logs(history: History) -> list[Export]:
    """Exports that begin some days before the former one ended; one entry in each is of a kind nobody knows."""
    exports: list[Export] = []
    known: dict[str, Record] = {}
    days = half_years(history.start, history.end)
    first = history.start
    for day in days:
        chosen = [log for log in history.workshop.logs if first <= log.starts.date() <= day]
        first = day - OVERLAP
        if not chosen:
            continue
        counted = {str(log.number): _log(history, log, day) for log in chosen if log.type not in NOISE}
        noise = [_log(history, log, day) for log in chosen if log.type in NOISE]
        wrong = [{**_log(history, chosen[0], day), "id": f"{day:%y%m%d}", "type": "levitating"}]
        name = f"fabman-logs-{day}.json"
        exports.append(export(name, "fabman_resource_logs", counted, known, wrong=wrong, left_out=noise))
    return exports


def _log(history: History, log: Log, day: date) -> Record:
    zone = history.reference.site.zone
    over = log.stopped is not None and log.stopped.date() <= day
    return {
        "id": FIRST_LOG + log.number,
        "resource": _machine(history, log.machine),
        "member": FIRST_MEMBER + log.person.number if log.person else None,
        "type": log.type,
        "reason": log.reason,
        "createdAt": utc(log.starts, zone),
        "stoppedAt": utc(log.stopped, zone) if log.stopped is not None and over else None,
        "idleDurationSeconds": log.idle if over else None,
        "stopType": log.stop_type if over else None,
    }


def _booked_here(history: History) -> Iterable[Booking]:
    here = history.reference.plan["machines"]["booked_here"]
    return [booking for booking in history.bookings if booking.resource in here]


def _bookings(history: History) -> list[Export]:
    exports: list[Export] = []
    known: dict[str, Record] = {}
    for day in half_years(history.start, history.end):
        records = {
            str(booking.number): _booking(history, booking, day)
            for booking in _booked_here(history)
            if booking.starts.date() <= day + AHEAD and booking.created.date() <= day
        }
        if records:
            exports.append(export(f"fabman-bookings-{day}.json", "fabman_bookings", records, known))
    return exports


def _booking(history: History, booking: Booking, day: date) -> Record:
    """Times of bookings are local and without an offset, unlike the moment they were made."""
    return {
        "id": FIRST_BOOKING + booking.number,
        "account": ACCOUNT,
        "resource": _machine(history, booking.resource),
        "member": FIRST_MEMBER + booking.person.number,
        "fromDateTime": booking.starts.isoformat(timespec="seconds"),
        "untilDateTime": booking.ends.isoformat(timespec="seconds"),
        "createdAt": utc(booking.created, history.reference.site.zone),
        "state": "cancelled" if booking.status_on(day).startswith("Cancelled") else "confirmed",
    }
