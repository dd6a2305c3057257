"""Services: one of the six at a time, what it did and what came of it."""

from dashboard import panels, services_panel, story
from dashboard.cards import cards
from dashboard.view import View


def render(view: View) -> None:
    service = services_panel.choice(view)
    own = services_panel.narrowed(view, service)
    cards(own, "attendance", "unique_participants", "programmes_held")
    # Of a service the answers at the end of a programme are published; those of all moments give way to them.
    story.outcomes(
        own, services_panel.OUTCOMES, where={"wave": "immediate"}, notes=[view.words("services.wave")]
    )
    services_panel.own_outcome(view, own, service)
    panels.trend(own, "attendance")
