"""Ask the star schema one question in SQL: checked, run in a process of its own, ended when its time is over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from time import monotonic

import polars as pl
import polars.selectors as cs

from pipelines.console import worker
from pipelines.console.check import check, shortened
from pipelines.console.schema import visible
from pipelines.problems import Problem, RefusalError
from pipelines.settings import Home
from pipelines.snapshot import Snapshots


@dataclass(frozen=True)
class Limits:
    """What one question may take."""

    rows: int = 10_000
    seconds: int = 20
    megabytes: int = 512
    threads: int = 1


LIMITS = Limits()


@dataclass(frozen=True)
class Result:
    """What came back: the rows, whether there were more than are given, how long it took, and of which snapshot."""

    sql: str
    rows: pl.DataFrame
    cut_off: bool
    seconds: float
    snapshot: str


def ask(home: Home, sql: str, limits: Limits = LIMITS, snapshot: str | None = None) -> Result:
    """The rows of one SELECT; RefusalError for any other statement, an error of it, and when a limit is reached.

    This is for the role analyst: nothing is suppressed.
    """
    snapshots = Snapshots(home)
    opened = snapshots.open(snapshot or snapshots.require_current())
    statement = check(sql, frozenset(visible(opened)))
    job = {
        "path": str(home.warehouse / f"{opened.id}.duckdb"),
        "sql": statement,
        "rows": limits.rows,
        "seconds": limits.seconds,
        "megabytes": limits.megabytes,
        "threads": limits.threads,
    }
    began = monotonic()
    rows = _rows(job, limits)
    # Codes as text, as everywhere else.
    rows = rows.with_columns((cs.categorical() | cs.enum()).cast(pl.String))
    return Result(
        statement, rows.head(limits.rows), rows.height > limits.rows, monotonic() - began, opened.id
    )


def _rows(job: dict[str, object], limits: Limits) -> pl.DataFrame:
    # The file itself and not `-m`: the package around it would be imported first.
    command = [sys.executable, "-I", str(Path(worker.__file__))]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=limits.seconds,
            env=_bare_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        # `run` has killed the process before this is raised.
        raise RefusalError(Problem("sql_timeout", values={"seconds": limits.seconds})) from None
    if done.returncode == 0:
        return pl.read_parquet(BytesIO(done.stdout))
    if done.returncode == worker.FAULT:
        told = json.loads(done.stdout)
        if told["kind"] == "memory":
            raise RefusalError(Problem("sql_memory", values={"megabytes": limits.megabytes}))
        reason = told["reason"].replace(str(job["path"]), "snapshot")
        raise RefusalError(Problem("sql_error", values={"reason": shortened(" ".join(reason.split()), 400)}))
    raise RefusalError(Problem("sql_ended"))


def _bare_environment() -> dict[str, str]:
    """Nothing of ours: the environment of the dashboard holds its secrets. Windows needs its own folder to start."""
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
