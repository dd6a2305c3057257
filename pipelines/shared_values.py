"""Records of one file that share a value which should be one record's own: reported, and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from pipelines.batch import PROBLEM_SCHEMA
from pipelines.mapping import Match
from pipelines.problems import Problem


@dataclass
class SharedValues:
    """Collects the values of a mapping's `unique` fields over the batches of a file."""

    match: Match
    seen: dict[str, list[pl.DataFrame]] = field(default_factory=dict)

    def add(self, fields: pl.DataFrame) -> None:
        """The records of one batch."""
        for name in self.match.mapping.unique:
            if name in self.match.fields:
                values = fields.select("row", pl.col(name).hash().alias("value")).filter(
                    fields[name].is_not_null()
                )
                self.seen.setdefault(name, []).append(values)

    def problems(self) -> pl.DataFrame:
        """A warning for each record that shares a value."""
        found = [pl.DataFrame(schema=PROBLEM_SCHEMA)]
        for name, parts in self.seen.items():
            shared = pl.concat(parts).filter(pl.len().over("value") > 1).sort("row")
            said = {"column": self.match.headers[self.match.fields[name]], "code": "shared_value"}
            said |= {"severity": "warning", "values": "{}"}
            found.append(shared.select("row", *(pl.lit(text).alias(key) for key, text in said.items())))
        return pl.concat(found)


def note_repeated(replaced: Sequence[int], file: str) -> list[Problem]:
    """What the person who loads the file is told where records repeat the identity of a later one."""
    values = {"records": len(replaced), "first": min(replaced, default=0)}
    return [Problem("repeated_identity", file, values=values)] if replaced else []
