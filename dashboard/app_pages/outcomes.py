"""Outcomes: what people say they took away, with intervals and the number of answers beside each.

What needs the larger packages (adjusted differences, pairs, weights) stands last, so that the figures above
are there while those load once.
"""

from dashboard import differences_panel, outcome_panels, paired_panel, panels, story, weighted_panel
from dashboard.view import View

OUTCOMES = ("outcome_application", "outcome_knowledge", "outcome_confidence", "outcome_awareness")


def render(view: View) -> None:
    wave = story.wave_switch(view)
    story.outcomes(view, OUTCOMES, where=wave, notes=(outcome_panels.response_note(view, wave),))
    with panels.beside("a"):
        panels.shares(view, "outcome_application", by="service", where=wave)
        panels.shares(view, "outcome_confidence", by="service", where=wave)
    with panels.beside("more"):
        panels.shares(view, "outcome_knowledge", by="service", where=wave)
        panels.shares(view, "outcome_awareness", by="service", where=wave)
    panels.shares(view, "outcome_application", by="programme")
    outcome_panels.by_core_program(view, "outcome_application")
    with panels.beside("b"):
        panels.shares(view, "nps", by="service", where=wave)
        outcome_panels.response(view, by="service", where=wave)
    with panels.beside("c"):
        outcome_panels.waves(view, OUTCOMES)
        weighted_panel.weighted(view, OUTCOMES, where=wave)
    with panels.beside("d"):
        differences_panel.differences(view, "outcome_application", by="service", where=wave)
        differences_panel.differences(view, "outcome_application", by="programme", where={})
    paired_panel.paired(view)
