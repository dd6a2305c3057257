"""Targets: what was aimed at, what was there before, what is there now, and who set it."""

from dashboard import target_form, target_panel
from dashboard.view import View


def render(view: View) -> None:
    target_panel.targets(view)
    target_panel.all_targets(view)
    target_form.history(view)
    target_form.form(view)
