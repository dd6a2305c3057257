"""Planning: what to run again, when people come, which rooms and machines are used, and what is coming."""

from dashboard import (
    coming_panel,
    flags_panel,
    forecast_panel,
    panels,
    planning_panels,
    portfolio_panel,
    rooms_panel,
)
from dashboard.view import View


def render(view: View) -> None:
    planning_panels.heading(view, "what")
    portfolio_panel.portfolio(view)
    with panels.beside("what"):
        panels.rates(view, "fill_rate", by="programme")
        panels.rates(view, "waitlist_ratio", by="programme")
    planning_panels.heading(view, "when")
    panels.week(view, "visits")
    planning_panels.full(view, "fill_rate")
    if planning_panels.counted(view, "hourly_occupancy"):
        planning_panels.full(view, "hourly_occupancy")
    forecast_panel.forecast(view, "visits")
    planning_panels.heading(view, "where")
    rooms_panel.rooms(view)
    with panels.beside("a"):
        panels.rates(view, "booking_rate", by="resource")
        panels.rates(view, "used_rate", by="resource")
    panels.rates(view, "no_show_rate", by="resource")
    forecast_panel.forecast(view, "bookings")
    planning_panels.heading(view, "next")
    coming_panel.coming(view)
    flags_panel.flags(view)
