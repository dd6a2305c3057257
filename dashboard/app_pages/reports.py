"""Reports: choose period, language, audience and form, see what comes of it, download it."""

from dashboard import reports_panel
from dashboard.view import View


def render(view: View) -> None:
    wish = reports_panel.choose(view)
    reports_panel.offer(view, wish)
