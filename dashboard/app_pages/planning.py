"""Planning: when people come and will come, which rooms and machines are used, what has to be explained."""

from dashboard import flags_panel, forecast_panel, panels
from dashboard.view import View


def render(view: View) -> None:
    panels.week(view, "visits")
    forecast_panel.forecast(view, "visits")
    forecast_panel.forecast(view, "bookings")
    with panels.beside("a"):
        panels.rates(view, "booking_rate", by="resource")
        panels.rates(view, "used_rate", by="resource")
    with panels.beside("b"):
        panels.rates(view, "no_show_rate", by="resource")
        panels.rates(view, "fill_rate", by="programme")
    flags_panel.flags(view)
