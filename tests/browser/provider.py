"""An OpenID Connect provider on this machine: discovery, authorization, token, keys, end of session.

It knows made-up people and signs their ID tokens with a key of its own; its sign-in page is a list of links.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "impact", "secret-of-the-client-in-tests"
# What the provider states of each; `nobody` is not known to the dashboard.
PEOPLE: dict[str, dict[str, Any]] = {
    "partner": {"roles": ["impact-partner"]},
    "library": {"email": "person12@example.org", "email_verified": True},
    "analyst": {},
    "nobody": {"email": "person13@example.org", "email_verified": True, "roles": ["gardener"]},
    "unverified": {"email": "person12@example.org", "email_verified": False},
}


class Provider(ThreadingHTTPServer):
    """The provider at `address`; `ended` counts the sessions that were ended at it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.key = RSAKey.generate_key(2048, {"kid": "test", "alg": "RS256", "use": "sig"})
        self.codes: dict[str, dict[str, str]] = {}
        self.ended = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def id_token(self, person: str, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.address,
            "sub": f"subject-{person}",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 600,
        }
        header = {"alg": "RS256", "kid": "test"}
        return jwt.encode(header, claims | {"nonce": nonce} | PEOPLE[person], self.key)


class Answers(BaseHTTPRequestHandler):
    """What the provider answers."""

    server: Provider

    def do_GET(self) -> None:
        """Discovery, keys, the page with the people, the way back, the end of a session."""
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        here = self.server.address
        if parts.path == "/.well-known/openid-configuration":
            ways = {
                "authorization_endpoint": "authorize",
                "token_endpoint": "token",
                "jwks_uri": "keys",
                "end_session_endpoint": "end",
            }
            document = {name: f"{here}/{path}" for name, path in ways.items()}
            document |= {"issuer": here, "response_types_supported": ["code"]}
            document |= {"code_challenge_methods_supported": ["S256"]}
            document |= {"id_token_signing_alg_values_supported": ["RS256"]}
            self.send_json(document)
        elif parts.path == "/keys":
            self.send_json({"keys": [self.server.key.as_dict(private=False)]})
        elif parts.path == "/authorize" and "as" not in asked:
            links = "".join(
                f"<li><a href='/authorize?{urlencode(asked | {'as': person})}'>{person}</a></li>"
                for person in PEOPLE
            )
            self.send(f"<title>Provider</title><ul>{links}</ul>".encode(), "text/html")
        elif parts.path == "/authorize":
            code = secrets.token_hex(16)
            self.server.codes[code] = asked
            back = urlencode({"code": code, "state": asked["state"]})
            self.send_away(f"{asked['redirect_uri']}?{back}")
        elif parts.path == "/end":
            self.server.ended += 1
            self.send_away(asked["post_logout_redirect_uri"])
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        """The token for a code: once, for the client, and only with the verifier of its challenge."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.server.codes.pop(given.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        client_is_right = self.headers.get("Authorization") == f"Basic {basic}"
        if asked is None or not client_is_right or asked["code_challenge"] != challenge:
            self.send_error(400)
            return
        token = self.server.id_token(asked["as"], asked["nonce"])
        self.send_json({"access_token": secrets.token_hex(8), "token_type": "Bearer", "id_token": token})

    def send_json(self, document: dict[str, Any]) -> None:
        self.send(json.dumps(document).encode(), "application/json")

    def send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send_away(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nothing: what matters is seen in the browser."""


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider that answers until the block ends."""
    provider = Provider()
    thread = Thread(target=provider.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        provider.server_close()
        thread.join()
