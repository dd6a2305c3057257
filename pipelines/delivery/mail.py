"""One message to one recipient over SMTP, always encrypted; says whether it surely did not go out.

Server and credentials come from the environment: IMPACT_SMTP_HOST, _PORT, _SECURITY (starttls or tls), _USER,
_PASSWORD, _FROM, _CA (a file of own certificates).
"""

from __future__ import annotations

import mimetypes
import os
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from pathlib import Path

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from pipelines.problems import Problem, RefusalError

SECONDS = 30


class NotYetError(Exception):
    """The server could not be reached, or asks to try later; nothing went out."""


class UncertainError(Exception):
    """The connection broke while the server was about to take the message: it may have gone out."""


@dataclass(frozen=True)
class Server:
    """A mail server and how to speak to it. `password` never shows."""

    host: str
    port: int
    sender: str
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    authority: str | None = None


def server() -> Server:
    """The mail server that the environment names. RefusalError naming the variable that is not set."""
    found = {name: os.environ.get(f"IMPACT_SMTP_{name}", "") for name in ("HOST", "FROM")}
    for name, value in found.items():
        if not value:
            raise RefusalError(Problem("mail_not_set_up", values={"variable": f"IMPACT_SMTP_{name}"}))
    security = os.environ.get("IMPACT_SMTP_SECURITY", "starttls")
    if security not in ("starttls", "tls"):
        raise RefusalError(Problem("mail_no_encryption"))
    port = int(os.environ.get("IMPACT_SMTP_PORT") or (465 if security == "tls" else 587))
    user, password = (os.environ.get(f"IMPACT_SMTP_{name}", "") for name in ("USER", "PASSWORD"))
    authority = os.environ.get("IMPACT_SMTP_CA")
    return Server(found["HOST"], port, found["FROM"], security, user, password, authority)


def message(
    sender: str, to: str, subject: str, text: str, key: str, attachment: Path | None = None
) -> EmailMessage:
    """A message whose id follows from its key, so that a second copy can be told for one."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made["Date"] = formatdate(localtime=False)
    made["Message-ID"] = f"<{key}@{sender.rpartition('@')[2].strip('> ')}>"
    made.set_content(text)
    if attachment is not None:
        kind = mimetypes.guess_type(attachment.name)[0] or "application/octet-stream"
        main, _, sub = kind.partition("/")
        made.add_attachment(attachment.read_bytes(), maintype=main, subtype=sub, filename=attachment.name)
    return made


def send(made: EmailMessage, to: str, via: Server, sleep: Callable[[float], None], attempts: int = 3) -> None:
    """Hand a message to the server, tried again where it surely did not go out.

    RefusalError where the server refuses it; NotYetError, UncertainError.
    """
    for attempt in Retrying(
        retry=retry_if_exception_type(NotYetError),
        stop=stop_after_attempt(attempts),
        wait=wait_exponential(multiplier=2, max=60),
        sleep=sleep,
        reraise=True,
    ):
        with attempt:
            _once(made, to, via)


def _once(made: EmailMessage, to: str, via: Server) -> None:
    try:
        connection = _connected(via)
        try:
            _accepted(*connection.mail(via.sender))
            _accepted(*connection.rcpt(to))
        except BaseException:
            connection.close()
            raise
    except smtplib.SMTPAuthenticationError as fault:
        raise _refused(fault.smtp_code) from None
    except ssl.SSLError:
        raise RefusalError(Problem("mail_no_encryption")) from None
    except (smtplib.SMTPException, OSError):
        raise NotYetError from None
    try:
        reply = connection.data(made.as_bytes())
    except smtplib.SMTPDataError as fault:  # the server did not even want to see it
        _accepted(fault.smtp_code)
        return
    except (smtplib.SMTPException, OSError):
        raise UncertainError from None
    finally:
        with suppress(smtplib.SMTPException, OSError):
            connection.close()
    _accepted(*reply)


def _connected(via: Server) -> smtplib.SMTP:
    trusted = ssl.create_default_context(cafile=via.authority)
    if via.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(via.host, via.port, timeout=SECONDS, context=trusted)
    else:
        connection = smtplib.SMTP(via.host, via.port, timeout=SECONDS)
    try:
        connection.ehlo()
        if via.security != "tls":
            if not connection.has_extn("starttls"):
                raise RefusalError(Problem("mail_no_encryption"))
            connection.starttls(context=trusted)
            connection.ehlo()
        if via.user:
            connection.login(via.user, via.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _accepted(code: int, *_: object) -> None:
    """Nothing where the server agreed; its text is not kept, since it may name the recipient."""
    if 400 <= code < 500:
        raise NotYetError
    if code >= 500:
        raise _refused(code)


def _refused(code: int) -> RefusalError:
    return RefusalError(Problem("mail_refused", values={"reply": code}))
