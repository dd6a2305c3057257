"""Stories of the staff for a report: approved ones about its days, written in its language."""

from __future__ import annotations

from datetime import date

from dashboard.reports.content import Picture, Story
from dashboard.words import Words
from pipelines.settings import Home
from pipelines.written import picture_path, stories
from pipelines.written.stories import PARTS
from pipelines.written.stories import Story as Written


def told_stories(home: Home, words: Words, start: date, end: date) -> tuple[Story, ...]:
    """What every audience may read: a story is written and approved to be forwarded, unlike a comment on a target.

    Its author is not named. A story in another language waits for its translation, as a document has one language.
    """
    found = [one for one in stories(home, start, end) if one.language == words.language]
    return tuple(as_told(home, words, one, number) for number, one in enumerate(found, 1))


def as_told(home: Home, words: Words, one: Written, number: int) -> Story:
    parts = tuple((words(f"report.story.{part}"), getattr(one, part)) for part in PARTS)
    return Story(words("report.story.title", number=words.number(number)), parts, pictures(home, one))


def pictures(home: Home, one: Written) -> tuple[Picture, ...]:
    """The picture, where everybody in it agreed and it is described; none where its file is gone."""
    if not (one.picture and one.consent and one.alt):
        return ()
    path = picture_path(home, one.picture)
    if not path.is_file():
        return ()
    return (Picture(path.read_bytes(), "png" if path.suffix == ".png" else "jpg", one.alt),)
