"""Where things are: the home folder (what is made at run time) and the site folder (what is declared)."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Home:
    """The folder that holds everything made at run time; nothing in it is tracked."""

    path: Path

    @property
    def landing(self) -> Path:
        return self.path / "landing"

    @property
    def staged(self) -> Path:
        return self.path / "staged"

    @property
    def warehouse(self) -> Path:
        return self.path / "warehouse"

    @property
    def mappings(self) -> Path:
        return self.path / "mappings"

    @property
    def inbox(self) -> Path:
        return self.path / "inbox"

    @property
    def work(self) -> Path:
        return self.path / "work"

    @property
    def data_docs(self) -> Path:
        return self.path / "data_docs"

    @property
    def state(self) -> Path:
        return self.path / "state.sqlite"

    @property
    def secret(self) -> Path:
        return self.path / "secret"


def home_folder(argument: str | Path | None = None) -> Home:
    """The home folder named by `--home`, else by `IMPACT_HOME`, else `data/home` of the project."""
    chosen = argument or os.environ.get("IMPACT_HOME") or PROJECT / "data" / "home"
    return Home(Path(chosen).expanduser().resolve())


def site_folder() -> Path:
    """The folder with `site.toml`, `reference/`, `mappings/`, `sample/`: `IMPACT_SITE`, else `data/`."""
    return Path(os.environ.get("IMPACT_SITE") or PROJECT / "data").expanduser().resolve()


class Site(BaseModel):
    """One American Space as `site.toml` declares it. Names are keyed by language code."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    name: dict[str, str]
    short_name: dict[str, str]
    time_zone: str
    country: str
    phone_region: str
    opened_on: date
    languages: tuple[str, ...] = Field(min_length=1)
    first_day_of_fiscal_year: str = "10-01"
    threshold: int = Field(default=10, ge=5)
    threshold_floor: int = Field(default=5, ge=5)
    indicative_below: int = 30

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


@lru_cache(maxsize=8)
def load_site(folder: Path | None = None) -> Site:
    """The site declaration; raises pydantic's ValidationError naming the field that is wrong."""
    path = (folder or site_folder()) / "site.toml"
    return Site.model_validate(tomllib.loads(path.read_text("utf-8")))
