"""Staged rows as the tests of the models write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

DAY = date(2026, 3, 3)  # a Tuesday, open 10:00-19:00


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    """A local time of the site (UTC+5) as the instant it is."""
    return datetime(day.year, day.month, day.day, hour - 5, minute, tzinfo=UTC)


def session(row: int, code: str = "s1", **other: object) -> dict:
    return {
        "row": row,
        "session_code": code,
        "programme_code": "speaking",
        "held_on": DAY,
        "precision": "time",
        "starts_at": at(18),
        "ends_at": at(19, 30),
        "hour": 18,
        "sessions": 1,
        "status": "held",
        **other,
    }


def booking(row: int, start: datetime, end: datetime, **other: object) -> dict:
    return {
        "row": row,
        "booking_code": f"b{row}",
        "resource_code": "room",
        "starts_at": start,
        "ends_at": end,
        "booked_on": DAY,
        "hour": 10,
        "status": "confirmed",
        "checked_in": "yes",
        "created_at": at(9),
        **other,
    }


def headcount(
    row: int, count: int | None, status: str = "attended", code: str = "s1", **other: object
) -> dict:
    return {
        "row": row,
        "session_code": code,
        "attended_on": DAY,
        "kind": "headcount",
        "count": count,
        "status": status,
        **other,
    }


def person(row: int, **other: object) -> dict:
    return {"row": row, "seen_on": DAY, "email_key": f"e{row}", **other}


def attended(snapshot) -> tuple:
    return snapshot.rows("""
        select (select sum(count) from fct_attendance where status = 'attended')::integer,
            (select sum(attended) from fct_session)::integer""").row(0)


def listed(row: int, status: str = "attended", code: str = "s1", **other: object) -> dict:
    return {
        "row": row,
        "session_code": code,
        "attended_on": DAY,
        "kind": "person",
        "count": 1,
        "status": status,
        **other,
    }
