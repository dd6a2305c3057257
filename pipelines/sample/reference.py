"""The site's reference tables and the plan of its demo, as the sample reads them."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.settings import Site, load_site

Row = Mapping[str, str]


@dataclass(frozen=True)
class Reference:
    """What a made-up history must agree with: the site, its tables by code, the demo's plan and words."""

    site: Site
    folder: Path
    programmes: Mapping[str, Row]
    resources: Mapping[str, Row]
    zones: Mapping[str, Row]
    districts: Mapping[str, Row]
    plan: Mapping[str, Any]
    words: Mapping[str, Any]

    def rows(self, table: str) -> list[dict[str, str]]:
        """Every row of `reference/<table>.csv`."""
        return read_rows(self.folder / "reference" / f"{table}.csv")


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_reference(folder: Path) -> Reference:
    """The reference of the site in `folder`; its `sample_plan.toml` and `sample_words.toml` make its demo."""

    def keyed(table: str) -> dict[str, Row]:
        return {row["code"]: row for row in read_rows(folder / "reference" / f"{table}.csv")}

    return Reference(
        site=load_site(folder),
        folder=folder,
        programmes=keyed("programmes"),
        resources=keyed("resources"),
        zones=keyed("zones"),
        districts=keyed("districts"),
        plan=tomllib.loads((folder / "sample_plan.toml").read_text("utf-8")),
        words=tomllib.loads((folder / "sample_words.toml").read_text("utf-8")),
    )
