"""Overview: did we reach people, and did it change anything?"""

from dashboard import overview, overview_steps, panels, story, target_panel, why_panel
from dashboard.cards import cards
from dashboard.view import View


def render(view: View) -> None:
    overview.opening(view)
    cards(
        view,
        "visits",
        "unique_participants",
        "programmes_held",
        "attendance",
        "outcome_application",
        "nps",
    )
    overview_steps.steps(view)
    panels.trend(view, "visits")
    overview_steps.noted(view)
    target_panel.targets(view)
    with panels.beside("people"):
        story.new_and_returning(view)
        panels.breakdown(view, "unique_participants", by="age_band")
    story.outcomes(
        view, ("outcome_application", "outcome_knowledge", "outcome_confidence", "outcome_awareness")
    )
    why_panel.why(view, "attendance_per_session", by="service")
    overview.services(view)
    overview.attention(view)
