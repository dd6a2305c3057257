"""Credentials, read from the environment at the moment they are needed and kept nowhere."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from pipelines.problems import Problem, RefusalError
from pipelines.pull.declaration import Address

LOCAL = ("localhost", "127.0.0.1", "::1")


def variable(name: str, source: str) -> str:
    """The value of an environment variable. RefusalError `credential_missing` names it where it is unset."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise RefusalError(Problem("credential_missing", source, values={"variable": name}))
    return value


def address(declared: Address, source: str) -> str:
    """The source's address, safe to send a credential to: https, or http to this machine."""
    if declared.url_variable is not None:
        return safe(variable(declared.url_variable, source), source)
    return safe(declared.url or "", source)


def safe(url: str, source: str) -> str:
    """The address itself. RefusalError `address_not_https` where it would travel unencrypted."""
    try:
        parts = urlsplit(url)
        host, scheme = parts.hostname, parts.scheme
    except ValueError as error:
        raise RefusalError(Problem("address_not_https", source)) from error
    if not host or not (scheme == "https" or (scheme == "http" and host in LOCAL)):
        raise RefusalError(Problem("address_not_https", source))
    return url
