"""What we wrote: notes about days and periods, and stories for reports; added, corrected, withdrawn."""

from dashboard import note_form, story_form
from dashboard.words import Words
from pipelines.settings import Home


def render(words: Words, home: Home) -> None:
    note_form.notes_of(words, home)
    story_form.stories_of(words, home)
