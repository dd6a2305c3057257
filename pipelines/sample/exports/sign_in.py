"""Sign-in sheets at the door: one file a month, and the end of one month sent a second time."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from pipelines.sample.chance import stream
from pipelines.sample.exports.export import Books, Cell, Export, Layout, as_bytes, impossible_date, layouts
from pipelines.sample.exports.traits import TRAITS, in_words, told, untidy_email, untidy_phone
from pipelines.sample.history import History
from pipelines.sample.visits import Visit

CONTACTS = ("email", "phone", "card")
LAST = (*CONTACTS, *TRAITS, "first_time", "service", "zone")
BLANK_ROWS = 2


def sign_in_sheets(history: History) -> list[Export]:
    """One export a month of visits; the last days of one month come again, one district corrected."""
    chance = stream(history.seed, "sign-in")
    months: dict[date, list[dict[str, Any]]] = {}
    for visit in history.visits:
        months.setdefault(visit.at.date().replace(day=1), []).append(_record(history, visit, chance))
    exports = []
    known, mess = layouts(history.reference.plan), history.reference.plan["mess"]
    for number, (month, records) in enumerate(sorted(months.items())):
        layout = known[number % len(known)]
        exports.append(_sheet(history, f"sign-in-{month:%Y-%m}", layout, records, month, chance))
        if month == mess["resent_month"]:
            exports.append(_resent(history, f"sign-in-{month:%Y-%m}b", layout, records))
    return exports


def _record(history: History, visit: Visit, chance: Random) -> dict[str, Any]:
    person, plan = visit.person, history.reference.plan["visits"]
    silent = chance.random() < plan["no_contact"]
    contact = dict.fromkeys(CONTACTS, "")
    if person.habit in ("email", "both") and not silent:
        contact["email"] = untidy_email(person.email, chance)
    if person.habit in ("phone", "both") and not silent:
        contact["phone"] = untidy_phone(person.phone, history.reference.plan["people"]["phone_trunk"], chance)
    if person.has_card and not silent and chance.random() < 0.5:
        contact["card"] = person.card
    return {
        "visited_at": visit.at,
        **contact,
        **told(person, chance, plan["omitted"]),
        "first_time": "" if chance.random() < 0.08 else "yes" if visit.first_time else "no",
        "service": visit.service,
        "zone": visit.zone,
        "name": f"Test Person {person.number}",
    }


def _rows(history: History, layout: Layout, records: list[dict[str, Any]]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for record in records:
        spoken = in_words(history.reference, layout.language, record)
        at = spoken["visited_at"]
        moment: list[Cell] = [at] if layout.one_moment else [at.date(), f"{at:%H:%M}"]
        year = int(spoken["year_of_birth"]) if spoken["year_of_birth"] else ""
        rows.append(
            [*moment, spoken["name"], *[year if name == "year_of_birth" else spoken[name] for name in LAST]]
        )
    return rows


def _headers(history: History, layout: Layout) -> list[str]:
    words = history.reference.words["headers"][layout.language]
    moment = ["visited_at"] if layout.one_moment else ["visited_date", "visited_time"]
    return [words[name] for name in [*moment, "name", *LAST]]


def _sheet(
    history: History, stem: str, layout: Layout, records: list[dict[str, Any]], month: date, chance: Random
) -> Export:
    rows = _rows(history, layout, records)
    headers = _headers(history, layout)
    for row in rows:
        if chance.random() < 0.03:
            place = headers.index(history.reference.words["headers"][layout.language]["district"])
            row[place] = f" {row[place]}  "
    # A date nobody can mean, typed by hand; the record behind it is one more visit that cannot be placed.
    wrong = list(rows[len(rows) // 2])
    wrong[0] = impossible_date(month) + (" 15:00" if layout.one_moment else "")
    rows.insert(len(rows) // 3, wrong)
    for _ in range(BLANK_ROWS):
        rows.insert(chance.randrange(1, len(rows)), [""] * len(headers))
    books = Books(rows=len(rows), quarantined=1, excluded=BLANK_ROWS)
    return Export(f"{stem}.{layout.kind}", as_bytes(layout, headers, rows), "sign_in_sheet", books)


def _resent(history: History, stem: str, layout: Layout, records: list[dict[str, Any]]) -> Export:
    """The last days once more, as a workbook: all known but one record that was corrected."""
    first = max(record["visited_at"] for record in records).date() - timedelta(
        days=history.reference.plan["mess"]["resent_days"]
    )
    again = [dict(record) for record in records if record["visited_at"].date() >= first]
    keys = [(record["visited_at"], record["email"].strip().lower()) for record in again]
    single = (
        number
        for number, record in enumerate(again)
        if record["email"] and not record["phone"] and not record["card"] and keys.count(keys[number]) == 1
    )
    place = next(single, None)
    if place is None:
        books = Books(rows=len(again), duplicate=len(again))
    else:
        books = Books(rows=len(again), duplicate=len(again) - 1, updated=1)
        districts = [code for code in history.reference.districts if code != again[place]["district"]]
        again[place]["district"] = districts[0]
    other = Layout(layout.language, kind="xlsx", one_moment=layout.one_moment)
    rows = _rows(history, other, again)
    return Export(f"{stem}.xlsx", as_bytes(other, _headers(history, other), rows), "sign_in_sheet", books)
