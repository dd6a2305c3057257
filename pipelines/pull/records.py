"""A page of records: parsed, or refused; and the pages of one pull merged into one document."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from pipelines.problems import Problem, RefusalError
from pipelines.pull.declaration import WebSource


@dataclass(frozen=True)
class Page:
    """The records of one page; `document` is what they stood in, `total` how many there are in all."""

    document: Any
    records: list[dict[str, Any]]
    total: int | None
    body: bytes

    @property
    def digest(self) -> bytes:
        """The same for pages with the same records, whatever else their documents say."""
        text = json.dumps(self.records, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def page(name: str, source: WebSource, body: bytes, header_total: str | None) -> Page:
    """A reply as a page. RefusalError: `reply_cut_off`, `reply_not_json`, `no_records`, `record_not_object`."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        begins_well = body.lstrip()[:1] in (b"{", b"[")
        raise RefusalError(Problem("reply_cut_off" if begins_well else "reply_not_json", name)) from None
    found = document.get(source.records) if source.records and isinstance(document, dict) else document
    if not isinstance(found, list):
        key = source.records
        raise RefusalError(
            Problem("no_records", name, values={"key": key}) if key else Problem("no_list", name)
        )
    for number, record in enumerate(found, 1):
        if not isinstance(record, dict):
            raise RefusalError(Problem("record_not_object", name, number))
    stated = header_total
    if source.total_key is not None and isinstance(document, dict):
        stated = document.get(source.total_key)
    return Page(document, found, _whole_number(stated), body)


def merged(source: WebSource, pages: list[Page]) -> bytes:
    """One document of the shape of a saved page: a single page's own bytes, several as the first with all records.

    Addresses of neighbouring pages are left out of it; they would change from pull to pull.
    """
    if len(pages) == 1:
        return pages[0].body
    records = [record for one in pages for record in one.records]
    document: Any = records
    if source.records:
        document = {**pages[0].document, source.records: records}
        document.update(dict.fromkeys({"next", "previous"} & set(document)))
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "backslashreplace")


def identity(source: WebSource, record: dict[str, Any]) -> tuple[str, ...] | None:
    """What tells a record from another, by the source's `identity`; None where it is not declared or not there."""
    values = [record.get(key) for key in source.identity]
    return tuple(map(str, values)) if values and any(value is not None for value in values) else None


def _whole_number(text: object) -> int | None:
    if isinstance(text, bool):
        return None
    if isinstance(text, int):
        return text
    return int(text) if isinstance(text, str) and text.strip().isdecimal() else None
