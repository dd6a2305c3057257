"""The site's register of programmes: from a name as a source writes it to its code and dimensions."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.problems import Problem, RefusalError

DIMENSIONS = ("service", "core_program", "theme", "partner", "language")
LONGEST_CODE = 60


@dataclass(frozen=True)
class Programmes:
    """Programmes by every name they go under."""

    codes: Mapping[str, str]  # compared name -> programme code
    dimensions: Mapping[str, Mapping[str, str | None]]  # programme code -> its dimensions
    digest: str = ""  # of the register: another one gives other staged rows

    def look_up(self, names: pl.Series) -> pl.DataFrame:
        """For each name in order: programme_code, service, core_program, theme, partner, language.

        A name that the register does not know gets a stable code made from it and null dimensions.
        """
        rows = [self._row(name) for name in names.drop_nulls().unique(maintain_order=True)]
        schema = dict.fromkeys(("name", "programme_code", *DIMENSIONS), pl.String)
        table = pl.DataFrame(rows, schema=schema, orient="row")
        found = (
            names.cast(pl.String).alias("name").to_frame().join(table, "name", "left", maintain_order="left")
        )
        return found.drop("name")

    def _row(self, name: str) -> tuple[str | None, ...]:
        code = self.codes.get(compared(name)) or code_of(name)
        dimensions = self.dimensions.get(code or "", {})
        return (name, code, *(dimensions.get(dimension) for dimension in DIMENSIONS))


def compared(name: str) -> str:
    """A name as it is compared: NFKC, case-folded, spaces collapsed."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def code_of(name: str) -> str | None:
    """A code for a programme that the register does not list, the same wherever the name turns up."""
    words = re.findall(r"\w+", compared(name))
    code = "-".join(words)
    if len(code) > LONGEST_CODE:
        code = code[: LONGEST_CODE - 9] + "-" + hashlib.sha256(code.encode()).hexdigest()[:8]
    return code or None


def load_programmes(path: Path) -> Programmes:
    """The register in `programmes.csv`; empty without the file. RefusalError where a name is given twice."""
    if not path.exists():
        return Programmes({}, {})
    table = pl.read_csv(path, infer_schema=False, comment_prefix="#")
    if absent := {"code", "name_en", "aliases", *DIMENSIONS} - set(table.columns):
        raise RefusalError(_invalid(path, f"the column {sorted(absent)[0]} is missing"))
    codes: dict[str, str] = {}
    dimensions: dict[str, dict[str, str | None]] = {}
    for row in table.iter_rows(named=True):
        code = row["code"]
        dimensions[code] = {dimension: row[dimension] or None for dimension in DIMENSIONS}
        names = [code, *(row[column] for column in table.columns if column.startswith("name_"))]
        for name in (*names, *re.split(r"[;|]", row["aliases"] or "")):
            if name and name.strip() and codes.setdefault(compared(name), code) != code:
                raise RefusalError(
                    _invalid(path, f"“{name.strip()}” names both {codes[compared(name)]} and {code}")
                )
    return Programmes(codes, dimensions, hashlib.sha256(path.read_bytes()).hexdigest())


def _invalid(path: Path, reason: str) -> Problem:
    return Problem("invalid_reference", file=path.name, values={"reason": reason})
