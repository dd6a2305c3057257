"""LimeSurvey: each line is one response; no mapping lists `ipaddr` and `refurl`, so they are never read."""

from __future__ import annotations

from pipelines.sources._surveys import shape_export as shape

TABLES = ("response", "person")

__all__ = ["TABLES", "shape"]
