"""The survey systems whose exports are known by their headers (`systems.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from pipelines.headers import ColumnNames, column_names, header_code, is_import_row
from pipelines.mapping import ExcludeRule, FieldMapping, normalise_header
from pipelines.read import RawTable

FALLBACK = "form_table"


class System(BaseModel):
    """One system's export: the headers it is known by, its own columns, and what identifies a record."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    source: str
    header_rows: int = 1
    header_codes: bool = False
    import_row: bool = False  # the last header row holds Qualtrics' import ids
    signature: tuple[tuple[str, ...], ...]
    identity: tuple[str, ...] = ()
    multiset: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()  # never read
    not_read: tuple[str, ...] = ()
    fields: Mapping[str, FieldMapping] = {}
    exclude: Mapping[str, ExcludeRule] = {}


@dataclass(frozen=True)
class LaidOut:
    """A table as one system writes it: header rows joined, and the columns of the system's own fields."""

    system: System
    table: RawTable
    rows: tuple[tuple[str | None, ...], ...]  # the header rows, top first
    positions: Mapping[str, int]  # compared header, code or other name -> column


@lru_cache(maxsize=1)
def survey_systems() -> Mapping[str, System]:
    """Every system by name, the most particular first."""
    text = (Path(__file__).parent / "systems.toml").read_text("utf-8")
    declared: dict[str, dict[str, Any]] = tomllib.loads(text)
    return {name: System(name=name, **body) for name, body in declared.items()}


def lay_out(table: RawTable) -> LaidOut:
    """The table as the first system whose signature it bears writes it.

    Without a signature two header rows are SurveyMonkey's where the second says "Response", coded headers are
    LimeSurvey's, and anything else is a table of forms.
    """
    systems = survey_systems()
    for system in systems.values():
        laid_out = _as(table, system)
        if system.import_row != any(map(is_import_row, laid_out.rows)):
            continue
        if system.signature and all(
            any(normalise_header(header) in laid_out.positions for header in group)
            for group in system.signature
        ):
            return laid_out
    if table.following and _says_response(table.following[0]):
        return _as(table, systems["surveymonkey"])
    if sum(header_code(header) is not None for header in table.headers) * 2 > len(table.headers):
        return _as(table, systems["limesurvey"])
    return _as(table, systems[FALLBACK])


def _says_response(cells: Sequence[str | None]) -> bool:
    return any((cell or "").strip().casefold() in ("response", "open-ended response") for cell in cells)


def _as(table: RawTable, system: System) -> LaidOut:
    extra = system.header_rows - 1
    rows = (table.headers, *table.following[:extra])
    names = column_names(rows)
    return LaidOut(system, table.with_header_rows(system.header_rows), rows, _positions(names, system))


def _positions(names: ColumnNames, system: System) -> dict[str, int]:
    positions: dict[str, int] = {}
    for position, header in enumerate(names.headers):
        positions.setdefault(normalise_header(header), position)
    for position, header in enumerate(names.headers):
        code = header_code(header) if system.header_codes else None
        for other in (*(names.also[position] if names.also else ()), *([code] if code else [])):
            positions.setdefault(normalise_header(other), position)
    return positions
