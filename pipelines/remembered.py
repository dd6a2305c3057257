"""Mappings that people corrected, kept in the home (`<home>/mappings/*.toml`) for the next file of the kind.

A corrected mapping reads files with exactly the headers it was corrected for, before any mapping of the
site. It is named after the one it corrects, with two underscores, so that a record is one across both.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import tomli_w

from pipelines.mapping import FieldMapping, QuestionMapping, family, normalise_header
from pipelines.mapping import Mapping as Layout
from pipelines.mapping.recognise import own_columns
from pipelines.settings import Home

HEAD = "# Corrected on the intake page; read before the mappings of the site. Delete the file to forget it.\n"
NOT_READ = "– {name} is not read –"


def corrected(layout: Layout, headers: tuple[str, ...], choices: Mapping[str, str | None]) -> Layout:
    """The mapping with other columns for some fields or questions, for files with exactly these headers.

    `choices` gives for a field or question its header, or None where it is not to be read; what is not
    named stays. ValidationError where the result is no mapping.
    """
    there = {normalise_header(header) for header in headers}

    def moved(name: str, part: FieldMapping | QuestionMapping) -> dict[str, Any]:
        declared = part.model_dump(exclude_defaults=True)
        if name in choices:
            others = [text for text in part.headers if normalise_header(text) not in there]
            chosen = choices[name]
            first = [chosen] if chosen else []
            declared["headers"] = (first + others) or [NOT_READ.format(name=name)]
        return declared

    declared = layout.model_dump(exclude_defaults=True)
    declared["fields"] = {name: moved(name, part) for name, part in layout.fields.items()}
    declared["questions"] = {name: moved(name, part) for name, part in layout.questions.items()}
    return for_headers(Layout.model_validate(declared), headers)


def for_headers(layout: Layout, headers: tuple[str, ...]) -> Layout:
    """The mapping for files with exactly these headers, under a name that says so."""
    columns = own_columns(headers, layout)
    compared = "\n".join(sorted({normalise_header(header) for header in columns}))
    name = f"{family(layout.name)}__{hashlib.sha256(compared.encode()).hexdigest()[:8]}"
    update = {"name": name, "columns": columns, "since": datetime.now(UTC)}
    return layout.model_copy(update=update)


def as_toml(layout: Layout) -> str:
    """The mapping as its file."""
    declared = layout.model_dump(exclude_defaults=True, exclude_none=True)
    return HEAD + tomli_w.dumps({key: value for key, value in declared.items() if value not in ({}, ())})


def read_toml(text: str) -> Layout:
    """The mapping of a text that `as_toml` made."""
    return Layout.model_validate(tomllib.loads(text))


def remember_mappings(home: Home, layouts: Mapping[str, Layout]) -> list[Path]:
    """Keep each mapping in the home, in one step; the former one of the same name is gone with that."""
    home.mappings.mkdir(parents=True, exist_ok=True)
    return [_write(home.mappings / f"{name}.toml", as_toml(layout)) for name, layout in layouts.items()]


def _write(path: Path, text: str) -> Path:
    handle, temporary = tempfile.mkstemp(prefix=".arriving-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return path
