"""The adviser's log: a workbook until the office moved to a form, whose exports hold every answer so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from pipelines.sample.advising import Contact
from pipelines.sample.chance import stream
from pipelines.sample.exports.export import Books, Cell, Export, Layout, as_bytes
from pipelines.sample.exports.traits import in_words, told, untidy_email
from pipelines.sample.history import History

ABOUT = ("year_of_birth", "sex", "district", "occupation", "home_language")
NOBODY_KNOWS = "голубиная почта"  # no way of contact that any list has


def advising(history: History) -> list[Export]:
    """The log up to the move, with blank lines and one that cannot be read; then the form, exported twice."""
    chance = stream(history.seed, "advising-log")
    since = history.reference.plan["advising"]["form_since"]
    before = [contact for contact in history.contacts if contact.at.date() < since]
    later = [contact for contact in history.contacts if contact.at.date() >= since]
    return [*_log(history, before, chance), *_form(history, later, chance)]


def _log(history: History, contacts: Sequence[Contact], chance: Random) -> list[Export]:
    if not contacts:
        return []
    words, values = (
        history.reference.words["advising"]["ru"],
        history.reference.words["advising_values"]["ru"],
    )
    headers = [
        words[name] for name in ("at", "name", "mode", "step", "reported", "aid", "email", *ABOUT, "notes")
    ]
    rows: list[list[Cell]] = []
    for contact in contacts:
        said = in_words(history.reference, "ru", told(contact.person, chance, 0.1))
        year = int(said["year_of_birth"]) if said["year_of_birth"] else ""
        rows.append([
            contact.at, f"Test Person {contact.person.number}", values["mode"][contact.mode],
            values["step"][contact.step], values["reported"].get(contact.reported, ""), contact.aid or "",
            _email(contact, chance), year, *(said[name] for name in ABOUT[1:]), "",
        ])  # fmt: skip
    wrong = [*rows[0][:2], NOBODY_KNOWS, *rows[0][3:6], "person0@example.org", *rows[0][7:]]
    blank: list[Cell] = [""] * len(headers)
    middle = len(rows) // 2
    content = as_bytes(
        Layout("ru", kind="xlsx"), headers, [*rows[:middle], blank, *rows[middle:], blank, wrong]
    )
    books = Books(len(rows) + 3, quarantined=1, excluded=2)
    return [Export("advising-log.xlsx", content, "advising_log", books)]


def _form(history: History, contacts: Sequence[Contact], chance: Random) -> list[Export]:
    words, values = (
        history.reference.words["advising"]["kk"],
        history.reference.words["advising_values"]["kk"],
    )
    headers = [words[name] for name in ("form_at", "mode", "step", "reported", "aid", "form_email", "notes")]
    rows: list[list[Cell]] = [
        [
            contact.at, values["mode"][contact.mode], values["step"][contact.step],
            values["reported"].get(contact.reported, ""), contact.aid or "", _email(contact, chance), "",
        ]
        for contact in contacts
    ]  # fmt: skip
    early = history.end - timedelta(days=30)
    known = [row for row in rows if isinstance(row[0], datetime) and row[0].date() <= early]
    exports = [_form_file(f"advising-form-{early}.csv", headers, known, 0)] if known else []
    return (
        [*exports, _form_file(f"advising-form-{history.end}.csv", headers, rows, len(known))] if rows else []
    )


def _form_file(name: str, headers: list[str], rows: list[list[Cell]], duplicate: int) -> Export:
    content = as_bytes(Layout("kk", encoding="utf-8"), headers, rows)
    return Export(name, content, "advising_log", Books(len(rows), duplicate=duplicate))


def _email(contact: Contact, chance: Random) -> str:
    person = contact.person
    known = person.family is None and person.habit != "none"
    return untidy_email(person.email, chance) if known else ""
