"""The suppression patterns of a snapshot, made once while it is built, so that no reader has to."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import duckdb

from pipelines.metrics import catalogue, restated
from pipelines.metrics.coverage import coverage
from pipelines.metrics.linked import families
from pipelines.metrics.making import make
from pipelines.metrics.metric import Metric
from pipelines.metrics.policy import Span
from pipelines.metrics.stored import Stored, frames, made_of
from pipelines.settings import Site
from pipelines.snapshot import Snapshot
from pipelines.warehouse import Step

AT_ONCE = 4  # metrics; each holds its cells in memory


def write_patterns(
    connection: duckdb.DuckDBPyConnection,
    snapshot: Snapshot,
    site: Site,
    former: Snapshot | None,
    step: Step,
) -> None:
    """Make `meta_pattern_table`, `meta_pattern` and `meta_published` for the facts of a snapshot that is being built.

    Linked metrics whose cells are those of the former snapshot take over their patterns. `step(done, total)` is
    called after each family of metrics.
    """
    known, seen, found = made_of(former), restated.read(former), list[Stored]()
    # The largest families first, so that none is left for the end.
    groups = sorted(families(catalogue().values()), key=len, reverse=True)
    metrics = len(catalogue())

    def patterns(family: tuple[Metric, ...]) -> list[Stored]:
        covered = coverage(snapshot, family[0].table)
        if covered is None or covered.last_complete is None:
            return []
        return list(make(snapshot, family, Span.of(covered, site), known, seen))

    # The solver and the engine let go of the interpreter's lock while they work.
    with ThreadPoolExecutor(min(AT_ONCE, os.cpu_count() or 1)) as pool:
        done = 0
        for family, some in zip(groups, pool.map(patterns, groups), strict=True):
            found += some
            done += len(family)
            step(done, metrics)
    for name, frame in frames(found).items():
        connection.register("given", frame)
        connection.execute(f"create table {name} as select * from given order by all")
        connection.unregister("given")
