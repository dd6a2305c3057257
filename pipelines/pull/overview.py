"""How each live source stands: last success, lag, last error, cursor, and fields that changed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pipelines.pull import history
from pipelines.pull.history import Past
from pipelines.pull.register import load_sources
from pipelines.pull.run import cursor_of
from pipelines.settings import Home, load_site


def overview(home: Home, now: datetime | None = None) -> dict[str, Any]:
    """A line a declared source, in order of declaration (docs/contract/sources.json).

    `lag_hours` is the time since the last success, null before the first; moments are UTC.
    """
    at, site, published = now or datetime.now(UTC), load_site(), history.published_bytes(home)
    lines = []
    for name, source in load_sources(home).items():
        pulls = history.past(home, name)
        good = [one for one in pulls if one.status in history.GOOD]
        last = max((one.ended_at or one.started_at for one in good), default=None)
        cursor = cursor_of(home, site, name, source, published)
        changed = good[-1].drift if good else None
        lines.append(
            {
                "source": name,
                "title": source.title,
                "kind": source.kind,
                "mapping": source.mapping,
                "enabled": source.enabled,
                "last_success": last and last.isoformat(timespec="seconds"),
                "lag_hours": last and round((at - last).total_seconds() / 3600, 1),
                "cursor": cursor and cursor.isoformat(),
                "records": good[-1].records if good else None,
                "last_error": _error(pulls),
                "new_fields": list(changed.new) if changed else [],
                "vanished_fields": list(changed.vanished) if changed else [],
            }
        )
    return {"sources": lines}


def _error(pulls: list[Past]) -> dict[str, Any] | None:
    """What went wrong last, unless a pull went well since."""
    for one in reversed(pulls):
        if one.status in history.GOOD:
            return None
        if one.code is not None:
            at = (one.ended_at or one.started_at).isoformat(timespec="seconds")
            return {"at": at, "code": one.code, "message": one.message}
    return None
