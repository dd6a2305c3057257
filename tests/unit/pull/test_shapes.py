"""Replies of each system, in pages as it gives them, stage under the mapping that its source names: none is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.pull.declaration import WebSource
from pipelines.pull.register import load_sources
from pipelines.settings import site_folder
from tests.golden import made_up_exports as made_up
from tests.unit.pull.server import Answer, Asked, Server, document
from tests.unit.pull.test_systems import BOOKING
from tests.unit.pull.world import World, staged

SAMPLE = site_folder() / "sample"
EVENTS = json.loads((SAMPLE / "libcal-events-2026-1.json").read_text("utf-8"))["events"][:5]
ANSWERS = json.loads((SAMPLE / "kobo-outcomes-2026-04-30.json").read_text("utf-8"))["results"][:5]
SHAPES: dict[str, list[dict[str, Any]]] = {
    "libcal_spaces": [{**BOOKING, "id": number} for number in range(5)],
    "libcal_equipment": made_up.EQUIPMENT,
    "libcal_events": EVENTS,
    "libcal_appointments": made_up.APPOINTMENTS,
    "fabman_resources": made_up.FABMAN_RESOURCES,
    "fabman_bookings": made_up.FABMAN_BOOKINGS,
    "fabman_resource_logs": made_up.FABMAN_LOGS,
    "fabman_members": made_up.FABMAN_MEMBERS,
    "kobo_outcomes": ANSWERS,
    "vea_doors": made_up.VEA["results"],
}
KEYS = (
    "IMPACT_LIBCAL_CLIENT_ID IMPACT_LIBCAL_CLIENT_SECRET IMPACT_FABMAN_KEY IMPACT_KOBO_TOKEN IMPACT_VEA_CLIENT_ID"
    " IMPACT_VEA_CLIENT_SECRET"
)
SIZE = 2


def in_pages(source: WebSource, records: list[dict[str, Any]], asked: Asked) -> Answer:
    """The records as this source's paging parts them."""
    if asked.path == "/token":
        return document({"access_token": "t", "expires_in": 3600})
    if source.paging == "none":
        return document({source.records: records})
    page = int(asked.query.get("page", 1)) - 1
    part, more = records[page * SIZE : (page + 1) * SIZE], (page + 1) * SIZE < len(records)
    if source.paging == "link":
        link = f'</list?page={page + 2}>; rel="next"' if more else ""
        return document(part, X_Total_Count=str(len(records)), Link=link)
    if source.paging == "next":
        following = f"/list?page={page + 2}" if more else None
        return document({"count": len(records), "next": following, "previous": None, source.records: part})
    return document({source.records: part} if source.records else part)


def test_every_shipped_web_source_has_a_shape_here(world: World) -> None:
    shipped = {name for name, source in load_sources(world.home).items() if isinstance(source, WebSource)}
    assert shipped == set(SHAPES)


@pytest.mark.parametrize("name", SHAPES)
def test_what_a_system_sends_in_pages_stages_as_its_export_would(
    name: str, server: Server, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in KEYS.split():
        monkeypatch.setenv(key, "value")
    token = f'access = {{ token_url = "{server.url}/token" }}\n' if name.startswith(("libcal", "vea")) else ""
    window = "window = { first = 2026-10-25 }\n" if not name.startswith("fabman") else ""
    world.declare(f'[{name}]\nenabled = true\nurl = "{server.url}/list"\n{token}{window}')
    source, records = load_sources(world.home)[name], SHAPES[name]
    assert isinstance(source, WebSource)
    server.script = lambda asked: in_pages(source, records, asked)
    (line,) = world.pull().sources
    assert (line.status, line.records) == ("published", len(records)), line.problem

    summary = staged(world, world.landed[0], source.mapping, tmp_path)
    counts = {state: summary[state] for state in ("staged", "excluded", "quarantined", "duplicate")}
    assert counts["quarantined"] == counts["duplicate"] == 0 and counts["staged"] >= 1
    assert sum(counts.values()) == summary["rows"] == len(records)
