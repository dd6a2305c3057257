"""Close a month: what to check, the figures as they go out, and what later data changed."""

from __future__ import annotations

from dashboard import close_panels as panels
from dashboard.close_act import act
from dashboard.words import Words
from pipelines.closing.close import standing
from pipelines.settings import Home


def render(words: Words, home: Home) -> None:
    panels.due(words, home)
    month, book = panels.choose(words, home)
    found = standing(home, month, book)
    panels.checklist(words, home, found)
    panels.figures(words, found)
    act(words, home, found)
    panels.history(words, home)
