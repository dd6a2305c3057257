"""SurveyMonkey: each line below the two header rows is one respondent."""

from __future__ import annotations

from pipelines.sources._surveys import shape_export as shape

TABLES = ("response", "person")

__all__ = ["TABLES", "shape"]
