"""Which column of an export a canonical column came from, so that people are shown the header they know.

A canonical column that has the name of a field needs no line here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from expectations.catalogue import all_rules

MOMENTS = (
    *("visited_at", "visited_date", "session_at", "session_date", "held_date", "period_month"),
    *("starts_at", "submitted_at", "month"),
)
FIELDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("visited_on", "visited_at", "starts_at", "booked_on", "held_on"), MOMENTS),
    **dict.fromkeys(("attended_on", "answered_on", "seen_on", "hour"), MOMENTS),
    "ends_at": ("ends_at", "end_time"),
    "count": ("attendance", "attended_in_person", "attended_online"),
    "capacity": ("capacity", "seats"),
    "status": ("status", "attended", "cancelled"),
    "checked_in": ("check_in", "status"),
    "year_of_birth": ("year_of_birth", "birth_date", "age"),
    "booking_code": ("book_id",),
    "resource_code": ("space_id",),
    "session_code": ("event_id", "programme"),
    "programme_code": ("programme",),
    "respondent": ("submission_id", "respondent_code", "submitted_at"),
    "name": ("programme", "space_name"),
}


def staged_headers(folder: Path) -> dict[str, str]:
    """Header of each field in the file that this staged folder was made from; empty where it does not say."""
    try:
        headers: dict[str, str] = json.loads((folder / "summary.json").read_text("utf-8")).get("headers", {})
    except (OSError, ValueError):
        return {}
    return headers


def header_of(column: str, rule: str, headers: Mapping[str, str]) -> str:
    """The header under which the value stands that fails a rule; the canonical name where none is known."""
    declared = all_rules().get(rule)
    for asked in (column, *(declared.columns if declared else ())):
        for field in (*FIELDS.get(asked, ()), asked):
            if field in headers:
                return headers[field]
    return column
