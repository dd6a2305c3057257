"""Who reads: the one place that knows it. From the sign-in where there is one, else this machine's own user.

The claims that a provider states go no further than this module; a role, a handle and a keyed hash leave it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import streamlit as st
from streamlit import config, runtime

from dashboard.navigation import ROLES
from pipelines.access import LOCAL, reader_key
from pipelines.problems import RefusalError
from pipelines.secret import load_secret
from pipelines.settings import Home, home_folder
from pipelines.sign_in import SignIn, is_loopback, load_sign_in

# local: nobody signs in here; the others are those of whoever has to. `closed`: the sign-in itself is at fault.
State = Literal["local", "known", "out", "expired", "unknown", "closed"]
SECONDS = 3600


@dataclass(frozen=True)
class Reader:
    """Whoever looks: the role (empty for those who may see nothing), the name they write under, their key in logs."""

    state: State
    role: str = ""
    name: str = ""
    key: str = ""


def reader() -> Reader:
    """The reader of this rerun. Where readers sign in, neither the environment nor the address has a say."""
    try:
        sign_in = _sign_in(home_folder(), os.environ.get("IMPACT_SIGN_IN", ""))
        if sign_in is None:
            return _local()
        return signed_in(sign_in, st.user.to_dict(), time.time(), home_folder())
    except (RefusalError, OSError):
        return Reader("closed")


def signed_in(sign_in: SignIn, claims: Mapping[str, Any], now: float, home: Home) -> Reader:
    """The reader whom a provider's claims, as Streamlit's signed cookie holds them, make known."""
    subject, issuer, issued = claims.get("sub"), claims.get("iss"), claims.get("iat")
    if claims.get("is_logged_in") is not True or not subject or not issuer:
        return Reader("out")
    audience = claims.get("aud")
    if sign_in.client_id not in (audience if isinstance(audience, list) else [audience]):
        return Reader("out")
    # A minute's grace: the provider's clock may be a little ahead.
    if not isinstance(issued, int | float) or not -60 <= now - issued < sign_in.hours * SECONDS:
        return Reader("expired")
    role, handle = sign_in.role_of(claims)
    if role is None:
        return Reader("unknown")
    key = _key(home, str(issuer), str(subject))
    return Reader("known", role, handle or f"{role}-{key[:8]}", key)


def _local() -> Reader:
    """Whoever sits at this machine; nobody where others can reach a dashboard at which nobody signs in."""
    served = runtime.exists() and type(runtime.get_instance()) is runtime.Runtime
    if served and not is_loopback(config.get_option("server.address") or ""):
        return Reader("closed")
    asked = os.environ.get("IMPACT_ROLE", "partner")
    return Reader("local", asked if asked in ROLES else "partner", LOCAL, LOCAL)


# Read once a process: who may look changes with a restart, and never to an open door under a running one.
@lru_cache(maxsize=8)
def _sign_in(home: Home, _named: str) -> SignIn | None:
    return load_sign_in(home)


@lru_cache(maxsize=1024)
def _key(home: Home, issuer: str, subject: str) -> str:
    return reader_key(load_secret(home.secret), issuer, subject)
