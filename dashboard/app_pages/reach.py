"""Reach: how many came, who is new, what was held, how full it was, and why that moved."""

from dashboard import panels, story, target_panel, why_panel
from dashboard.cards import cards
from dashboard.view import View


def render(view: View) -> None:
    panels.trend(view, "visits")
    story.new_and_returning(view)
    cards(
        view,
        "visits_per_person",
        "return_30_days",
        "return_90_days",
        "returning_participants",
        "visits_per_capita",
        "attendance_per_capita",
    )
    target_panel.targets(view)
    with panels.beside("a"):
        panels.breakdown(view, "programmes_held", by="mode")
        panels.breakdown(view, "programmes_held", by="core_program")
    with panels.beside("b"):
        panels.breakdown(view, "attendance", by="service")
        panels.rates(view, "attendance_per_session", by="service")
    with panels.beside("why"):
        why_panel.why(view, "attendance_per_session", by="service")
        why_panel.why(view, "fill_rate", by="programme")
    panels.breakdown(view, "attendance", by="programme")
