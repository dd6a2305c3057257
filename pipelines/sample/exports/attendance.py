"""Attendance lists of sessions: one file a month, and one that was sent before its sessions took place."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from pipelines.sample.chance import stream
from pipelines.sample.exports.export import Books, Cell, Export, Layout, as_bytes, layouts
from pipelines.sample.exports.traits import TRAITS, in_words, told, untidy_phone
from pipelines.sample.history import History
from pipelines.sample.people import Person
from pipelines.sample.sessions import Session

ABOUT = ("mode", "zone", "language", "capacity", "status", "email", "phone", *TRAITS)
UNKNOWN_STATUS = "???"


def attendance_lists(history: History) -> list[Export]:
    """One export a month; the last days of one month first came as registrations."""
    chance = stream(history.seed, "attendance")
    months: dict[date, list[dict[str, Any]]] = {}
    for session in history.sessions:
        if session.series.stream == "list" and not session.cancelled:
            month = session.starts.date().replace(day=1)
            for person, status in session.registrations:
                months.setdefault(month, []).append(_record(history, session, person, status, chance))
    exports = []
    known, plan = layouts(history.reference.plan), history.reference.plan["mess"]
    for number, (month, records) in enumerate(sorted(months.items())):
        layout = known[(number + 3) % len(known)]
        early = _early(records, plan["early_days"]) if month == plan["early_month"] else []
        stem = f"attendance-{month:%Y-%m}"
        if early:
            exports.append(_file(history, f"{stem}-early", layout, early, Books(rows=len(early))))
        was = {_key(record): record["status"] for record in early}
        again = [(record["status"], was[_key(record)]) for record in records if _key(record) in was]
        updated = sum(now != before for now, before in again)
        wrong = {
            **records[0],
            "status": UNKNOWN_STATUS,
            "email": f"person{number}.unknown@example.org",
            "phone": "",
        }
        books = Books(
            rows=len(records) + 2, quarantined=1, excluded=1, duplicate=len(again) - updated, updated=updated
        )
        exports.append(_file(history, stem, layout, [*records[:20], {}, *records[20:], wrong], books))
    return exports


def _record(
    history: History, session: Session, person: Person, status: str, chance: Random
) -> dict[str, Any]:
    """One line. People who sign in under a phone give their e-mail here, half of them their phone as well."""
    by_email = person.family is None and person.habit != "none"
    by_phone = person.family is not None or (person.habit in ("phone", "both") and chance.random() < 0.5)
    programme = history.reference.programmes[session.series.programme]
    trunk = history.reference.plan["people"]["phone_trunk"]
    return {
        "programme": programme,
        "starts": session.starts,
        "ends": session.ends,
        "mode": session.series.mode,
        "zone": session.series.zone,
        "language": programme["language"],
        "capacity": session.series.capacity,
        "status": status,
        "email": person.email if by_email else "",
        "phone": untidy_phone(person.phone, trunk, chance) if by_phone else "",
        **told(person, chance, history.reference.plan["visits"]["omitted"]),
    }


def _key(record: dict[str, Any]) -> tuple[Any, ...]:
    return record["programme"]["code"], record["starts"], record["email"], record["phone"]


def _early(records: list[dict[str, Any]], days: int) -> list[dict[str, Any]]:
    """The month's last days as they were known before: whoever has an e-mail is registered or waiting."""
    first = max(record["starts"] for record in records) - timedelta(days=days)
    waiting = {"waitlisted": "waitlisted"}
    return [
        {**record, "status": waiting.get(record["status"], "registered")}
        for record in records
        if record["starts"] >= first and record["email"]
    ]


def _file(history: History, stem: str, layout: Layout, records: list[dict[str, Any]], books: Books) -> Export:
    words = history.reference.words["headers"][layout.language]
    moment = ["session_at", "end_time"] if layout.one_moment else ["session_date", "start_time", "end_time"]
    headers = [words[name] for name in ["programme", *moment, "name", *ABOUT]]
    rows = [_row(history, layout, record) if record else [""] * len(headers) for record in records]
    return Export(f"{stem}.{layout.kind}", as_bytes(layout, headers, rows), "attendance_list", books)


def _row(history: History, layout: Layout, record: dict[str, Any]) -> list[Cell]:
    spoken = in_words(history.reference, layout.language, record)
    starts, ends = record["starts"], f"{record['ends']:%H:%M}"
    moment: list[Cell] = [starts, ends] if layout.one_moment else [starts.date(), f"{starts:%H:%M}", ends]
    name = record["programme"][f"name_{layout.language}"]
    year = int(record["year_of_birth"]) if record["year_of_birth"] else ""
    about = [year if field == "year_of_birth" else spoken[field] for field in ABOUT]
    return [name, *moment, "Test Person", *about]
