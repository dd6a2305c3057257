"""LibCal's API as it answers: bookings of spaces and of equipment by quarter, events by half-year."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import date, timedelta
from typing import Any

from pipelines.sample.bookings import Booking
from pipelines.sample.chance import stream
from pipelines.sample.exports.documents import instant, lines
from pipelines.sample.exports.export import Books, Export
from pipelines.sample.history import History
from pipelines.sample.sessions import Session

CATEGORIES = {"room": "Rooms", "seat": "Seats", "machine": "Makerspace machines", "equipment": "Equipment"}
OVERLAP = timedelta(days=14)
AHEAD = timedelta(days=10)
REPEATED = 3
FIRST_BOOKING, FIRST_EVENT = 410_000, 9_100_000


def bookings(history: History) -> list[Export]:
    """Exports at each quarter's end: they start two weeks back and hold what is booked ten days ahead.

    Equipment has an endpoint of its own; what is booked in Fabman is not here.
    """
    elsewhere = history.reference.plan["machines"]["booked_here"]
    kinds = {code: row["kind"] for code, row in history.reference.resources.items() if code not in elsewhere}
    spaces = {code for code, kind in kinds.items() if kind != "equipment"}
    return [
        *_bookings_of(history, spaces, "bookings", "libcal_space_bookings"),
        *_bookings_of(history, kinds.keys() - spaces, "equipment", "libcal_equipment_bookings"),
    ]


def _bookings_of(history: History, resources: Set[str], kind: str, mapping: str) -> list[Export]:
    exports: list[Export] = []
    known: dict[str, tuple[str, ...]] = {}
    for day in _quarter_ends(history.start, history.end):
        first = max(history.start, day.replace(day=1, month=day.month - (day.month - 1) % 3) - OVERLAP)
        chosen = [
            booking
            for booking in history.bookings
            if booking.resource in resources
            and first <= booking.starts.date() <= day + AHEAD
            and booking.created.date() <= day
        ]
        if chosen:
            books, content = _bookings_file(history, day, chosen, known)
            exports.append(Export(f"libcal-{kind}-{day}.json", content, mapping, books))
    return exports


def _bookings_file(
    history: History, day: date, chosen: Sequence[Booking], known: dict[str, tuple[str, ...]]
) -> tuple[Books, bytes]:
    zone = history.reference.site.zone
    records = [_booking(history, booking, day, zone) for booking in chosen]
    duplicate = updated = 0
    for booking in chosen:
        state = (booking.status_on(day), booking.check_in_on(day), str(_cancelled(booking, day, zone)))
        key = str(booking.number)
        duplicate += known.get(key) == state
        updated += key in known and known[key] != state
        known[key] = state
    repeated, mistaken = records[:REPEATED], _mistaken(records, day)
    books = Books(
        rows=len(repeated) + len(records) + len(mistaken),
        quarantined=len(mistaken),
        duplicate=len(repeated) + duplicate,
        updated=updated,
    )
    # The API repeats records where a page ends while somebody books.
    return books, lines([*repeated, *records, *mistaken])


def _mistaken(records: Sequence[dict[str, Any]], day: date) -> list[dict[str, Any]]:
    """A booking that ends before it starts, and one in a state that nobody knows."""
    nobody = {**records[0], "email": "person0@example.org", "check_in_status": "Not Required"}
    nobody.pop("cancelled", None)
    turned = {"fromDate": nobody["toDate"], "toDate": nobody["fromDate"], "status": "Self-Booked Confirmed"}
    backwards = {**nobody, **turned, "bookId": f"BW{day:%y%m%d}", "id": 1}
    return [backwards, {**nobody, "bookId": f"ST{day:%y%m%d}", "id": 2, "status": "Abducted"}]


def _booking(history: History, booking: Booking, day: date, zone: Any) -> dict[str, Any]:
    resource = history.reference.resources[booking.resource]
    place = list(history.reference.resources).index(booking.resource)
    seat, name = resource["kind"] == "seat", CATEGORIES[resource["kind"]]
    category = (
        {"groupId": 7, "groupName": name} if resource["kind"] == "equipment" else {"category_name": name}
    )
    return {
        "bookId": f"cs_{FIRST_BOOKING + booking.number}",
        "id": FIRST_BOOKING + booking.number,
        "eid": 3300 + place,
        **({"seat_id": 880 + place, "seat_name": resource["name_en"]} if seat else {}),
        **category,
        "item_name": resource["name_en"],
        "fromDate": instant(booking.starts, zone),
        "toDate": instant(booking.ends, zone),
        "created": instant(booking.created, zone),
        "nickname": f"Test Person {booking.person.number}",
        "email": booking.person.email,
        "status": booking.status_on(day),
        "check_in_status": booking.check_in_on(day),
        **({"cancelled": cancelled} if (cancelled := _cancelled(booking, day, zone)) else {}),
    }


def _cancelled(booking: Booking, day: date, zone: Any) -> str | None:
    gone = booking.cancelled_at
    return instant(gone.replace(microsecond=0), zone) if gone is not None and gone.date() <= day else None


def events(history: History) -> list[Export]:
    """Events by half-year, with headcounts; a session in twenty has none, which is unknown and not 0."""
    chance = stream(history.seed, "events")
    halves: dict[str, list[dict[str, Any]]] = {}
    for session in history.sessions:
        # Sessions with lists stand here only where they were called off: a list says nothing of those.
        if session.series.stream == "events" or session.cancelled:
            counted = not session.cancelled and chance.random() >= 0.05
            half = f"{session.starts.year}-{1 if session.starts.month <= 6 else 2}"
            halves.setdefault(half, []).append(_event(history, session, counted))
    return [
        Export(
            f"libcal-events-{half}.json", lines(records, "events"), "libcal_events", Books(rows=len(records))
        )
        for half, records in sorted(halves.items())
    ]


def _event(history: History, session: Session, counted: bool) -> dict[str, Any]:
    zone = history.reference.site.zone
    series, programme = session.series, history.reference.programmes[session.series.programme]
    online, room = len(session.came) - len(session.in_the_room), len(session.in_the_room)
    taken = sum(status in ("attended", "no-show") for _, status in session.registrations)
    online_taken = sum(
        status in ("attended", "no-show") and person.number in session.online
        for person, status in session.registrations
    )
    online_seats = {"virtual": series.capacity, "hybrid": series.capacity // 2}.get(series.mode, 0)
    return {
        "id": FIRST_EVENT + session.number,
        "title": programme["name_en"],
        "allday": False,
        "start": instant(session.starts, zone),
        "end": instant(session.ends, zone),
        "location": {"id": 5, "name": history.reference.zones[series.zone]["name_en"]},
        "audience": [{"id": 1, "name": "Adults" if series.ages[0] >= 16 else "Young people"}],
        "category": [],
        "presenter": "Test Presenter",
        "calendar": {"id": 12, "name": history.reference.site.short_name["en"]},
        "registration": True,
        "seats": series.capacity,
        "seats_taken": taken,
        "physical_seats": series.capacity - online_seats,
        "physical_seats_taken": taken - online_taken,
        "online_seats": online_seats,
        "online_seats_taken": online_taken,
        "attendance": {
            "in_person": room if counted and room else None,
            "online": online if counted and online else None,
        },
        "wait_list": sum(status == "waitlisted" for _, status in session.registrations),
        "cancelled": session.cancelled,
    }


def _quarter_ends(start: date, end: date) -> list[date]:
    ends = []
    for year in range(start.year, end.year + 1):
        for month in (4, 7, 10, 13):
            last = date(year + month // 13, (month - 1) % 12 + 1, 1) - timedelta(days=1)
            if start <= last < end:
                ends.append(last)
    return [*ends, end]
