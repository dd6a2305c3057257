"""Surveys: the answers to each question, two questions against each other, and the same people twice."""

from dashboard import paired_panel, survey_cross, survey_panels
from dashboard.view import View


def render(view: View) -> None:
    survey = survey_panels.chosen(view)
    if survey is None:
        return
    lines = survey_panels.questions(view, survey)
    survey_cross.cross(view, survey, lines)
    moments = survey_panels.moments(view, survey)
    if moments is not None:
        paired_panel.slope(view, survey, moments)
