"""Publish: one new file, complete and on disk, then the pointer. A reader sees the former snapshot or the new
one.

The file is built under a name that no reader looks for; killed at any moment, the former snapshot stays and
the leftover goes at the next start.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from expectations.schema import Table
from pipelines import accounting, assemble, identity, warehouse
from pipelines.assemble import Staged
from pipelines.decisions import InForce
from pipelines.manifest import Manifest, write_manifest
from pipelines.mapping import family
from pipelines.metrics import catalogue, stored
from pipelines.metrics.metric import CATALOGUE
from pipelines.patterns import write_patterns
from pipelines.settings import Home, Site
from pipelines.snapshot import Snapshot, Snapshots, write_pointer
from pipelines.statistics import published
from pipelines.survey_questions import write_questions
from pipelines.warehouse import MODELS, Step

ENGINES = ("impact-dashboard", "duckdb", "polars", "great-expectations", "highspy", "holidays")


@dataclass(frozen=True)
class Plan:
    """What one publish is made from. `scratch` takes what does not fit in memory; suppression patterns of
    `former` are taken over where its cells are the same.
    """

    home: Home
    site: Site
    site_folder: Path
    tables: tuple[Table, ...]
    manifest: Manifest
    staged: Mapping[str, Path]  # staged folder by the name the manifest gives it
    run: str
    scratch: Path
    former: Snapshot | None = None
    decisions: InForce = identity.UNDECIDED
    rehearsal: bool = False  # nobody will read it: the patterns, which take longest, are left out

    @property
    def objects(self) -> Sequence[Staged]:
        return [Staged(o.object_id, family(o.mapping), self.staged[o.staged]) for o in self.manifest.objects]


def made_by(site_folder: Path, decisions: InForce = identity.UNDECIDED) -> str:
    """Digest of what a snapshot follows from besides its files: site, reference data, models, metrics, and
    what people decided about links.

    Another one, another build.
    """
    files = [
        site_folder / "site.toml",
        *sorted((site_folder / "reference").glob("*.csv")),
        *sorted(MODELS.glob("*.sql")),
        *sorted(CATALOGUE.glob("*.toml")),
        CATALOGUE.parent / "dimensions.toml",
    ]
    digest = hashlib.sha256(
        f"patterns {stored.MAKING} statistics {published.MAKING} {decisions.digest}\n".encode()
    )
    for file in files:
        digest.update(f"{file.name}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def is_made_by(snapshot: Snapshot, digest: str) -> bool:
    """Whether the snapshot's site, reference data and models are those of the digest."""
    return bool(snapshot.rows("select made_by = $digest from meta_snapshot", {"digest": digest}).item())


def counts(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Each object's counts, as `build` gives them."""
    listed = ", ".join(accounting.COUNTS)
    return snapshot.rows(f"select object_id, {listed} from meta_object order by object_id").to_dicts()


def next_id(home: Home, run: str, now: datetime | None = None) -> str:
    """A new snapshot's id: running number, UTC time, short hash.

    The number sorts even if the clock goes back.
    """
    moment = now or datetime.now(UTC)
    numbers = [int(name.split("-")[0]) for name in Snapshots(home).ids()]
    short = hashlib.sha256(f"{run} {moment.isoformat()}".encode()).hexdigest()[:6]
    return f"{max(numbers, default=0) + 1:06d}-{moment:%Y%m%dT%H%M%SZ}-{short}"


def build(plan: Plan, path: Path, snapshot_id: str, step: Step = warehouse.silent) -> list[dict[str, Any]]:
    """Write the snapshot's file at `path`; gives each object's counts.

    Raises AccountingError if rows are missing.
    """
    plan.scratch.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(path)
    try:
        connection.execute("set TimeZone = 'UTC'; set preserve_insertion_order = false")
        connection.execute("set temp_directory = $folder", {"folder": str(plan.scratch)})
        write_manifest(connection, plan.manifest)
        assemble.attach(connection, plan.objects, plan.tables)
        assemble.resolve(connection, plan.tables)
        metrics = len(catalogue())
        folder = plan.site_folder / "reference"
        warehouse.build(
            connection,
            plan.site,
            folder,
            plan.tables,
            lambda done, total: step(done, total + metrics),
            plan.decisions,
        )
        accounting.count(connection)
        accounting.check(connection)
        accounting.check_facts(connection)
        _describe(connection, plan, snapshot_id)
        write_questions(connection, [staged.folder for staged in plan.objects])
        if not plan.rehearsal:
            models, building = len(warehouse.models()), Snapshot(snapshot_id, connection)
            write_patterns(
                connection,
                building,
                plan.site,
                plan.former,
                lambda done, total: step(models + done, models + total),
            )
            published.write_published(connection, building)
        found = connection.sql("select * from account order by object_id").pl()
        connection.execute("checkpoint")
    finally:
        connection.close()
    return found.to_dicts()


def publish(home: Home, building: Path, snapshot_id: str) -> None:
    """Give the built file its name and point readers to it. Nothing is overwritten."""
    with building.open("rb+") as file:
        os.fsync(file.fileno())
    building.rename(home.warehouse / f"{snapshot_id}.duckdb")
    if os.name == "posix":  # the name too has to outlast a power cut before the pointer names it
        folder = os.open(home.warehouse, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    write_pointer(home, snapshot_id)


def building_path(home: Home, snapshot_id: str) -> Path:
    """Where a snapshot is built: beside its place, under a name that is no snapshot's."""
    return home.warehouse / f".{snapshot_id}.building.duckdb"


def remove_leftovers(home: Home) -> None:
    """Delete what killed builds left in the warehouse folder. Only for the holder of the ingest lock."""
    for path in [*home.warehouse.glob(".*.building.duckdb*"), *home.warehouse.glob(".current.*")]:
        path.unlink(missing_ok=True)


def _describe(connection: duckdb.DuckDBPyConnection, plan: Plan, snapshot_id: str) -> None:
    """The tables in which a snapshot says what it is made of and what was set aside.

    No raw value is among them.
    """
    versions = {name: version(name) for name in ENGINES}
    connection.execute(
        """create table meta_snapshot as select $snapshot as snapshot, $run as run, $created::timestamptz as
        created_at, $site as site, $made_by as made_by, $versions as versions""",
        {
            "snapshot": snapshot_id,
            "run": plan.run,
            "created": datetime.now(UTC),
            "site": plan.site.code,
            "made_by": made_by(plan.site_folder, plan.decisions),
            "versions": json.dumps(versions),
        },
    )
    connection.execute("""
        create table meta_object as
        select o.*, a.* exclude (object_id)
        from listed_object o join account a using (object_id) order by object_id;

        create table meta_excluded as
        select object_id, reason, sum(rows)::bigint as rows from staged_excluded group by all order by all;

        create table meta_quarantine as
        select object_id, row, table_name, column_name, rule, code, "values" from judged
        union all
        -- Staging's reasons of the records it set aside.
        select p.object_id, p.row, null, p."column", null, p.code, p."values"
        from staged_problem p join staged_record r using (object_id, row)
        where r.state = 'quarantined' and p.severity = 'critical'
        order by all;

        create table meta_verdict as select * from verdict order by all;
        create table meta_identity as select * from identity_summary, (
            select coalesce(sum(count), 0)::bigint as attended,
                coalesce(sum(count) filter (person_id is null), 0)::bigint as attended_unlinked
            from fct_attendance where status = 'attended')""")
