"""A table of answers of any other origin, such as paper forms that were typed up: each line is one form."""

from __future__ import annotations

from pipelines.sources._surveys import shape_export as shape

TABLES = ("response", "person")

__all__ = ["TABLES", "shape"]
