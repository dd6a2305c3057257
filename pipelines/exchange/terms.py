"""The terms under which figures are given out: `exchange.toml` of the site's folder."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.problems import Problem, RefusalError
from pipelines.settings import site_folder

FILE = "exchange.toml"


class Licence(BaseModel):
    """A licence by its identifier (SPDX), title and address."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=2)
    title: str = Field(min_length=2)
    path: str = Field(pattern=r"^https://")


class Reporter(BaseModel):
    """The organisation as IATI knows it, and the activity in a sentence."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    organisation: str = Field(pattern=r"^[^\s&|?/]+$")
    organisation_type: str = Field(pattern=r"^[0-9]{2}$")
    description: str = Field(min_length=10)


class Terms(BaseModel):
    """Licence, publisher (its name by language) and reporter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    licence: Licence
    publisher: dict[str, str] = Field(min_length=1)
    iati: Reporter


def load_terms(folder: Path | None = None) -> Terms:
    """The site's terms; refuses to give anything out where there are none or they are not valid."""
    path = (folder or site_folder()) / FILE
    try:
        return Terms.model_validate(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        reason = "the file is missing; the one in data/ is an example"
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
    except ValidationError as error:
        first = error.errors()[0]
        reason = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    raise RefusalError(Problem("exchange_terms", FILE, values={"reason": reason}))
