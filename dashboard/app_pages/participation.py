"""Participation: who is new, who stays, and which programmes lead on to others."""

from dashboard import panels, participation_panels, story
from dashboard.cards import cards
from dashboard.view import View


def render(view: View) -> None:
    cards(view, "new_participants", "returning_participants", "return_30_days")
    story.new_and_returning(view)
    participation_panels.cohorts(view)
    participation_panels.several(view)
    with panels.beside("first"):
        panels.breakdown(view.whole_time(), "new_participants", by="service")
        participation_panels.programme_of(view, "2")
    with panels.beside("third"):
        participation_panels.programme_of(view, "3")
        participation_panels.moves(view)
