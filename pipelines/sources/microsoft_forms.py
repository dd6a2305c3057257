"""Microsoft Forms: each row of the workbook is one response; the name column is never read."""

from __future__ import annotations

from pipelines.sources._surveys import shape_export as shape

TABLES = ("response", "person")

__all__ = ["TABLES", "shape"]
