"""The SQL console: one read-only question to the published star schema, in a process of its own."""

from pipelines.console.check import check
from pipelines.console.run import LIMITS, Limits, Result, ask
from pipelines.console.schema import TableText, described

__all__ = ["LIMITS", "Limits", "Result", "TableText", "ask", "check", "described"]
