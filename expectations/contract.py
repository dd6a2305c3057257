"""JSON Schemas of the canonical tables, made from their declarations (`docs/contract/tables/`)."""

from __future__ import annotations

from typing import Any

from expectations.catalogue import all_tables
from expectations.schema import Column, Table

__all__ = ["all_tables", "table_schema"]

_JSON_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "double": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "timestamp": {"type": "string", "format": "date-time"},
}


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
