"""Tries a source's credentials and says what it would read: fields and counts, never a value of a record."""

from __future__ import annotations

from typing import Any

from pipelines.intake import choose_mappings
from pipelines.mapping.recognise import normalise_header
from pipelines.pull.fetch import fetch
from pipelines.pull.log import PullLog
from pipelines.pull.register import find_source, load_sources, mapping_of
from pipelines.pull.run import cursor_of
from pipelines.pull.tools import Tools
from pipelines.pull.window import spans
from pipelines.settings import Home, load_site, site_folder


def probe(home: Home, name: str, tools: Tools | None = None) -> dict[str, Any]:
    """What the first span of the next pull begins with; nothing is taken in and no cursor moves.

    RefusalError as a pull would have it. `fields` say of each whether the mapping reads it.
    """
    tools, site = tools or Tools(), load_site()
    source = find_source(load_sources(home), name)
    mapping = choose_mappings(site_folder() / "mappings", home.mappings, None, mapping_of(source, home))
    first = (source.window and source.window.first) or site.opened_on
    today = tools.now().astimezone(site.zone).date()
    cursor = cursor_of(home, site, name, source)
    asked = list(spans(source.window, cursor, first, today))
    found = fetch(name, source, asked[0], site.zone, tools, PullLog(), probe=True)
    read = {
        normalise_header(header)
        for layout in mapping.values()
        for headers in (
            *(part.headers for part in layout.fields.values()),
            *(question.headers for question in layout.questions.values()),
        )
        for header in headers
    }
    return {
        "source": name,
        "mapping": source.mapping,
        "since": asked[0].since and asked[0].since.isoformat(),
        "until": asked[-1].until.isoformat(),
        "requests": len(asked),
        "records": found.records,
        "total": found.total,
        "fields": [
            {"field": field, "read": normalise_header(field) in read} for field in sorted(found.fields.some)
        ],
    }
