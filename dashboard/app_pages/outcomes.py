"""Outcomes: what people say they took away, with intervals and the number of answers beside each."""

from dashboard import panels, story
from dashboard.view import View

OUTCOMES = ("outcome_application", "outcome_knowledge", "outcome_confidence", "outcome_awareness")


def render(view: View) -> None:
    wave = story.wave_switch(view)
    story.outcomes(view, OUTCOMES, where=wave)
    with panels.beside("a"):
        panels.shares(view, "outcome_application", by="service", where=wave)
        panels.shares(view, "outcome_confidence", by="service", where=wave)
    panels.shares(view, "outcome_application", by="programme", where=wave)
    with panels.beside("b"):
        panels.shares(view, "nps", by="service", where=wave)
        panels.breakdown(view, "response_count", by="service")
