"""Table Schemas (Frictionless) of what is given out: type, meaning and unit of every column."""

from __future__ import annotations

from typing import Any

import polars as pl

from pipelines.metrics import Metric, dimensions
from pipelines.metrics.periods import GRAINS

Field = dict[str, Any]
TYPES = {
    pl.String: "string",
    pl.Date: "date",
    pl.Float64: "number",
    pl.Int64: "integer",
    pl.Boolean: "boolean",
}
MEANINGS = {
    "metric": "Code of the metric, as in the table metrics.",
    "breakdown": "Dimensions by which the row is divided, a space between; or total.",
    "grain": "Length of the period.",
    "period": "Period: 2026-07, 2026-Q3.",
    "first_day": "First local day that the row speaks of.",
    "last_day": "Last local day that the row speaks of; before the period's end where that was still to come.",
    "value": "The figure. Empty where suppressed is true, or where nothing states it.",
    "numerator": "Numerator of a share or ratio.",
    "denominator": "Denominator of a share or ratio.",
    "n": "Records that state an answer.",
    "unknown": "Records that state none.",
    "lower": "Lower end of the interval.",
    "upper": "Upper end of the interval.",
    "level": "Level of the interval: 0.95 is 95 %.",
    "method": "Method of the interval.",
    "indicative": "True where few records stand behind the figure.",
    "suppressed": "True where the figure is hidden because few people stand behind it, or would show such a figure.",
}
REQUIRED = ("metric", "breakdown", "grain", "period", "first_day", "last_day", "suppressed")
ALLOWED: dict[str, dict[str, Any]] = {
    "grain": {"enum": [grain for grain in GRAINS if grain in ("month", "quarter")]},
    "n": {"minimum": 0},
    "unknown": {"minimum": 0},
}


def figures_schema(frame: pl.DataFrame, metric: Metric | None = None) -> dict[str, Any]:
    """The Table Schema of a table of figures; with a metric its unit stands at the value."""
    fields = [_field(name, kind, metric) for name, kind in frame.schema.items()]
    return {"fields": fields, "missingValues": [""]}


def plain_schema(frame: pl.DataFrame, meanings: dict[str, str], key: list[str]) -> dict[str, Any]:
    """The Table Schema of a list with a key."""
    fields = [
        {"name": name, "type": TYPES[type_of(kind)], "description": meanings[name]}
        for name, kind in frame.schema.items()
    ]
    return {"fields": fields, "missingValues": [""], "primaryKey": key}


def type_of(kind: pl.DataType) -> type[pl.DataType]:
    return kind.base_type()


def _field(name: str, kind: pl.DataType, metric: Metric | None) -> Field:
    field: Field = {"name": name, "type": TYPES[type_of(kind)]}
    if name in MEANINGS:
        field["description"] = MEANINGS[name]
    else:
        field["description"] = (
            f"{dimensions()[name].title}, as a code of the table codes; empty where not divided by it."
        )
    if metric is not None and name in ("value", "lower", "upper"):
        field["unit"] = metric.unit
        field["title"] = metric.title if name == "value" else f"{metric.title}: {name} end"
    constraints = {**ALLOWED.get(name, {}), **({"required": True} if name in REQUIRED else {})}
    return field | ({"constraints": constraints} if constraints else {})
