"""A live source as `sources.toml` declares it: where it is, how its pages follow, what fits its records.

Credentials stand here by the name of an environment variable, never by their value.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

VARIABLE = r"^[A-Z][A-Z0-9_]*$"
Variable = Annotated[str, Field(pattern=VARIABLE)]
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")
BOUND = re.compile(r"(?<![:\w]):(since|until)\b")


class Declared(BaseModel):
    """Strict: a key that nobody knows is a mistake and refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ClientCredentials(Declared):
    """OAuth2 client credentials: a token is asked for, and asked for again when it has run out."""

    kind: Literal["oauth2"]
    token_url: str
    client_id: Variable
    client_secret: Variable
    body: Literal["form", "json"] = "form"


class HeaderAccess(Declared):
    """A key that never runs out, sent in a header."""

    kind: Literal["header"]
    variable: Variable
    header: str = "Authorization"
    prefix: str = "Bearer "


class BasicAccess(Declared):
    """User name and password."""

    kind: Literal["basic"]
    username: Variable
    password: Variable


Access = Annotated[ClientCredentials | HeaderAccess | BasicAccess, Field(discriminator="kind")]


class Window(Declared):
    """The days a pull asks for: from the cursor less the overlap up to today, `span_days` at a time."""

    first: date | None = None
    overlap_days: int = Field(default=14, ge=1, le=3660)
    span_days: int | None = Field(default=None, ge=2, le=3660)
    ahead_days: int = Field(default=0, ge=0, le=366)


class Common(Declared):
    """What every source has. `mapping` is the name of a mapping, or a TOML file."""

    title: str = ""
    enabled: bool = False
    mapping: str = Field(min_length=1)
    window: Window | None = None


class Address(Declared):
    """Where a source is: the address itself, or the variable that holds one which is secret."""

    url: str | None = None
    url_variable: Variable | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Address:
        if (self.url is None) == (self.url_variable is None):
            raise ValueError("either url or url_variable has to be there")
        return self


class WebSource(Common, Address):
    """Records in JSON over HTTP, page by page."""

    kind: Literal["web"]
    records: str = ""
    identity: tuple[str, ...] = ()
    paging: Literal["none", "page_number", "link", "next"] = "none"
    page_parameter: str = "page"
    first_page: int = Field(default=1, ge=0)
    total_header: str | None = None
    total_key: str | None = None
    parameters: dict[str, str | int] = {}
    access: Access | None = None


class FileSource(Common, Address):
    """A whole file at an address: a calendar (ICS) or a table (CSV)."""

    kind: Literal["file"]
    ends: Literal["ics", "csv"] = "ics"
    access: Access | None = None


class LimeSurveySource(Common, Address):
    """The answers of one survey by LimeSurvey's RemoteControl 2."""

    kind: Literal["limesurvey"]
    survey: int
    language: str | None = None
    completion: Literal["all", "complete", "incomplete"] = "all"
    access: BasicAccess


class DatabaseSource(Common):
    """A table or a query; `connection` is the variable that holds the address with user and password.

    The values `:since` and `:until` are bound, names of tables and columns are checked and quoted.
    """

    kind: Literal["postgresql", "mariadb", "sqlite"]
    connection: Variable | None = None
    path: str | None = None
    query: str | None = None
    table: str | None = None
    columns: tuple[str, ...] = ()
    changed: str | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> DatabaseSource:
        if (self.kind == "sqlite") != (self.path is not None) or (self.kind == "sqlite") == bool(
            self.connection
        ):
            raise ValueError("sqlite has path, the others have connection")
        if (self.query is None) == (self.table is None):
            raise ValueError("either query or table has to be there")
        if self.table is not None and not self.columns:
            raise ValueError(
                "a table needs its columns by name, so that nothing personal is read by accident"
            )
        names = [*(self.table.split(".") if self.table else ()), *self.columns]
        names += [self.changed] if self.changed else []
        if wrong := [name for name in names if not IDENTIFIER.fullmatch(name)]:
            raise ValueError(f"{wrong[0]!r} is no name of a table or column")
        asks = BOUND.search(self.query) if self.query else self.changed
        if self.window is not None and not asks:
            raise ValueError("a window needs :since in the query, or `changed` beside the table")
        return self


Source = Annotated[WebSource | FileSource | LimeSurveySource | DatabaseSource, Field(discriminator="kind")]
