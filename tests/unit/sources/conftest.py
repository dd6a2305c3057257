"""A site with one registered programme, and the shipped mappings, for the tests of sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.context import SiteContext
from pipelines.mapping import Mapping, load_mapping, load_mappings, recognise
from pipelines.people import Keyer
from pipelines.programmes import Programmes
from pipelines.read import open_file
from pipelines.settings import PROJECT, Site
from pipelines.stage import stage
from tests.unit.landed import LandedFile
from tests.unit.sources.survey_quirks import LIKERT, SURVEY

INSTANT = pl.Datetime("us", "UTC")
SITE = Site(
    code="test",
    name={"en": "Test Space"},
    short_name={"en": "Test"},
    time_zone="Asia/Almaty",
    country="KZ",
    phone_region="KZ",
    opened_on=date(2026, 1, 18),
    languages=("en", "ru", "kk"),
)
CLUB = {"service": "english", "core_program": "english", "theme": None, "partner": None, "language": "en"}


@pytest.fixture
def site(tmp_path: Path) -> SiteContext:
    names = dict.fromkeys(("english-club", "english club", "разговорный клуб"), "english-club")
    return SiteContext(
        SITE, Keyer(b"k" * 32, "KZ"), Programmes(names, {"english-club": CLUB}), tmp_path / "staged"
    )


@pytest.fixture(scope="session")
def mappings() -> dict[str, Mapping]:
    return load_mappings(PROJECT / "data" / "mappings")


@pytest.fixture
def records() -> Callable[..., pl.DataFrame]:
    """Typed fields as a source gets them: a dictionary a record, `row` from 2."""

    def build(types: dict[str, Any], *rows: dict[str, Any]) -> pl.DataFrame:
        frame = pl.DataFrame(list(rows), schema=types).with_row_index("row", offset=2)
        local = {n: pl.col(n).dt.convert_time_zone("Asia/Almaty") for n, t in types.items() if t == INSTANT}
        return frame.with_columns(
            pl.col("row").cast(pl.Int64),
            *(value.dt.date().alias(f"{name}_on") for name, value in local.items()),
            *(value.dt.hour().cast(pl.Int64).alias(f"{name}_hour") for name, value in local.items()),
        )

    return build


@dataclass(frozen=True)
class Staged:
    """What staging made of a file: its account and its tables."""

    summary: dict[str, Any]
    folder: Path

    def __getitem__(self, table: str) -> pl.DataFrame:
        return pl.read_parquet(self.folder / f"{table}.parquet")


@pytest.fixture
def staged(site: SiteContext, mappings: dict[str, Mapping], tmp_path: Path) -> Callable[..., Staged]:
    """Stages a file, or bytes under a name, with a mapping, by default the one its headers ask for.

    That is one of `mappings`, by default of all shipped ones.
    """
    shipped = mappings

    def run(
        content: Path | bytes,
        name: str = "",
        mapping: Mapping | None = None,
        sheet: str | None = None,
        mappings: dict[str, Mapping] = shipped,
    ) -> Staged:
        path = content if isinstance(content, Path) else tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        file = open_file(path, path.name)
        table = file.tables[0]
        if mapping is None:
            kind = file.kind if file.kind in ("json", "calendar") else "table"
            mapping = recognise(table.headers, kind, mappings, path.name, following=table.following).mapping
        folder = stage(LandedFile(path, path.name), mapping, site, sheet)
        return Staged(folder.summary, folder.path)

    return run


@pytest.fixture
def read(staged, tmp_path: Path):
    """An export under the mapping that `declared` (TOML without the head) makes."""

    def run(content: bytes, name: str, head: str, declared: str, sheet: str | None = None):
        path = tmp_path / "made_up.toml"
        text = f'name = "made_up"\ntitle = "Made up"\n{head}\n{SURVEY}\n{declared}'
        path.write_text(text.replace("@likert", LIKERT), "utf-8")
        return staged(content, name, load_mapping(path), sheet)

    return run
