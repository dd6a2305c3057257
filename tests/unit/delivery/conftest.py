"""A real mail server on this machine, with a certificate of its own and accounts, and a home with a schedule."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from pipelines.settings import Home
from tests.browser.serving import free_port

PASSWORD = "made-up-password"


@dataclass
class Office:
    """Takes mail; `replies` are given one by one to RCPT before it agrees."""

    inbox: list[tuple[str, EmailMessage]] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    break_off: bool = False
    port: int = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, to: str, options: Any) -> str:  # noqa: N802
        if self.replies:
            return self.replies.pop(0)
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        made = message_from_bytes(envelope.content, policy=policy.default)
        self.inbox.append((envelope.rcpt_tos[0], made))
        if self.break_off:
            server.transport.abort()
        return "250 OK"


def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
    good = isinstance(given, LoginPassword) and given == LoginPassword(b"impact", PASSWORD.encode())
    return AuthResult(success=good, handled=False)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("certificate")
    key, made = folder / "key.pem", folder / "certificate.pem"
    words = (
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    )
    command = ["openssl", *words.split(), "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    return made, key


@pytest.fixture
def office(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Speaks plainly until STARTTLS, which it asks for."""
    yield from running(certificate, monkeypatch, implicit=False)


@pytest.fixture
def implicit_office(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Speaks TLS from the first byte, as on port 465."""
    monkeypatch.setenv("IMPACT_SMTP_SECURITY", "tls")
    yield from running(certificate, monkeypatch, implicit=True)


def running(
    certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, implicit: bool
) -> Iterator[Office]:
    made = Office()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    settings: dict[str, Any] = {"auth_required": True, "authenticator": authenticate}
    if implicit:
        # The connection is encrypted below what the server knows of: it would ask for STARTTLS in vain.
        settings |= {"ssl_context": context, "auth_require_tls": False}
    else:
        settings |= {"tls_context": context, "require_starttls": True}
    controller = Controller(made, hostname="localhost", port=free_port(), **settings)
    controller.start()
    made.port = controller.port
    for name, value in {
        "HOST": "localhost",
        "PORT": str(made.port),
        "FROM": "impact@example.org",
        "USER": "impact",
        "PASSWORD": PASSWORD,
        "CA": str(certificate[0]),
    }.items():
        monkeypatch.setenv(f"IMPACT_SMTP_{name}", value)
    try:
        yield made
    finally:
        controller.stop()


@pytest.fixture
def schedule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Home]:
    """`schedule(toml)`: a home with this schedule; partners and steward are in the environment."""
    monkeypatch.setenv("TEST_PARTNERS", "person12@example.org, person13@example.org")
    monkeypatch.setenv("TEST_STEWARD", "steward@example.org")

    def made(text: str) -> Home:
        home = Home(tmp_path / "home")
        home.path.mkdir(exist_ok=True)
        (home.path / "schedule.toml").write_text('steward = ["TEST_STEWARD"]\n' + text, "utf-8")
        return home

    return made
