"""JSON Schemas of the canonical tables, made from their declarations (`docs/contract/tables/`)."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from expectations.schema import Column, Table

_JSON_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "double": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "timestamp": {"type": "string", "format": "date-time"},
}


def all_tables() -> dict[str, Table]:
    """Every canonical table by name: each module of this package that declares a TABLE."""
    folder = str(Path(__file__).parent)
    modules = (import_module(f"expectations.{module.name}") for module in iter_modules([folder]))
    tables = [module.TABLE for module in modules if hasattr(module, "TABLE")]
    return {table.name: table for table in tables}


def table_schema(table: Table) -> dict[str, Any]:
    """JSON Schema (2020-12) of one row of a canonical table."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": table.name,
        "description": f"One row is {table.one_row}.",
        "type": "object",
        "properties": {column.name: _column_schema(column) for column in table.columns},
        "required": [column.name for column in table.columns if column.required],
        "additionalProperties": False,
    }


def _column_schema(column: Column) -> dict[str, Any]:
    schema = dict(_JSON_TYPES[column.type], description=column.meaning)
    if column.values:
        schema["enum"] = list(column.values) if column.required else [*column.values, None]
    if not column.required:
        schema["type"] = [schema["type"], "null"]
    if column.reference:
        schema["description"] += f" (a code of the site's reference “{column.reference}”)"
    return schema
