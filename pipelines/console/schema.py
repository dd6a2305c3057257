"""What the tables and columns of a snapshot hold: read by the console, and `docs/schema.md` is made from it.
`python -m pipelines.console.schema` writes that page anew.

Table by table in `schema.toml`; a column that means the same everywhere is described once, under `[columns]`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipelines.metrics.question import Snapshot
from pipelines.settings import PROJECT

PAGE = PROJECT / "docs" / "schema.md"
HEAD = """# The tables of a snapshot

Made from `pipelines/console/schema.toml` by `python -m pipelines.console.schema`; a test holds it current, and
that every table and column of a published snapshot stands here. Codes are untranslated; `unknown` is what the
record does not say. How the models make them stands in [architecture.md](architecture.md).

Analysts ask these tables on the page SQL; a figure that is to be compared with others is better asked of
`pipelines.metrics.query`, which counts by the declared rule.
"""
KINDS = {"fct": "Facts", "dim": "Dimensions", "meta": "About the snapshot"}


@dataclass(frozen=True)
class TableText:
    """A table: what one row is, and each column with what it holds, in the table's own order."""

    name: str
    one_row: str
    columns: Mapping[str, str]


@lru_cache(maxsize=1)
def declared() -> Mapping[str, TableText]:
    """Every described table by its name. Raises KeyError for a column that is described nowhere."""
    text = (Path(__file__).parent / "schema.toml").read_text("utf-8")
    read: dict[str, Any] = tomllib.loads(text)
    common, groups = read["columns"], read["groups"]
    found = {}
    for name, body in read["table"].items():
        own = body.get("own", {})
        names = [column for word in body["columns"].split() for column in groups.get(word, word).split()]
        columns = {column: own.get(column) or common[column] for column in names}
        found[name] = TableText(name, body["one_row"], columns)
    return found


def visible(snapshot: Snapshot) -> tuple[str, ...]:
    """The described tables that a snapshot has; an older one may lack some."""
    rows = snapshot.rows("select table_name from information_schema.tables where table_schema = 'main'")
    there = set(rows["table_name"])
    return tuple(name for name in declared() if name in there)


def described(snapshot: Snapshot) -> tuple[TableText, ...]:
    """The tables of a snapshot with their words, facts first."""
    return tuple(declared()[name] for name in visible(snapshot))


def page() -> str:
    """The whole page as Markdown."""
    return HEAD + "".join(f"\n{line}" for line in _body()) + "\n"


def _body() -> Iterator[str]:
    for kind, title in KINDS.items():
        yield f"## {title}\n"
        for table in declared().values():
            if table.name.partition("_")[0] == kind:
                yield f"### {table.name}\n"
                yield f"One row is {table.one_row}.\n"
                yield "| column | what it holds |"
                yield "|---|---|"
                yield from (f"| `{name}` | {text} |" for name, text in table.columns.items())
                yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
