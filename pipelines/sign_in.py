"""How readers sign in (OpenID Connect) and who gets which role: `<home>/sign_in.toml` and the environment.

Without either nobody signs in, and the dashboard listens on this machine only. docs/sign-in.md tells each setting.
"""

from __future__ import annotations

import ipaddress
import os
import re
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import tomli_w
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipelines.problems import Problem, RefusalError
from pipelines.settings import Home

Role = Literal["partner", "library", "analyst"]
ROLES: tuple[Role, ...] = ("partner", "library", "analyst")
FILE = "sign_in.toml"
# Settings that the environment may give instead of the file, or over it: secrets need not lie in a file.
ENVIRONMENT = {
    "metadata_url": "IMPACT_OIDC_METADATA_URL",
    "client_id": "IMPACT_OIDC_CLIENT_ID",
    "client_secret": "IMPACT_OIDC_CLIENT_SECRET",
    "cookie_secret": "IMPACT_OIDC_COOKIE_SECRET",
    "redirect_uri": "IMPACT_OIDC_REDIRECT_URI",
    "role_claim": "IMPACT_OIDC_ROLE_CLAIM",
}
NEEDED = ("metadata_url", "client_id", "client_secret", "cookie_secret", "redirect_uri")
CALLBACK = "/oauth2callback"
HANDLE = re.compile(r"[\w .-]{1,40}")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself, and nothing that others can reach."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def _protected(address: str) -> str:
    parts = urlsplit(address)
    local = parts.scheme == "http" and is_loopback(parts.hostname or "")
    if not parts.hostname or not (parts.scheme == "https" or local):
        raise ValueError("needs an address that starts with https:// (http:// only on this machine)")
    return address


def _handle(text: str) -> str:
    if not HANDLE.fullmatch(text):
        raise ValueError("needs 1 to 40 letters, digits, spaces, points, hyphens")
    return text


Address = Annotated[str, AfterValidator(_protected)]


class Person(BaseModel):
    """One line of the list of readers: an e-mail address or the provider's subject, and the role."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    email: str | None = None
    subject: str | None = None
    role: Role
    handle: Annotated[str, AfterValidator(_handle)] | None = None  # what stands under what they write

    @model_validator(mode="after")
    def is_somebody(self) -> Person:
        if (self.email is None) == (self.subject is None):
            raise ValueError("needs either email or subject")
        return self


class SignIn(BaseModel):
    """The sign-in of one home, complete and valid."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    metadata_url: Address
    client_id: str = Field(min_length=1)
    client_secret: str = Field(min_length=1, repr=False)
    cookie_secret: str = Field(min_length=32, repr=False)
    redirect_uri: Address
    scope: str = "openid email"  # no profile: a reader's name is never asked for
    hours: float = Field(default=12, gt=0, le=24 * 30)
    trust_email: bool = False
    role_claim: str | None = None
    role_values: dict[Role, tuple[str, ...]] = Field(default_factory=dict)
    people: tuple[Person, ...] = ()

    @model_validator(mode="after")
    def leads_to_roles(self) -> SignIn:
        if not urlsplit(self.redirect_uri).path.endswith(CALLBACK):
            raise ValueError(f"redirect_uri needs to end in {CALLBACK}")
        if "openid" not in self.scope.split():
            raise ValueError("scope needs to hold openid")
        if not self.role_claim and not self.people:
            raise ValueError("nobody would get a role; name role_claim or people")
        return self

    def role_of(self, claims: Mapping[str, Any]) -> tuple[Role | None, str | None]:
        """The role and the handle of whoever has these claims; no role for people whom nothing names."""
        for person in self.people:
            if self._is(person, claims):
                return person.role, person.handle
        named = set(_claim(claims, self.role_claim)) if self.role_claim else set()
        # The widest of several: an analyst sees what the library sees, and the library what a partner sees.
        for role in reversed(ROLES):
            if named & set(self.role_values.get(role, (role,))):
                return role, None
        return None, None

    def _is(self, person: Person, claims: Mapping[str, Any]) -> bool:
        if person.subject is not None:
            return claims.get("sub") == person.subject
        # An address that its provider has not verified may be anybody's.
        verified = self.trust_email or claims.get("email_verified") is True
        stated = str(claims.get("email") or "").strip().casefold()
        return verified and stated == str(person.email).strip().casefold()

    def streamlit_secrets(self) -> str:
        """What Streamlit reads of it, as the text of its secrets file."""
        auth = {name: getattr(self, name) for name in NEEDED if name != "metadata_url"}
        auth |= {"server_metadata_url": self.metadata_url, "client_kwargs": {"scope": self.scope}}
        return tomli_w.dumps({"auth": auth})


def _claim(claims: Mapping[str, Any], path: str) -> list[str]:
    """The texts of a claim; a path with points leads into nested ones (`realm_access.roles`)."""
    found: Any = claims
    if path in claims:
        found = claims[path]
    else:
        for part in path.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    return [str(value) for value in (found if isinstance(found, list) else [found]) if value is not None]


def sign_in_file(home: Home) -> Path:
    """Where the sign-in is declared: IMPACT_SIGN_IN, else `sign_in.toml` of the home."""
    return Path(os.environ.get("IMPACT_SIGN_IN") or home.path / FILE)


def load_sign_in(home: Home) -> SignIn | None:
    """How readers sign in; None where nothing is declared.

    RefusalError: `sign_in_missing`, `sign_in_permissions`, `sign_in_invalid`, `sign_in_incomplete`. What is
    declared in part is refused: it never leads to a dashboard at which nobody signs in.
    """
    path = sign_in_file(home)
    given = {name: os.environ[variable] for name, variable in ENVIRONMENT.items() if os.environ.get(variable)}
    if not path.is_file():
        if os.environ.get("IMPACT_SIGN_IN"):
            raise RefusalError(Problem("sign_in_missing", file=path.name))
        if not given:
            return None
        declared: dict[str, Any] = {}
    else:
        declared = _read(path)
    settings = declared | given
    if missing := [name for name in NEEDED if not settings.get(name)]:
        names = ", ".join(missing)
        raise RefusalError(Problem("sign_in_incomplete", file=path.name, values={"missing": names}))
    try:
        return SignIn.model_validate(settings)
    except ValidationError as fault:
        raise RefusalError(*(_invalid(path, dict(error)) for error in fault.errors())) from None


def _read(path: Path) -> dict[str, Any]:
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise RefusalError(Problem("sign_in_permissions", file=path.name, values={"path": path.name}))
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        values = {"field": path.name, "reason": "this is not valid TOML"}
        raise RefusalError(Problem("sign_in_invalid", file=path.name, values=values)) from None


def _invalid(path: Path, error: dict[str, Any]) -> Problem:
    field = ".".join(str(part) for part in error["loc"]) or "settings"
    reason = str(error["msg"]).removeprefix("Value error, ")
    return Problem("sign_in_invalid", file=path.name, values={"field": field, "reason": reason})
