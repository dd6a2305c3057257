"""From a question to rows: one statement, then the estimate and its interval."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from pipelines.metrics.coverage import Coverage, coverage
from pipelines.metrics.design_effect import design_effects
from pipelines.metrics.dimensions import dimensions
from pipelines.metrics.intervals import LEVEL, Interval, clustered_wilson, mean_interval, nps_interval
from pipelines.metrics.metric import Metric
from pipelines.metrics.periods import FiscalYear, period_sql, periods_between
from pipelines.metrics.question import Question, Snapshot
from pipelines.metrics.statement import Statement, measures, records, select, source
from pipelines.settings import load_site

Row = dict[str, Any]
NUMBERS = ("value", "numerator", "denominator", "n", "unknown", "lower", "upper", "level")
WHOLE = ("total", "distinct", "difference")
MEASURED = ("hours", "dollars")


def fiscal_year() -> FiscalYear:
    """The site's fiscal year."""
    return FiscalYear.of(load_site().first_day_of_fiscal_year)


def statement(metric: Metric, question: Question) -> Statement:
    """The SQL that answers a question, before estimates and suppression."""
    keys = keys_of(question)
    rows = source(metric, question.filters, question.start, question.end)
    sql = select({**keys, **records(metric), **measures(metric)}) + "\n" + rows.sql
    if keys:
        sql += "\ngroup by " + ", ".join(str(place + 1) for place in range(len(keys)))
    return Statement(sql, rows.parameters)


def keys_of(question: Question) -> dict[str, str]:
    """SQL of what makes one row of the answer: the breakdowns, then the period."""
    keys = {name: dimensions()[name].sql for name in question.by}
    if question.grain is not None:
        keys["period"] = period_sql(question.grain, fiscal_year())
    return keys


def compute(snapshot: Snapshot, metric: Metric, question: Question) -> tuple[list[Row], str]:
    """Rows in key order, before suppression, and the SQL that ran."""
    asked = statement(metric, question)
    covered = coverage(snapshot, metric.table)
    found = snapshot.rows(asked.sql, asked.parameters).to_dicts()
    has_data = covered is not None and covered.meets(question.start, question.end)
    keys = keys_of(question)
    effects = design_effects(snapshot, metric, question, keys) if found else {}
    rows = [
        _row(metric, question, item, has_data, effects.get(tuple(item[name] for name in keys), 1.0))
        for item in found
    ]
    if question.grain is not None and not question.by and covered is not None and has_data:
        rows += _silent(metric, question, covered, {row["period"] for row in rows})
    return sorted(rows, key=lambda row: _key(question, row)), asked.sql


def frame(metric: Metric, question: Question, rows: list[Row]) -> pl.DataFrame:
    """Rows as a frame with the contract's columns and types."""
    counted = pl.Int64 if metric.estimate in WHOLE and metric.unit not in MEASURED else pl.Float64
    schema: dict[str, Any] = dict.fromkeys(question.by, pl.String)
    schema |= {"period": pl.String, "value": counted, "numerator": pl.Float64, "denominator": pl.Float64}
    if metric.is_share or metric.estimate in ("ratio", "per_person"):
        whole = all(_is_whole(row[name]) for row in rows for name in ("numerator", "denominator"))
        schema |= dict.fromkeys(("numerator", "denominator"), pl.Int64 if whole else pl.Float64)
    schema |= {"n": pl.Int64, "unknown": pl.Int64, "lower": pl.Float64, "upper": pl.Float64}
    schema |= {"level": pl.Float64, "method": pl.String, "indicative": pl.Boolean, "suppressed": pl.Boolean}
    return pl.DataFrame(
        [[_cast(row[name], kind) for name, kind in schema.items()] for row in rows],
        schema=schema,
        orient="row",
    )


def _row(
    metric: Metric, question: Question, item: Mapping[str, Any], has_data: bool, effect: float = 1.0
) -> Row:
    n, unknown = int(item["n"]), int(item["unknown"])
    row: Row = {name: item[name] for name in question.by}
    row["period"] = item.get("period")
    row |= dict.fromkeys(NUMBERS) | {"method": None, "n": n, "unknown": unknown}
    interval: Interval | None = None
    match metric.estimate:
        case "total" | "distinct":
            row["value"] = item["amount"] if n else (0 if has_data and not unknown else None)
        case "ratio" | "per_person":
            row |= {"numerator": item["top"], "denominator": item["bottom"]}
            row["value"] = float(item["top"]) / float(item["bottom"]) if item["bottom"] else None
        case "mean" if n:
            row |= {"numerator": item["top"], "denominator": n, "value": float(item["top"]) / n}
            interval = mean_interval(row["value"], item["deviation"], n)
        case "share":
            row |= {"numerator": item["top"], "denominator": n}
            row["value"] = item["top"] / n if n else None
            interval = clustered_wilson(item["top"], n, effect) if n else None
        case "nps":
            promoters, detractors = item["promoters"], item["detractors"]
            row |= {"numerator": promoters - detractors, "denominator": n}
            row["value"] = 100 * (promoters - detractors) / n if n else None
            interval = nps_interval(promoters, detractors, n) if n else None
    if interval is not None:
        row |= {"lower": interval.lower, "upper": interval.upper, "level": LEVEL, "method": interval.method}
    estimated = metric.estimate in ("share", "mean", "nps")
    row["indicative"] = estimated and 0 < n < load_site().indicative_below
    row["suppressed"] = False
    return row


def _silent(metric: Metric, question: Question, covered: Coverage, present: set[str]) -> list[Row]:
    """Rows of the covered periods in which nothing was recorded: zero for counts, no value for the others."""
    first = max(covered.first, question.start or covered.first)
    last = min(covered.last, question.end or covered.last)
    nothing = dict.fromkeys(measures(metric), 0) | {"n": 0, "unknown": 0}
    codes = periods_between(first, last, question.grain or "", fiscal_year())
    return [_row(metric, question, nothing | {"period": code}, True) for code in codes if code not in present]


def _key(question: Question, row: Row) -> tuple[Any, ...]:
    return (*(dimensions()[name].order(row[name]) for name in question.by), row["period"] or "")


def _is_whole(value: Any) -> bool:
    return value is None or float(value).is_integer()


def _cast(value: Any, kind: Any) -> Any:
    if value is None or kind not in (pl.Int64, pl.Float64):
        return value
    return int(value) if kind is pl.Int64 else float(value)
