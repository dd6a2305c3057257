"""Reads a web source's days: all pages, as one document of the shape of a saved page."""

from __future__ import annotations

from pipelines.problems import Problem, RefusalError
from pipelines.pull.client import Client
from pipelines.pull.credentials import address
from pipelines.pull.declaration import FileSource, WebSource
from pipelines.pull.fetched import Fetched, Fields, columns, fields_of
from pipelines.pull.log import PullLog
from pipelines.pull.pages import MOST_PAGES, read_pages
from pipelines.pull.records import merged
from pipelines.pull.tables import header_and_count
from pipelines.pull.tools import Tools
from pipelines.pull.window import filled


def read_web(
    name: str, source: WebSource, values: dict[str, str], tools: Tools, log: PullLog, probe: bool = False
) -> Fetched:
    """The records of the days that `values` name; with `probe` the first page only."""
    with Client(name, source.access, tools, log) as client:
        parameters = filled(source.parameters, values)
        pages = read_pages(
            client, source, address(source, name), parameters, tools, 1 if probe else MOST_PAGES
        )
    records = [record for one in pages for record in one.records]
    return Fetched(
        merged(source, pages), "json", len(records), fields_of(records), pages[0].total, pages=len(pages)
    )


def read_file(name: str, source: FileSource, tools: Tools, log: PullLog) -> Fetched:
    """The file at the address, whole: a calendar that does not end is refused."""
    with Client(name, source.access, tools, log) as client:
        body = client.get(address(source, name), follow=True).body
    if source.ends == "csv":
        header, count = header_and_count(body, name)
        return Fetched(body, "csv", count, columns(header))
    # A byte-order mark may stand before the first line.
    if not body.lstrip(b"\xef\xbb\xbf \r\n\t").upper().startswith(b"BEGIN:VCALENDAR"):
        raise RefusalError(Problem("reply_not_calendar", name))
    if not body.rstrip().upper().endswith(b"END:VCALENDAR"):
        raise RefusalError(Problem("reply_cut_off", name))
    return Fetched(body, "ics", body.upper().count(b"BEGIN:VEVENT"), Fields())
