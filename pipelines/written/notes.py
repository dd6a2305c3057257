"""Notes: a sentence of staff about a day or some days, and where they wish about one metric or programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pipelines.metrics.metric import catalogue
from pipelines.problems import Problem, RefusalError
from pipelines.programmes import load_programmes
from pipelines.settings import Home, site_folder
from pipelines.written.store import Version, current, latest, write
from pipelines.written.texts import Texts, by_language, in_language

LONGEST = 400


@dataclass(frozen=True)
class Note:
    """A note as it holds now; `start` and `end` are local days, both inclusive."""

    item: str
    version: int
    author: str
    written_at: datetime
    start: date
    end: date
    texts: Texts
    metric: str | None = None
    programme: str | None = None

    def text(self, language: str) -> tuple[str, str]:
        """What it says in a language, else in the first it was written in; with the language that it is in."""
        return in_language(self.texts, language)


def notes(home: Home, start: date | None = None, end: date | None = None) -> tuple[Note, ...]:
    """The notes about any day from `start` to `end`, or all, by their first day; none that was withdrawn."""
    found = [read(version) for version in current(home, "note") if not version.withdrawn]
    shown = [n for n in found if (end is None or n.start <= end) and (start is None or n.end >= start)]
    return tuple(sorted(shown, key=lambda note: (note.start, note.end, note.version)))


def add_note(
    home: Home,
    author: str,
    start: date,
    end: date | None,
    texts: Mapping[str, str],
    metric: str | None = None,
    programme: str | None = None,
) -> Note:
    """Keep a new note. RefusalError where it says nothing, reaches a person, or its days are reversed."""
    return read(write(home, "note", None, author, content(start, end, texts, metric, programme)))


def correct_note(
    home: Home,
    item: str,
    author: str,
    start: date,
    end: date | None,
    texts: Mapping[str, str],
    metric: str | None = None,
    programme: str | None = None,
    after: int | None = None,
) -> Note:
    """Keep another version of a note; the former one stays readable."""
    latest(home, "note", item)
    said = content(start, end, texts, metric, programme)
    return read(write(home, "note", item, author, said, after=after))


def withdraw_note(home: Home, item: str, author: str, after: int | None = None) -> None:
    """Show a note no more; it stays in the history."""
    former = latest(home, "note", item)
    write(home, "note", item, author, former.content, withdrawn=True, after=after)


def content(
    start: date, end: date | None, texts: Mapping[str, str], metric: str | None, programme: str | None
) -> dict[str, Any]:
    """A note as it is stored, once it has passed every check."""
    last = end or start
    if last < start:
        values = {"start": start.isoformat(), "end": last.isoformat()}
        raise RefusalError(Problem("period_reversed", values=values))
    if metric and metric not in catalogue():
        values = {"metric": metric, "allowed": ", ".join(sorted(catalogue()))}
        raise RefusalError(Problem("metric_unknown", values=values))
    if programme and programme not in programme_codes():
        raise RefusalError(Problem("written_programme", values={"programme": programme}))
    return {
        "start": start.isoformat(),
        "end": last.isoformat(),
        "texts": dict(by_language(texts, "text", LONGEST)),
        "metric": metric or None,
        "programme": programme or None,
    }


def programme_codes() -> tuple[str, ...]:
    """The programmes that a note can be about."""
    return tuple(load_programmes(site_folder() / "reference" / "programmes.csv").dimensions)


def read(version: Version) -> Note:
    """A version as a note."""
    said = version.content
    return Note(
        version.item,
        version.version,
        version.author,
        version.written_at,
        date.fromisoformat(said["start"]),
        date.fromisoformat(said["end"]),
        tuple(said["texts"].items()),
        said["metric"],
        said["programme"],
    )
