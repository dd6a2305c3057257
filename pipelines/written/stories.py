"""Success stories for reports: situation, task, action, result; shown once somebody has approved them.

A picture needs a description and the recorded consent of whoever is in it. An edit of the words takes the
approval back, so that what was approved is what is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from pipelines.problems import Problem, RefusalError
from pipelines.settings import Home, load_site
from pipelines.written.pictures import picture_path
from pipelines.written.store import Version, current, latest, write
from pipelines.written.texts import checked

PARTS = ("situation", "task", "action", "result")
LONGEST = 1200
LONGEST_ALT = 300


@dataclass(frozen=True)
class Draft:
    """What a person fills in. `picture` is a name that `pictures.keep_picture` gave."""

    start: date
    end: date
    language: str
    situation: str
    task: str
    action: str
    result: str
    picture: str | None = None
    alt: str = ""
    consent: bool = False


@dataclass(frozen=True)
class Story(Draft):
    """A story as it holds now; its days are local, both inclusive."""

    item: str = ""
    version: int = 0
    author: str = ""
    written_at: datetime | None = None
    approved: bool = False
    approved_by: str | None = None


def stories(
    home: Home, start: date | None = None, end: date | None = None, approved_only: bool = True
) -> tuple[Story, ...]:
    """The approved stories about any day from `start` to `end`, or all, by their first day; none withdrawn."""
    found = [read(version) for version in current(home, "story") if not version.withdrawn]
    shown = [
        story
        for story in found
        if (story.approved or not approved_only)
        and (end is None or story.start <= end)
        and (start is None or story.end >= start)
    ]
    return tuple(sorted(shown, key=lambda story: (story.start, story.end, story.version)))


def add_story(home: Home, author: str, draft: Draft) -> Story:
    """Keep a new story, which waits for approval. RefusalError where a part is empty or reaches a person."""
    return read(write(home, "story", None, author, content(home, draft)))


def correct_story(home: Home, item: str, author: str, draft: Draft, after: int | None = None) -> Story:
    """Keep another version, which waits for approval anew; the former one stays readable."""
    latest(home, "story", item)
    return read(write(home, "story", item, author, content(home, draft), after=after))


def approve_story(home: Home, item: str, author: str, after: int | None = None) -> Story:
    """Let a story into reports, as it stands."""
    said = {**latest(home, "story", item).content, "approved": True, "approved_by": author}
    return read(write(home, "story", item, author, said, after=after))


def withdraw_story(home: Home, item: str, author: str, after: int | None = None) -> None:
    """Show a story no more; it stays in the history."""
    former = latest(home, "story", item)
    write(home, "story", item, author, former.content, withdrawn=True, after=after)


def content(home: Home, draft: Draft) -> dict[str, Any]:
    """A story as it is stored, once it has passed every check."""
    if draft.end < draft.start:
        values = {"start": draft.start.isoformat(), "end": draft.end.isoformat()}
        raise RefusalError(Problem("period_reversed", values=values))
    languages = load_site().languages
    if draft.language not in languages:
        values = {"language": draft.language, "allowed": ", ".join(languages)}
        raise RefusalError(Problem("written_language", values=values))
    parts = {part: checked(getattr(draft, part), part, LONGEST) for part in PARTS}
    empty = [Problem("written_empty", column=part) for part, text in parts.items() if not text]
    if empty:
        raise RefusalError(*empty)
    alt = checked(draft.alt, "alt", LONGEST_ALT)
    if draft.picture:
        check_picture(home, draft.picture, alt, draft.consent)
    said = asdict(draft) | parts | {"alt": alt, "approved": False, "approved_by": None}
    return said | {"start": draft.start.isoformat(), "end": draft.end.isoformat()}


def check_picture(home: Home, name: str, alt: str, consent: bool) -> None:
    """RefusalError for a picture that is not there, has no description, or nobody consented to."""
    if not picture_path(home, name).is_file():
        raise RefusalError(Problem("picture_unknown"))
    if not alt:
        raise RefusalError(Problem("picture_alt"))
    if not consent:
        raise RefusalError(Problem("picture_consent"))


def read(version: Version) -> Story:
    """A version as a story."""
    said: Mapping[str, Any] = version.content
    return Story(
        **{
            **said,
            "start": date.fromisoformat(said["start"]),
            "end": date.fromisoformat(said["end"]),
            "item": version.item,
            "version": version.version,
            "author": version.author,
            "written_at": version.written_at,
        }
    )
