"""A system of bookings that a test may change between two pulls."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.unit.pull.server import Answer, Asked, Server, document

SOURCE = """
[bookings]
enabled = true
kind = "web"
mapping = "libcal_space_bookings"
url = "{url}/bookings"
parameters = {{ date = "{{since}}", days = "{{days}}" }}
identity = ["id"]
window = {{ first = 2026-09-01, overlap_days = 7{more} }}
"""


class Upstream:
    """A system of bookings that anybody may change; `broken` are days on which it fails."""

    def __init__(self, server: Server) -> None:
        self.records: dict[int, dict[str, Any]] = {}
        self.broken: set[str] = set()
        server.script = self.answer

    def book(self, number: int, day: str, status: str = "Confirmed", **more: Any) -> None:
        self.records[number] = {"id": number, "fromDate": f"{day}T10:00:00+05:00", "status": status, **more}

    def answer(self, asked: Asked) -> Answer:
        if asked.query["date"] in self.broken:
            return Answer(status=404)
        first = date.fromisoformat(asked.query["date"])
        last = first + timedelta(int(asked.query["days"]))
        found = [r for r in self.records.values() if first <= date.fromisoformat(r["fromDate"][:10]) <= last]
        return document(found)
