"""Planning: when people come, which rooms and machines are used, which programmes are full."""

from dashboard import panels
from dashboard.view import View


def render(view: View) -> None:
    panels.week(view, "visits")
    with panels.beside("a"):
        panels.rates(view, "booking_rate", by="resource")
        panels.rates(view, "used_rate", by="resource")
    with panels.beside("b"):
        panels.rates(view, "no_show_rate", by="resource")
        panels.rates(view, "fill_rate", by="programme")
