"""The suppression patterns of a snapshot, made once while it is built, so that no reader has to."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import duckdb

from pipelines.metrics import catalogue
from pipelines.metrics.coverage import coverage
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
    """Make `meta_pattern_table` and `meta_pattern` for the facts of a snapshot that is being built.

    Tables whose cells are those of the former snapshot take over its pattern. `step(done, total)` is called
    after each metric.
    """
    known, found = made_of(former), list[Stored]()
    metrics = list(catalogue().values())

    def patterns(metric: Metric) -> list[Stored]:
        covered = coverage(snapshot, metric.table)
        if covered is None or covered.last_complete is None:
            return []
        return list(make(snapshot, metric, Span.of(covered, site), known))

    # The solver and the engine let go of the interpreter's lock while they work.
    with ThreadPoolExecutor(min(AT_ONCE, os.cpu_count() or 1)) as pool:
        for done, some in enumerate(pool.map(patterns, metrics), 1):
            found += some
            step(done, len(metrics))
    for name, frame in zip(("meta_pattern_table", "meta_pattern"), frames(found), strict=True):
        connection.register("given", frame)
        connection.execute(f"create table {name} as select * from given order by all")
        connection.unregister("given")
