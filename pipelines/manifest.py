"""What a snapshot is made of: the landed files, in the order they came in, with what was decided about them.

A snapshot carries its manifest (`meta_object`) and the decisions of validation (`meta_quarantine`,
`meta_verdict`), so an ingest needs nothing but the current snapshot to go on from, also after a rollback.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

import duckdb
import polars as pl

from pipelines.snapshot import Snapshot

QUARANTINE = {
    "object_id": pl.Int32,
    "row": pl.Int64,
    "table_name": pl.String,
    "column_name": pl.String,
    "rule": pl.String,
    "code": pl.String,
    "values": pl.String,
}
VERDICT = {
    "run": pl.String,
    "table_name": pl.String,
    "rule": pl.String,
    "severity": pl.String,
    "scope": pl.String,
    "checked": pl.Int64,
    "failed": pl.Int64,
}


@dataclass(frozen=True)
class LandedObject:
    """One landed file in a snapshot, or one sheet of it where several were read.

    `staged` names its staged folder; another name means that it was read anew.
    """

    object_id: int
    sha256: str
    sheet: str
    file: str
    source: str
    mapping: str
    landed_at: datetime
    staged: str

    def read_as(self, staged: str) -> LandedObject:
        """The same file under another staged folder."""
        return replace(self, staged=staged)


@dataclass(frozen=True)
class Manifest:
    """The files of a snapshot, and the quarantine and verdicts of their validation."""

    objects: tuple[LandedObject, ...] = ()
    quarantine: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=QUARANTINE))
    verdicts: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=VERDICT))

    @property
    def next_id(self) -> int:
        return max((landed.object_id for landed in self.objects), default=0) + 1


def read_manifest(snapshot: Snapshot | None) -> Manifest:
    """The manifest of a snapshot; an empty one before the first publish."""
    if snapshot is None:
        return Manifest()
    rows = snapshot.rows(
        "select object_id, sha256, sheet, file, source, mapping, landed_at, staged"
        " from meta_object order by object_id"
    )
    # What staging set aside stands in the staged folders; only what validation decided is carried on.
    quarantine = snapshot.rows(
        f"select {', '.join(QUARANTINE)} from meta_quarantine where table_name is not null order by all"
    )
    verdicts = snapshot.rows(f"select {', '.join(VERDICT)} from meta_verdict order by all")
    return Manifest(
        tuple(LandedObject(**row) for row in rows.iter_rows(named=True)),
        quarantine.cast(QUARANTINE),  # type: ignore[arg-type]
        verdicts.cast(VERDICT),  # type: ignore[arg-type]
    )


def write_manifest(connection: duckdb.DuckDBPyConnection, manifest: Manifest) -> None:
    """Make `listed_object`, `judged` and `verdict` from a manifest, and `quarantined(object_id, row)` from
    its quarantine.
    """
    listed = pl.DataFrame(
        [vars(landed) for landed in manifest.objects],
        schema={
            "object_id": pl.Int32,
            "sha256": pl.String,
            "sheet": pl.String,
            "file": pl.String,
            "source": pl.String,
            "mapping": pl.String,
            "landed_at": pl.Datetime("us", "UTC"),
            "staged": pl.String,
        },
    )
    for name, frame in (
        ("listed_object", listed),
        ("judged", manifest.quarantine),
        ("verdict", manifest.verdicts),
    ):
        connection.register("given", frame)
        connection.execute(f"create or replace temp table {name} as select * from given")
        connection.unregister("given")
    connection.execute(
        "create or replace temp table quarantined as select distinct object_id, row from judged"
    )
