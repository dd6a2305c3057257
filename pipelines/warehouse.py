"""Build the star schema: run `models/*.sql` over the accepted records, in the order in which they need each
other.

A model is one `select` in one file. `dim_`, `fct_`, `mart_` and `meta_` models become tables of the snapshot,
`prep_` models are scratch and stay out of it. A model may name any other model, `accepted_<table>`,
`record_person`, and the reference tables (`reference.py`); who needs whom is read from the text, so a new
model is one new file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from expectations.schema import Table
from pipelines import identity, reference
from pipelines.decisions import InForce
from pipelines.settings import Site

Step = Callable[[int, int], None]

MODELS = Path(__file__).parent / "models"
KEPT = ("dim_", "fct_", "mart_", "meta_")
# Local dates in which records take place; the calendar reaches over all of them.
DATES = {
    "visit": "visited_on",
    "session": "held_on",
    "attendance": "attended_on",
    "booking": "booked_on",
    "response": "answered_on",
    "machine_log": "started_on",
    "advising_contact": "contacted_on",
    "training": "trained_on",
    "loan": "lent_on",
}


@lru_cache(maxsize=1)
def models() -> Mapping[str, str]:
    """Name and SQL of each model, those that others need first."""
    texts = {
        path.stem: path.read_text("utf-8") for path in sorted(MODELS.glob("*.sql")) if path.stem != "macros"
    }
    needs = {}
    for name, text in texts.items():
        words = set(re.findall(r"\w+", re.sub(r"--.*", "", text)))
        needs[name] = sorted((words & texts.keys()) - {name})
    return {name: texts[name] for name in TopologicalSorter(needs).static_order()}


def silent(done: int, total: int) -> None:
    """A step that nobody watches."""


def build(
    connection: duckdb.DuckDBPyConnection,
    site: Site,
    folder: Path,
    tables: tuple[Table, ...],
    step: Step = silent,
    decisions: InForce = identity.UNDECIDED,
) -> None:
    """Make every model in `connection` from its `accepted_<table>` views; `folder` holds the reference files.

    `step(done, total)` is called after each model.
    """
    identity.resolve(connection, decisions)
    first, last = _extent(connection, site)
    reference.load(connection, site, folder, first, last)
    connection.execute((MODELS / "macros.sql").read_text("utf-8"))
    ordered = models()
    for done, (name, text) in enumerate(ordered.items(), 1):
        temporary = "" if name.startswith(KEPT) else "temp "
        connection.execute(f"create {temporary}table {name} as {text}")
        step(done, len(ordered))


def _extent(connection: duckdb.DuckDBPyConnection, site: Site) -> tuple[date, date]:
    """First and last local date of the calendar: the opening, or the records where they reach further."""
    dates = " union all ".join(
        f"select {column} as date from accepted_{table}" for table, column in DATES.items()
    )
    first, last = connection.sql(f"select min(date), max(date) from ({dates})").fetchall()[0]
    return min(first or site.opened_on, site.opened_on), max(last or site.opened_on, site.opened_on)
