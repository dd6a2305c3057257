"""Makerspace: which machines run, who makes, who is turned away and what becomes of them."""

from dashboard import makers_panel, panels
from dashboard.cards import cards
from dashboard.view import View


def render(view: View) -> None:
    cards(view, "machine_hours", "unique_makers", "denied_attempts")
    makers_panel.pathway(view)
    with panels.beside("denied"):
        panels.breakdown(view, "denied_attempts", by="reason")
        panels.breakdown(view, "denied_attempts", by="resource")
    makers_panel.machine_months(view)
    with panels.beside("machines"):
        panels.rates(view, "downtime", by="resource")
        panels.trend(view, "unique_makers")
