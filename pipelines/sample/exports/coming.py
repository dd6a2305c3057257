"""The calendar of coming programmes as an office publishes it: rules, exceptions, a moved and a cancelled date."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from pipelines.sample.days import Day, open_days
from pipelines.sample.exports.export import Books, Export
from pipelines.sample.history import History
from pipelines.sample.sessions import Series, series_of

DOMAIN = "example.org"
MOVED, CANCELLED = 0, 1
"""Which series of the plan has a date that moves to the next day, and which one that is called off."""


def coming(history: History) -> list[Export]:
    """One calendar that runs for some weeks behind the end of the history."""
    if not history.days:
        return []
    reference = history.reference
    last = history.end + timedelta(weeks=reference.plan["coming"]["weeks"])
    is_open = {day.date for day in open_days(reference, history.end, last)}
    events, rows = [], 0
    for number, series in enumerate(series_of(entry) for entry in reference.plan["series"]):
        dates = _dates(series, history.end, last)
        if dates:
            events += _events(history, number, series, dates, is_open)
            rows += len(dates)
    first = history.end + timedelta(days=7)
    events += [
        # A whole day whose title the register does not know, and an entry that nobody else may see.
        _event(history, "open-day", "Open doors with Test Person 12", f"DTSTART;VALUE=DATE:{first:%Y%m%d}"),
        _event(history, "private", "Test Person 12", f"DTSTART;VALUE=DATE:{first:%Y%m%d}", "CLASS:PRIVATE"),
    ]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test office//Calendar//EN", "METHOD:PUBLISH",
             f"LAST-MODIFIED:{history.end:%Y%m%d}T130000Z", *_zone(history), *events, "END:VCALENDAR", ""]  # fmt: skip
    content = "\r\n".join(lines).encode()
    return [Export(f"calendar-{history.end}.ics", content, "calendar", Books(rows + 2, excluded=1))]


def _dates(series: Series, end: date, last: date) -> list[date]:
    days = [end + timedelta(days=number) for number in range(1, (last - end).days + 1)]
    return [day for day in days if series.meets(Day(day, 0, 24, day.isoweekday(), 0, False, False))]


def _events(
    history: History, number: int, series: Series, dates: list[date], is_open: set[date]
) -> list[str]:
    name = history.reference.site.time_zone
    title = history.reference.programmes[series.programme]["name_ru"]
    place = f"LOCATION:{history.reference.zones[series.zone]['name_ru']}"
    length = timedelta(minutes=series.minutes)

    def local(day: date, what: str, shift: timedelta = timedelta(0)) -> str:
        return f"{what};TZID={name}:{datetime.combine(day, series.start) + shift:%Y%m%dT%H%M%S}"

    closed = [local(day, "EXDATE") for day in dates if day not in is_open]
    times = [local(dates[0], "DTSTART"), local(dates[0], "DTEND", length)]
    rule = f"RRULE:FREQ=WEEKLY;INTERVAL={series.every};COUNT={len(dates)}"
    uid = f"series-{number}"
    events = [_event(history, uid, title, *times, rule, *closed, place)]
    if number in (MOVED, CANCELLED) and dates[-1] in is_open:
        day = dates[-1] + timedelta(days=number == MOVED)
        changed = [local(dates[-1], "RECURRENCE-ID"), local(day, "DTSTART"), local(day, "DTEND", length)]
        status = "STATUS:CANCELLED" if number == CANCELLED else "STATUS:CONFIRMED"
        events.append(_event(history, uid, title, *changed, status, place))
    return events


def _event(history: History, uid: str, title: str, *lines: str) -> str:
    stamp = f"DTSTAMP:{history.end:%Y%m%d}T130000Z"
    parts = ("BEGIN:VEVENT", f"UID:{uid}@{DOMAIN}", stamp, f"SUMMARY:{title}", *lines, "END:VEVENT")
    return "\r\n".join(parts)


def _zone(history: History) -> list[str]:
    """The zone as it stands at the end of the history: what the calendar announces lies behind it."""
    offset = datetime.combine(history.end, datetime.min.time(), history.reference.site.zone).strftime("%z")
    return ["BEGIN:VTIMEZONE", f"TZID:{history.reference.site.time_zone}", "BEGIN:STANDARD",
            "DTSTART:19700101T000000", f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}", "END:STANDARD",
            "END:VTIMEZONE"]  # fmt: skip
