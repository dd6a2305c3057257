"""Door counters: SenSource Vea by the hour, and a running total that somebody wrote down each evening."""

from __future__ import annotations

from datetime import UTC

from pipelines.sample.doors import Hour
from pipelines.sample.exports.documents import Record, export
from pipelines.sample.exports.export import Books, Cell, Export, Layout, as_bytes
from pipelines.sample.history import History

UNFINISHED = 2
"""People less in the last hour of an export that was pulled before the hour was over."""


def counters(history: History) -> list[Export]:
    """The counter of the meeting rooms in two pulls that overlap, and the register of the trial."""
    return [*_vea(history), *_register(history)]


def _vea(history: History) -> list[Export]:
    pulled = history.reference.plan["doors"]["earlier_export"]
    exports: list[Export] = []
    known: dict[str, Record] = {}
    # The last day of a pull is asked for again: it was not over.
    again = max((hour.at.date() for hour in history.door_hours if hour.at.date() <= pulled), default=pulled)
    for day in (pulled, history.end):
        hours = [
            hour
            for hour in history.door_hours
            if hour.at.date() <= day and (not known or hour.at.date() >= again)
        ]
        if hours and (day == history.end or pulled < history.end):
            records = {str(hour.at): _hour(history, hour) for hour in hours}
            busy = next((h for h in reversed(hours) if (h.people or 0) >= UNFINISHED), None)
            if day == pulled and busy is not None and busy.people is not None:
                records[str(busy.at)]["sumins"] = busy.people - UNFINISHED
            exports.append(export(f"door-counts-{day}.json", "sensource_vea", records, known, "results"))
    return exports


def _hour(history: History, hour: Hour) -> Record:
    """An hour begins in UTC; `sumouts` is there and is not read."""
    at = hour.at.replace(tzinfo=history.reference.site.zone).astimezone(UTC)
    name = history.reference.zones[history.reference.plan["doors"]["zone"]]["name_en"]
    return {
        "recordDate_hour_1": at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "name": name,
        "sumins": hour.people,
        "sumouts": None if hour.people is None else hour.out,
    }


def _register(history: History) -> list[Export]:
    if not history.door_readings:
        return []
    zone = history.reference.plan["trial"]["zone"]
    words = history.reference.words["register"]["ru"]
    name = history.reference.zones[zone]["name_ru"]
    rows: list[list[Cell]] = [[one.day, name, one.shown] for one in history.door_readings]
    layout = Layout("ru", encoding="cp1251", separator=";")
    content = as_bytes(layout, [words["day"], words["door"], words["reading"]], rows)
    return [Export("gate-register.csv", content, "gate_register", Books(len(rows)))]
