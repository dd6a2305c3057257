"""Reach: how many came, who is new, what was held and how full it was."""

from dashboard import panels, story
from dashboard.view import View


def render(view: View) -> None:
    panels.trend(view, "visits")
    story.new_and_returning(view)
    with panels.beside("a"):
        panels.breakdown(view, "programmes_held", by="mode")
        panels.breakdown(view, "programmes_held", by="core_program")
    with panels.beside("b"):
        panels.breakdown(view, "attendance", by="service")
        panels.rates(view, "attendance_per_session", by="service")
    panels.breakdown(view, "attendance", by="programme")
