"""Staged folders written by hand, and snapshots built from them: what the warehouse tests are given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from expectations.contract import all_tables
from pipelines import publish
from pipelines.manifest import QUARANTINE, LandedObject, Manifest
from pipelines.settings import Home, Site, load_site, site_folder
from pipelines.snapshot import Snapshot, Snapshots
from tests.unit.warehouse.ingesting import HEADER

TABLES = all_tables()
POLARS = {
    "text": pl.String,
    "integer": pl.Int32,
    "double": pl.Float64,
    "boolean": pl.Boolean,
    "date": pl.Date,
    "timestamp": pl.Datetime("us", "UTC"),
}
RECORD = {
    "row": pl.Int64,
    "record_key": pl.String,
    "ordinal": pl.Int32,
    "digest": pl.String,
    "state": pl.String,
}


@dataclass
class Given:
    """A home folder that files are put into as if they had been staged."""

    home: Home
    site: Site
    site_folder: Path
    objects: list[LandedObject] = field(default_factory=list)
    folders: dict[str, Path] = field(default_factory=dict)
    quarantine: list[dict[str, Any]] = field(default_factory=list)

    def file(
        self,
        mapping: str = "sheet",
        records: list[tuple[str, str]] | None = None,
        states: dict[int, str] | None = None,
        **tables: list[dict[str, Any]],
    ) -> int:
        """Stage one file. `records` gives (key, digest) of rows 2, 3, ...; table rows name their `row`.

        Without `records` every row that a table names is a record of its own. Gives the object's id.
        """
        object_id = len(self.objects) + 1
        folder = self.home.staged / f"object-{object_id}"
        folder.mkdir(parents=True)
        rows = sorted({row["row"] for lines in tables.values() for row in lines})
        named = {row: (f"{object_id}/{row}", "same") for row in rows}
        if records is not None:
            named = dict(enumerate(records, 2))
        seen: dict[str, int] = {}
        lines = []
        for row, (key, digest) in named.items():
            seen[key] = seen.get(key, 0) + 1
            state = (states or {}).get(row, "staged")
            hashed = sha256(key.encode()).hexdigest()[:32]
            lines.append((row, hashed, seen[key], digest, state))
        pl.DataFrame(lines, schema=RECORD, orient="row").write_parquet(folder / "record.parquet")
        for name, content in tables.items():
            schema = {"row": pl.Int64, **{c.name: POLARS[c.type] for c in TABLES[name].columns}}
            pl.DataFrame(content, schema=schema).write_parquet(folder / f"{name}.parquet")
        self.objects.append(
            LandedObject(
                object_id,
                sha256(str(object_id).encode()).hexdigest(),
                "",
                f"file-{object_id}.csv",
                mapping,
                mapping,
                datetime(2026, 11, 1, object_id % 24, tzinfo=UTC),
                folder.name,
            )
        )
        self.folders[folder.name] = folder
        return object_id

    def quarantined(self, object_id: int, row: int, table: str = "visit", rule: str = "a_rule") -> None:
        self.quarantine.append(
            {"object_id": object_id, "row": row, "table_name": table, "rule": rule, "values": "{}"}
        )

    @property
    def plan(self) -> publish.Plan:
        quarantine = pl.DataFrame(self.quarantine, schema=QUARANTINE)
        manifest = Manifest(tuple(self.objects), quarantine)
        tables = tuple(TABLES.values())
        scratch = self.home.work / "run"
        return publish.Plan(
            self.home, self.site, self.site_folder, tables, manifest, self.folders, "run", scratch
        )

    def build(self) -> Path:
        """The file of a snapshot of everything given so far, built but not published."""
        self.home.warehouse.mkdir(parents=True, exist_ok=True)
        path = publish.building_path(self.home, publish.next_id(self.home, "run"))
        path.unlink(missing_ok=True)
        publish.build(self.plan, path, path.name.split(".")[1])
        return path

    def published(self) -> Snapshot:
        """A snapshot of everything given so far."""
        path = self.build()
        publish.publish(self.home, path, path.name.split(".")[1])
        snapshots = Snapshots(self.home)
        return snapshots.open(snapshots.require_current())


@pytest.fixture
def new_given(tmp_path: Path) -> Callable[[], Given]:
    """Makes empty homes, for tests that need several."""
    homes = iter(range(10_000))

    def make(folder: Path | None = None) -> Given:
        home = Home(tmp_path / f"home-{next(homes)}")
        return Given(home, load_site(), folder or site_folder())

    return make


@pytest.fixture
def given(new_given: Callable[[], Given]) -> Given:
    return new_given()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def sheet(tmp_path: Path):
    """Writes a sign-in sheet of the given lines and gives its path."""

    def write(name: str, *lines: str) -> Path:
        path = tmp_path / name
        path.write_text(HEADER + "".join(lines), "utf-8")
        return path

    return write
