"""The declared sources: `sources.toml` of the site, and over it the one of the home."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pipelines.problems import Problem, RefusalError
from pipelines.pull.declaration import Source
from pipelines.settings import Home, site_folder

SOURCES: TypeAdapter[dict[str, Source]] = TypeAdapter(dict[str, Source])
NAME = "abcdefghijklmnopqrstuvwxyz0123456789_"


def load_sources(home: Home, folder: Path | None = None) -> dict[str, Source]:
    """Every declared source by name; the home's keys override the site's, key by key.

    RefusalError `invalid_sources` names file and field of each mistake.
    """
    shipped, own = (folder or site_folder()) / "sources.toml", home.path / "sources.toml"
    merged: dict[str, Any] = {}
    for path in (shipped, own):
        merged = _merged(merged, _read(path))
    shown = own.name if own.exists() else shipped.name
    for name in merged:
        if not name or set(name) - set(NAME):
            raise RefusalError(_invalid(shown, name, "a name is of small letters, digits and _"))
    try:
        return SOURCES.validate_python(merged)
    except ValidationError as error:
        raise RefusalError(
            *(_invalid(shown, _place(part), part["msg"]) for part in error.errors())
        ) from error


def choose_sources(declared: dict[str, Source], names: Sequence[str]) -> dict[str, Source]:
    """Those named, else all that are enabled. RefusalError for one that is unknown or switched off."""
    if not names:
        enabled = {name: source for name, source in declared.items() if source.enabled}
        if not enabled:
            raise RefusalError(Problem("no_source_enabled"))
        return enabled
    chosen = {name: find_source(declared, name) for name in names}
    for name, source in chosen.items():
        if not source.enabled:
            raise RefusalError(Problem("source_disabled", name))
    return chosen


def find_source(declared: dict[str, Source], name: str) -> Source:
    """The source of that name, enabled or not. RefusalError `source_unknown` lists those there are."""
    if name not in declared:
        raise RefusalError(
            Problem("source_unknown", values={"name": name, "allowed": ", ".join(sorted(declared))})
        )
    return declared[name]


def mapping_of(source: Source, home: Home) -> str:
    """The name of the source's mapping; of one in a file, its path, which counts from the home folder."""
    return str(home.path / source.mapping) if source.mapping.endswith(".toml") else source.mapping


def fingerprint(source: Source) -> str:
    """Says whether two pulls asked the same: it changes with address, parameters, query or mapping."""
    asked = source.model_dump_json(exclude={"title", "enabled", "window", "access"})
    return hashlib.sha256(asked.encode()).hexdigest()[:16]


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RefusalError(_invalid(path.name, "the file", str(error))) from error


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merged(merged[key], value) if both else value
    return merged


def _place(part: Any) -> str:
    """Dotted place of a mistake, without the names that the union of kinds puts into it."""
    kinds = ("web", "file", "limesurvey", "postgresql", "mariadb", "sqlite", "oauth2", "header", "basic")
    steps = [str(step) for step in part["loc"]]
    return ".".join(step for number, step in enumerate(steps) if not (number in (1, 3) and step in kinds))


def _invalid(file: str, field: str, reason: str) -> Problem:
    return Problem("invalid_sources", file, values={"field": field, "reason": reason})
