"""Data quality: how fresh, how complete, what was set aside and why."""

from dashboard import identity_panel, quality_panels
from dashboard.view import View


def render(view: View) -> None:
    quality_panels.freshness(view)
    quality_panels.accounting(view)
    quality_panels.verdicts(view)
    quality_panels.quarantine(view)
    quality_panels.coverage(view)
    identity_panel.unlinked_attendance(view)
    quality_panels.snapshots(view)
