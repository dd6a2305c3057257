"""Google Forms: one form a language and wave; an export holds every answer so far, so exports overlap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from random import Random
from typing import Any

from pipelines.sample.chance import stream
from pipelines.sample.exports.export import Books, Cell, Export, Layout, as_bytes
from pipelines.sample.exports.traits import in_words, told
from pipelines.sample.history import History
from pipelines.sample.surveys import LIKERT, Answers

ABOUT = ("year_of_birth", "sex", "district", "occupation", "home_language")
ON_PAPER = frozenset({"makerspace", "advising"})  # these services ask with KoboToolbox


def forms(history: History) -> list[Export]:
    """The first wave and the follow-up in each language, and one form's earlier export."""
    exports: list[Export] = []
    for wave, answers in (("outcomes", history.immediate), ("follow-up", history.follow_up)):
        for language in history.reference.words["form"]:
            mine = [a for a in answers if a.language == language and a.service not in ON_PAPER]
            if mine:
                exports += _exports_of(history, wave, language, mine)
    return exports


def _exports_of(history: History, wave: str, language: str, answers: Sequence[Answers]) -> list[Export]:
    chance = stream(history.seed, f"forms-{wave}-{language}")
    headers = _headers(history, wave, language)
    rows = [_row(history, wave, language, answer, chance) for answer in answers]
    before: list[Any] = []
    exports = []
    mess = history.reference.plan["mess"]
    form, day = mess["earlier_form"], mess["earlier_export"]
    if wave == "outcomes" and language == form and day < history.end:
        before = [row for row, answer in zip(rows, answers, strict=True) if answer.at.date() <= day]
        exports.append(_export(wave, language, day, headers, before, Books(rows=len(before))))
    books = Books(rows=len(rows), duplicate=len(before))
    return [*exports, _export(wave, language, history.end, headers, rows, books)]


def _export(
    wave: str, language: str, day: date, headers: list[str], rows: Sequence[Sequence[Cell]], books: Books
) -> Export:
    mapping = {"outcomes": "google_forms_outcomes", "follow-up": "google_forms_follow_up"}[wave]
    layout = Layout(language, encoding="utf-8")
    return Export(f"form-{wave}-{language}-{day}.csv", as_bytes(layout, headers, rows), mapping, books)


def _headers(history: History, wave: str, language: str) -> list[str]:
    words = history.reference.words
    form = words["form"][language] | (words["follow_up"][language] if wave == "follow-up" else {})
    first = ["first_visit"] if wave == "outcomes" else []
    names = [
        "submitted_at",
        "programme",
        *LIKERT,
        "recommend",
        "comment",
        *first,
        *ABOUT,
        "respondent_code",
        "email",
    ]
    return [form[name] for name in names]


def _row(history: History, wave: str, language: str, answer: Answers, chance: Random) -> list[Cell]:
    reference = history.reference
    form, words = reference.words["form"][language], reference.words["values"][language]
    spoken = in_words(reference, language, told(answer.person, chance, 0.05))
    programme = reference.programmes[answer.programme][f"name_{language}"]
    likert = [_likert(form, answer.values[question]) for question in LIKERT]
    first = [words["first_time"]["yes" if answer.first_visit else "no"]] if wave == "outcomes" else []
    comment = "Test comment." if chance.random() < 0.05 else ""
    code = answer.code if wave == "follow-up" or chance.random() < 0.8 else ""
    email = answer.person.email if answer.person.family is None and chance.random() < 0.35 else ""
    about = [spoken[name] for name in ABOUT]
    moment = _timestamp(history, language, answer.at)
    return [moment, programme, *likert, answer.values["recommend"], comment, *first, *about, code, email]


def _likert(form: dict[str, Any], value: str) -> str:
    if value == "na":
        return str(form["na"])
    return str(form["scale"][int(value) - 1]) if value else ""


def _timestamp(history: History, language: str, at: datetime) -> str:
    """As Google writes it in a form of the language; the English one states its offset."""
    if language == "en":
        offset = int(at.replace(tzinfo=history.reference.site.zone).strftime("%z")[:3])
        return f"{at:%Y/%m/%d} {at.hour % 12 or 12}:{at:%M:%S %p} GMT{offset:+d}"
    return f"{at:%d.%m.%Y %H:%M:%S}"
