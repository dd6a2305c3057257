"""Mappings from their files: a file that is wrong is refused, with the field named."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipelines.mapping.declaration import Mapping
from pipelines.problems import Problem, RefusalError


def load_mapping(path: Path, named: bool = True) -> Mapping:
    """The mapping of one file; RefusalError `invalid_mapping` names file and field where it is wrong.

    `named`: its name is that of the file, as it has to be in a folder of mappings.
    """
    try:
        declared: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        mapping = Mapping.model_validate(declared)
    except OSError as error:
        raise RefusalError(Problem("mapping_not_readable", path.name)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RefusalError(_invalid(path, "", str(error))) from error
    except ValidationError as error:
        raise RefusalError(
            *(_invalid(path, ".".join(map(str, part["loc"])), part["msg"]) for part in error.errors())
        ) from error
    if named and mapping.name != path.stem:
        raise RefusalError(_invalid(path, "name", "equals the file name without .toml"))
    return mapping


def load_mappings(folder: Path) -> dict[str, Mapping]:
    """Every mapping of a folder by name; the problems of all invalid files in one RefusalError."""
    loaded: dict[str, Mapping] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            loaded[path.stem] = load_mapping(path)
        except RefusalError as refusal:
            problems.extend(refusal.problems)
    if problems:
        raise RefusalError(*problems)
    return loaded


def declared_mappings(shipped: Path, own: Path) -> dict[str, Mapping]:
    """The mappings of the site, and those remembered in the home, which hold where both have a name."""
    return load_mappings(shipped) | (load_mappings(own) if own.is_dir() else {})


def _invalid(path: Path, place: str, reason: str) -> Problem:
    return Problem("invalid_mapping", file=path.name, values={"field": place or "the file", "reason": reason})
