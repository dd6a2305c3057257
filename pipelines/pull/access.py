"""How a request proves who it is: a key in a header, user and password, or a token that is renewed."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from pipelines.problems import Problem, RefusalError
from pipelines.pull.credentials import safe, variable
from pipelines.pull.declaration import BasicAccess, ClientCredentials, HeaderAccess

Post = Callable[[str, dict[str, str], str], bytes]
"""Sends (address, values, "form" or "json") without a credential and gives the body, retried like any other."""
EARLY = 60.0
"""Seconds before its end at which a token is renewed: a long page must not outlive it."""


@dataclass
class Credential:
    """The headers of a source's requests; a token is asked for when it is first needed."""

    source: str
    declared: ClientCredentials | HeaderAccess | BasicAccess | None
    post: Post
    clock: Callable[[], float]
    _token: str | None = field(default=None, repr=False)
    _until: float = 0.0

    def headers(self) -> dict[str, str]:
        """Headers that hold now. RefusalError where a variable is unset or the token is denied."""
        declared = self.declared
        if declared is None:
            return {}
        if isinstance(declared, HeaderAccess):
            return {declared.header: declared.prefix + variable(declared.variable, self.source)}
        if isinstance(declared, BasicAccess):
            both = f"{variable(declared.username, self.source)}:{variable(declared.password, self.source)}"
            return {"Authorization": f"Basic {base64.b64encode(both.encode()).decode()}"}
        if self._token is None or self.clock() >= self._until - EARLY:
            self._ask(declared)
        return {"Authorization": f"Bearer {self._token}"}

    def renew(self) -> bool:
        """Forget the token, because the server no longer takes it; false where there is none to renew."""
        had = self._token is not None
        self._token = None
        return had

    def _ask(self, declared: ClientCredentials) -> None:
        values = {
            "grant_type": "client_credentials",
            "client_id": variable(declared.client_id, self.source),
            "client_secret": variable(declared.client_secret, self.source),
        }
        asked_at = self.clock()
        url = safe(declared.token_url, self.source)
        try:
            body = self.post(url, values, declared.body)
        except RefusalError as error:
            if error.problems[0].code != "source_status":
                raise
            raise RefusalError(Problem("access_denied", self.source)) from None  # 400: no such client
        try:
            reply = json.loads(body)
            self._token = str(reply["access_token"])
            self._until = asked_at + float(reply.get("expires_in", 3600))
        except (ValueError, KeyError, TypeError, AttributeError):
            # Without its cause: a token's reply must not stand in a traceback.
            raise RefusalError(Problem("access_denied", self.source)) from None
