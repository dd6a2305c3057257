"""Advising: does it lead to applications and admissions?"""

from dashboard import advising_panels, panels
from dashboard.cards import cards
from dashboard.view import View


def render(view: View) -> None:
    advising_panels.opening(view)
    cards(view, "advising_contacts", "unique_advisees", "second_contact_rate")
    advising_panels.funnel(view)
    advising_panels.told_heading(view)
    cards(view, "applications", "admissions", "aid_reported", place="told")
    panels.trend(view, "advising_contacts")
    with panels.beside("a"):
        panels.breakdown(view, "advising_contacts", by="mode")
        panels.breakdown(view, "unique_advisees", by="mode")
    with panels.beside("b"):
        panels.breakdown(view, "advising_contacts", by="step")
        panels.breakdown(view, "unique_advisees", by="age_band")
