"""The one way to ask a server: politely, again where that may help, and never beyond its limits."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urljoin, urlsplit

import httpx
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt

from pipelines.problems import Problem, RefusalError
from pipelines.pull.access import Credential
from pipelines.pull.credentials import safe
from pipelines.pull.declaration import BasicAccess, ClientCredentials, HeaderAccess
from pipelines.pull.log import PullLog
from pipelines.pull.tools import Tools
from pipelines.pull.waiting import AgainError, retry_after, seconds_to_wait

# httpx writes whole addresses at INFO, query and all; ours are in the log without it.
logging.getLogger("httpx").setLevel(logging.WARNING)
REDIRECTS = 5


@dataclass(frozen=True)
class Reply:
    """A whole reply: it came with a good status, and not one byte is missing."""

    url: str
    body: bytes
    headers: httpx.Headers
    moved: str | None = None
    """Where a redirect points; only from `Client.get(follow=True)`, which goes there."""

    @property
    def next_link(self) -> str | None:
        """The address after `rel="next"` in the `Link` header, made whole; None on the last page."""
        links = httpx.Response(200, headers=self.headers).links
        found = links.get("next", {}).get("url")
        return urljoin(self.url, found) if found else None


class Client:
    """Requests of one source. Raises RefusalError with one problem, named after the source."""

    def __init__(
        self,
        source: str,
        access: ClientCredentials | HeaderAccess | BasicAccess | None,
        tools: Tools,
        log: PullLog,
    ) -> None:
        self.source, self.tools, self.log = source, tools, log
        self._http = httpx.Client(
            timeout=tools.timeout, headers={"User-Agent": "impact-dashboard", "Accept": "*/*"}
        )
        self._credential = Credential(source, access, self._post, tools.clock)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def get(self, url: str, parameters: dict[str, str | int] | None = None, follow: bool = False) -> Reply:
        """The reply to a GET. `follow` goes where a redirect points, without credentials on another host."""
        for _ in range(REDIRECTS + 1):
            request = self._http.build_request("GET", url, params=parameters or None)
            reply = self._asked(request, with_credential=True)
            if reply.moved is None:
                return reply
            if not follow:
                break
            target = safe(urljoin(url, reply.moved), self.source)
            if urlsplit(target).netloc != urlsplit(url).netloc:
                self._credential = Credential(self.source, None, self._post, self.tools.clock)
            url, parameters = target, None
        raise RefusalError(Problem("source_status", self.source, values={"status": 302}))

    def post_json(self, url: str, content: object) -> Reply:
        """The reply to a JSON document, sent without a credential in its headers."""
        return self._asked(self._http.build_request("POST", url, json=content), with_credential=False)

    def _post(self, url: str, values: dict[str, str], body: str) -> bytes:
        request = (
            self._http.build_request("POST", url, json=values)
            if body == "json"
            else self._http.build_request("POST", url, data=values)
        )
        return self._asked(request, with_credential=False).body

    def _asked(self, request: httpx.Request, with_credential: bool) -> Reply:
        again = Retrying(
            sleep=self.tools.sleep,
            stop=stop_after_attempt(self.tools.attempts),
            wait=seconds_to_wait,
            retry=retry_if_exception_type(AgainError),
            before_sleep=lambda state: self.log.say(
                "waiting", source=self.source, attempt=state.attempt_number
            ),
            reraise=True,
        )
        try:
            return again(self._once, request, with_credential)
        except AgainError as error:
            values = {"attempts": self.tools.attempts}
            raise RefusalError(Problem(error.code, self.source, values=values)) from None

    def _once(self, request: httpx.Request, with_credential: bool) -> Reply:
        reply = self._sent(request, self._credential.headers() if with_credential else {})
        if reply.status_code == 401 and with_credential and self._credential.renew():
            reply = self._sent(request, self._credential.headers())
        return self._judged(request, reply)

    def _sent(self, request: httpx.Request, headers: dict[str, str]) -> httpx.Response:
        """One exchange with its whole body. AgainError where the line failed."""
        request.headers.update(headers)
        started, parts, size = self.tools.clock(), [], 0
        try:
            reply = self._http.send(request, stream=True)
            try:
                for part in reply.iter_bytes():
                    parts.append(part)
                    size += len(part)
                    if size > self.tools.reply_bytes:
                        values = {"megabytes": self.tools.reply_bytes >> 20}
                        raise RefusalError(Problem("reply_too_large", self.source, values=values))
                    if self.tools.clock() - started > self.tools.reply_seconds:
                        raise AgainError("source_timeout")
            finally:
                reply.close()
        except httpx.TimeoutException:
            raise AgainError("source_timeout") from None
        except (httpx.TransportError, httpx.DecodingError):
            raise AgainError("source_unreachable") from None
        # The path stays out as well: a calendar's private address has its secret there.
        host = request.url.host
        self.log.say("asked", source=self.source, host=host, status=reply.status_code, bytes=size)
        kept = [(key, text) for key, text in reply.headers.raw if key.lower() != b"content-encoding"]
        return httpx.Response(reply.status_code, headers=kept, content=b"".join(parts), request=request)

    def _judged(self, request: httpx.Request, reply: httpx.Response) -> Reply:
        status = reply.status_code
        if status in (429, 503):
            after = retry_after(reply.headers.get("Retry-After"), self.tools.now())
            if after is not None and after > self.tools.longest_wait:
                raise RefusalError(Problem("source_busy", self.source, values={"attempts": 1}))
            raise AgainError("source_busy", after, busy=status == 429)
        if status >= 500 or status == 408:
            raise AgainError("source_failing")
        if status in (401, 403):
            raise RefusalError(Problem("access_denied", self.source))
        if reply.has_redirect_location:
            return Reply(str(request.url), b"", reply.headers, moved=reply.headers["Location"])
        if status != 200:
            raise RefusalError(Problem("source_status", self.source, values={"status": status}))
        return Reply(str(request.url), reply.content, reply.headers)
