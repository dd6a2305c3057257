"""A month's programmes as a calendar file that any calendar reads.

It holds what is announced anyway: programme, time, place. Consultations for one person are left out, and a
programme that the site's register does not know goes under its service: its name is somebody's own text.
"""

from __future__ import annotations

import calendar
import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar

from pipelines.exchange.lists import LANGUAGES, names_of
from pipelines.metrics.question import Snapshot
from pipelines.problems import Problem, RefusalError
from pipelines.settings import Site, load_site

PRODUCT = "-//Impact dashboard//Programmes//EN"
UNNAMED = {"en": "Programme", "ru": "Программа", "kk": "Бағдарлама"}
STATUS = {"held": "CONFIRMED", "planned": "TENTATIVE"}
Row = Mapping[str, Any]


def calendar_file(snapshot: Snapshot, month: date, language: str = "en") -> bytes:
    """The sessions held and planned in the month of a day, as iCalendar (RFC 5545); names in the language.

    Times are in the site's zone. A session keeps its UID from snapshot to snapshot. Meetings known only as a
    month's number of them are no dates, and are left out. Refuses a language that the site does not have.
    """
    site = load_site()
    if language not in site.languages:
        allowed = ", ".join(site.languages)
        raise RefusalError(Problem("language_unknown", values={"language": language, "allowed": allowed}))
    first = month.replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    made = snapshot.rows("select created_at from meta_snapshot")["created_at"][0]
    found = icalendar.Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("x-wr-calname", f"{site.short_name.get(language, site.code)}, {first:%Y-%m}")
    found.add("x-wr-timezone", site.time_zone)
    seen: dict[str, int] = {}
    for row in _sessions(snapshot, first, last):
        found.add_component(_event(row, site, language, made, seen))
    found.add_missing_timezones()
    return found.to_ical()


def _sessions(snapshot: Snapshot, first: date, last: date) -> list[dict[str, Any]]:
    known = snapshot.rows(
        "select column_name from information_schema.columns where table_name = 'fct_session'"
    )
    # Snapshots made before times were kept give days.
    starts = (
        "starts_at"
        if "starts_at" in known["column_name"].to_list()
        else "cast(null as timestamptz) as starts_at"
    )
    sql = (
        f"select date, session_id, programme, service, zone, {starts}, hours, status from fct_session"
        " where date between ? and ? and status in ('held', 'planned') and not one_to_one"
        " and precision <> 'month' order by date, starts_at, programme, session_id"
    )
    return snapshot.rows(sql, [first, last]).to_dicts()


def _event(row: Row, site: Site, language: str, made: datetime, seen: dict[str, int]) -> icalendar.Event:
    event, start = icalendar.Event(), row["starts_at"]
    event.add("uid", _uid(row, site, seen))
    event.add("dtstamp", made.astimezone(UTC))
    event.add("summary", _name(row, language))
    if start is None:
        event.add("dtstart", row["date"])
    else:
        begins = start.astimezone(site.zone)
        event.add("dtstart", begins)
        if row["hours"]:
            event.add("dtend", begins + timedelta(hours=row["hours"]))
    place = _named("zone", row["zone"], language)
    if place:
        event.add("location", f"{site.short_name.get(language, site.code)}, {place}")
    service = _named("service", row["service"], language)
    if service:
        event.add("categories", [service])
    event.add("status", STATUS[row["status"]])
    return event


def _uid(row: Row, site: Site, seen: dict[str, int]) -> str:
    """Made of programme, day and time; meetings alike in all of these are told apart by their order."""
    alike = f"{row['programme']} {row['date']} {row['starts_at'] and row['starts_at'].astimezone(UTC)}"
    seen[alike] = seen.get(alike, 0) + 1
    digest = hashlib.sha256(f"{alike} {seen[alike]}".encode()).hexdigest()[:32]
    return f"{digest}@{site.code}"


def _name(row: Row, language: str) -> str:
    registered = _named("programme", row["programme"], language)
    return registered or _named("service", row["service"], language) or UNNAMED.get(language, UNNAMED["en"])


def _named(dimension: str, code: str, language: str) -> str | None:
    names = names_of(dimension).get(code)
    return (dict(zip(LANGUAGES, names, strict=True)).get(language) or names[0]) if names else None
