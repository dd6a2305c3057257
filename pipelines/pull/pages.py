"""Every page of a web source, each once and none missing; otherwise the pull fails and nothing is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from pipelines.problems import Problem, RefusalError
from pipelines.pull.client import Client, Reply
from pipelines.pull.declaration import WebSource
from pipelines.pull.records import Page, identity, page
from pipelines.pull.tools import Tools

MOST_PAGES = 10_000
READINGS = 3


class _ChangedError(Exception):
    """Records came or went upstream between two pages, so that the pages do not fit together."""


@dataclass(frozen=True)
class _Ask:
    url: str
    parameters: dict[str, str | int] | None


def read_pages(
    client: Client,
    source: WebSource,
    url: str,
    parameters: dict[str, str | int],
    tools: Tools,
    most: int = MOST_PAGES,
) -> list[Page]:
    """The pages that hold records, in order; at least one. `most` pages at most are asked for.

    A list that changes while it is read is read again from its start, so pages of two states never meet.
    RefusalError: `page_repeated`, `page_missing`, `source_changing`, `next_elsewhere`, `too_many_pages`.
    """
    for _ in range(READINGS):
        try:
            return _read(client, source, _Ask(url, parameters), tools, most)
        except _ChangedError:
            continue
    raise RefusalError(Problem("source_changing", client.source, values={"readings": READINGS}))


def _read(client: Client, source: WebSource, first: _Ask, tools: Tools, most: int) -> list[Page]:
    pages: list[Page] = []
    digests: set[bytes] = set()
    asked: set[str] = set()
    ask: _Ask | None = _numbered(source, first, 0)
    size = 0
    while ask is not None:
        if len(pages) == MOST_PAGES:
            raise RefusalError(Problem("too_many_pages", client.source, values={"pages": MOST_PAGES}))
        reply = client.get(ask.url, ask.parameters)
        found = page(client.source, source, reply.body, reply.headers.get(source.total_header or ""))
        if reply.url in asked or (found.records and found.digest in digests):
            raise RefusalError(Problem("page_repeated", client.source, values={"page": len(pages) + 1}))
        if pages and found.total != pages[0].total:
            raise _ChangedError
        asked.add(reply.url)
        digests.add(found.digest)
        size += len(found.body)
        if size > tools.reply_bytes:
            values = {"megabytes": tools.reply_bytes >> 20}
            raise RefusalError(Problem("reply_too_large", client.source, values=values))
        if found.records or not pages:
            pages.append(found)
        if len(pages) >= most:
            return pages
        ask = _following(source, first, reply, found, len(pages), client.source)
    _refuse_missing(source, pages, client.source)
    return pages


def _numbered(source: WebSource, first: _Ask, done: int) -> _Ask:
    if source.paging != "page_number":
        return first
    return _Ask(first.url, {**(first.parameters or {}), source.page_parameter: source.first_page + done})


def _following(
    source: WebSource, first: _Ask, reply: Reply, found: Page, done: int, name: str
) -> _Ask | None:
    if source.paging == "page_number":
        # A page shorter than asked for is not taken for the last: servers cap the size without saying so.
        return _numbered(source, first, done) if found.records else None
    if source.paging == "link":
        target = reply.next_link
    elif source.paging == "next" and isinstance(found.document, dict):
        target = found.document.get("next")
    else:
        target = None
    return _Ask(_at_home(str(target), reply.url, name), None) if target else None


def _at_home(target: str, here: str, name: str) -> str:
    """The next page's address on the host that was asked: the credential goes nowhere else."""
    there, base = urlsplit(urljoin(here, target)), urlsplit(here)
    if there.hostname != base.hostname:
        raise RefusalError(Problem("next_elsewhere", name))
    # Behind a proxy, servers write http into addresses of a site that is reached by https.
    return there._replace(scheme=base.scheme, netloc=base.netloc).geturl()


def _refuse_missing(source: WebSource, pages: list[Page], name: str) -> None:
    """Fewer records than the source says there are: a page was lost on the way."""
    total = pages[0].total
    if total is None:
        return
    records = [record for one in pages for record in one.records]
    names = [identity(source, record) for record in records]
    counted = len(records) if None in names else len(set(names))
    if counted < total:
        raise RefusalError(Problem("page_missing", name, values={"counted": counted, "total": total}))
