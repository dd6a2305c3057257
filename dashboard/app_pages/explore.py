"""Explore: any metric by two breakdowns that the role may ask for; the address reopens exactly this view."""

from dashboard import explore_choices, explore_compare, explore_panel
from dashboard.figure import refused
from dashboard.view import View
from pipelines.problems import RefusalError


def render(view: View) -> None:
    asked = explore_choices.choices(view)
    try:
        answer = asked.ask(view)
    except RefusalError as refusal:
        refused(view, refusal)
        return
    explore_panel.show(view, asked, answer)
    pair = explore_choices.segments(view, asked, answer)
    if pair is not None:
        explore_compare.compare(view, asked, pair)
