"""Demographics: who the participants are; unknown is always shown, small groups never."""

from dashboard import panels, people_panels, representation_panel, story
from dashboard.view import View


def render(view: View) -> None:
    with panels.beside("map"):
        people_panels.district_map(view)
        story.district_population(view)
    people_panels.age_pyramid(view)
    with panels.beside("a"):
        panels.breakdown(view, "unique_participants", by="age_band")
        panels.breakdown(view, "unique_participants", by="sex")
    with panels.beside("b"):
        panels.breakdown(view, "unique_participants", by="district")
        panels.breakdown(view, "unique_participants", by="home_language")
    with panels.beside("c"):
        panels.breakdown(view, "unique_participants", by="occupation")
        panels.breakdown(view, "visits", by="first_time")
    with panels.beside("d"):
        representation_panel.representation(view, by="sex")
        representation_panel.representation(view, by="district")
