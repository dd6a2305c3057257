"""iCalendar files: one record an occurrence, so that rules, exceptions and moved dates are dates by then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import icalendar
import polars as pl
import recurring_ical_events
from recurring_ical_events import InvalidCalendar

from pipelines.read.encoding import Encoding
from pipelines.read.raw import RawTable, Source

HEADERS = ("uid", "instance", "title", "start", "end", "all_day", "status", "class", "location", "categories")
CALENDAR_LIMIT = 32 << 20
OCCURRENCE_LIMIT = 50_000
"""Occurrences of one calendar: a rule by the second would have no end worth waiting for."""
HORIZON = timedelta(days=366)
"""How far beyond its arrival a calendar is read: rules without an end go on for ever."""
EARLIEST = date(2000, 1, 1)
TOO_OFTEN = {"SECONDLY", "MINUTELY"}

Moment = date | datetime
Component = Any
"""A calendar or an event: the library's own types admit every kind of value for every property."""


def is_calendar(text: str) -> bool:
    """True when the text begins as an iCalendar does."""
    return text.lstrip("\ufeff \t\r\n").upper().startswith("BEGIN:VCALENDAR")


def calendar_table(source: Source, encoding: Encoding, arrived: datetime | None = None) -> RawTable:
    """Occurrences up to a year beyond the making of the calendar, in order of start; `arrived` is now unless given.

    Times are UTC with a Z; floating ones, which name no zone, take that of X-WR-TIMEZONE, else have none.
    An occurrence that EXDATE takes out, or that is cancelled, has the status CANCELLED: it was announced,
    and a later export so corrects an earlier one. `status` is PLANNED where it begins after the calendar was
    made: its own LAST-MODIFIED (RFC 7986, 5.4) where it states one; else the arrival. (A DTSTAMP does not say: an
    old calendar that is brought in now tells of meetings that have been.)
    Rows are 1, 2, 3... RefusalError for what is no calendar, has no event, or too many occurrences.
    """
    if source.path.stat().st_size > CALENDAR_LIMIT:
        raise source.refusal("document_too_large", megabytes=CALENDAR_LIMIT >> 20)
    text = source.path.read_bytes()[encoding.mark :].decode(encoding.codec)
    arrived = arrived or datetime.now(UTC)
    try:
        calendars = icalendar.Calendar.from_ical(text, multiple=True)
        if not calendars or any(
            event.get("DTSTART") is None for c in calendars for event in c.walk("VEVENT")
        ):
            raise source.refusal("broken_calendar")
        records = [
            record
            for calendar in calendars
            for record in _records(calendar, _made(calendar, arrived), source)
        ]
    except (ValueError, InvalidCalendar, KeyError, AttributeError, TypeError) as error:
        raise source.refusal("broken_calendar") from error
    if not records:
        raise source.refusal("header_only")
    records.sort(key=lambda record: (record[3] or "", record[0] or "", record[1] or ""))
    columns = {f"c{place}": [record[place] for record in records] for place in range(len(HEADERS))}
    frame = pl.DataFrame(columns, schema={name: pl.String() for name in columns})
    frame.insert_column(0, pl.int_range(1, frame.height + 1, dtype=pl.Int64, eager=True).alias("row"))
    return RawTable("", HEADERS, 1, lambda: iter((frame,)))


def _made(calendar: Component, arrived: datetime) -> datetime:
    """When the calendar was exported, never later than it arrived."""
    stated = getattr(calendar.get("LAST-MODIFIED"), "dt", None)
    return arrived if stated is None else min(arrived, _begins(stated, None))


def _records(calendar: Component, made: datetime, source: Source) -> Iterator[tuple[str | None, ...]]:
    if any(str(freq) in TOO_OFTEN for event in calendar.walk("VEVENT") for freq in _frequencies(event)):
        raise source.refusal("too_many_occurrences", limit=OCCURRENCE_LIMIT)
    floating = _zone(str(calendar.get("X-WR-TIMEZONE", "")))
    if floating is None:
        calendar.pop("X-WR-TIMEZONE", None)  # a name that no zone has would end the expansion
    held = {
        (str(event.get("UID")), _text(_instance(event), floating)) for event in _occurrences(calendar, made)
    }
    announced = _occurrences(_without_exceptions(calendar), made)
    for number, event in enumerate(announced, 1):
        if number > OCCURRENCE_LIMIT:
            raise source.refusal("too_many_occurrences", limit=OCCURRENCE_LIMIT)
        uid, instance = str(event.get("UID")), _text(_instance(event), floating)
        yield _record(event, uid, instance, (uid, instance) in held, floating, made)


def _occurrences(calendar: Component, made: datetime) -> list[Component]:
    """Occurrences in order of start, from `EARLIEST` to the horizon beyond `made`; one more than the limit at most.

    Asked for at once: the library's endless iteration looks through a full calendar a quarter of an hour at a time.
    """
    last = (made + HORIZON).date()
    starts = [_day(event["DTSTART"].dt) for event in calendar.walk("VEVENT")]
    first = max(min(starts, default=EARLIEST), EARLIEST)
    if first > last:
        return []
    found = recurring_ical_events.of(calendar).between(first, last + timedelta(days=2))
    inside = [event for event in found if _day(event["DTSTART"].dt) <= last]
    return sorted(inside, key=lambda event: _begins(event["DTSTART"].dt, None))[: OCCURRENCE_LIMIT + 1]


def _without_exceptions(calendar: Component) -> Component:
    """The calendar as it would be had no single date been taken out."""
    copy = icalendar.Calendar.from_ical(calendar.to_ical())
    for event in copy.walk("VEVENT"):
        event.pop("EXDATE", None)
    return copy


def _frequencies(event: Component) -> list[str]:
    rules = event.get("RRULE") or []
    rules = rules if isinstance(rules, list) else [rules]
    return [str(freq) for rule in rules for freq in rule.get("FREQ", ())]


def _record(
    event: Component,
    uid: str,
    instance: str | None,
    is_held: bool,
    floating: ZoneInfo | None,
    made: datetime,
) -> tuple[str | None, ...]:
    start, end = event["DTSTART"].dt, event.get("DTEND")
    all_day = not isinstance(start, datetime)
    status = str(event.get("STATUS", "CONFIRMED")).upper()
    if not is_held:
        status = "CANCELLED"
    elif status != "CANCELLED" and _begins(start, floating) > made:
        status = "PLANNED"
    # An event without an end or a length states none; the library gives it the length 0.
    last = end.dt if end is not None and end.dt != start else None
    categories = event.categories
    return (
        uid,
        instance,
        str(event.get("SUMMARY") or "").strip() or None,
        _text(start, floating),
        _text(last, floating),
        "yes" if all_day else "no",
        status,
        str(event.get("CLASS") or "PUBLIC").upper(),
        str(event.get("LOCATION") or "").strip() or None,
        "; ".join(str(category).strip() for category in categories if str(category).strip()) or None,
    )


def _instance(event: Component) -> Moment:
    """The moment that names an occurrence in its series: where it stood before it was moved."""
    named = event.get("RECURRENCE-ID")
    moment: Moment = (named or event["DTSTART"]).dt
    return moment


def _begins(moment: Moment, floating: ZoneInfo | None) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return moment if moment.tzinfo else moment.replace(tzinfo=floating or UTC)


def _text(moment: Moment | None, floating: ZoneInfo | None) -> str | None:
    if not isinstance(moment, datetime):
        return moment.isoformat() if moment else None
    if moment.tzinfo is None and floating is None:
        return moment.isoformat(timespec="seconds")
    return _begins(moment, floating).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
