"""Qualtrics: each line below the two or three header rows is one response."""

from __future__ import annotations

from pipelines.sources._surveys import shape_export as shape

TABLES = ("response", "person")

__all__ = ["TABLES", "shape"]
