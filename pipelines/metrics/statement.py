"""SQL of a metric: declared expressions and allow-listed columns only, every value bound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pipelines.metrics.dimensions import dimensions
from pipelines.metrics.metric import Metric


@dataclass(frozen=True)
class Part:
    """A count that an answer shows or gives away: `size` over the rows of a cell, and the `people` behind
    it.
    """

    name: str
    size: str
    people: str


@dataclass(frozen=True)
class Statement:
    """SQL with its bound values in order."""

    sql: str
    parameters: list[object] = field(default_factory=list)


def records(metric: Metric) -> dict[str, str]:
    """`n`, the records that state a value, and `unknown`, those that do not."""
    stated = _true(metric.stated)
    if metric.record is None:
        return {
            "n": f"count(*) filter (where {stated})",
            "unknown": f"count(*) filter (where not {stated})",
        }
    known = f"count(distinct {metric.record}) filter (where {stated})"
    return {"n": known, "unknown": f"count(distinct {metric.record}) - {known}"}


def measures(metric: Metric) -> dict[str, str]:
    """What an estimate is made from, by name."""
    stated, value = _true(metric.stated), metric.numerator
    if metric.is_derived:  # its figures are those of its parts; here only records are counted
        return {"amount": f"count(*) filter (where {stated})"}
    match metric.estimate:
        case "total":
            return {"amount": f"sum({value}) filter (where {stated})"}
        case "distinct":
            return {"amount": f"count(distinct {value}) filter (where {stated})"}
        case "ratio":
            return {
                "top": f"sum({value}) filter (where {stated})",
                "bottom": f"sum({metric.denominator}) filter (where {stated})",
            }
        case "per_person":
            return {
                "top": f"sum({value}) filter (where {stated})",
                "bottom": f"count(distinct {metric.people}) filter (where {stated})",
            }
        case "mean":
            return {
                "top": f"sum({value}) filter (where {stated})",
                "deviation": f"stddev_samp({value}) filter (where {stated})",
            }
    return {part.name: part.size for part in parts(metric)}


def parts(metric: Metric, people: str | None = None) -> tuple[Part, ...]:
    """The additive counts behind a cell: what must not be small, and must not be found by subtraction.

    A share has its numerator (`top`) and its complement (`rest`); a net promoter score its three groups,
    since its interval gives them away; the others have the figure itself. `people` names a column that stands
    for the metric's own expression.
    """
    behind = people or metric.people
    stated, value = _true(metric.stated), metric.numerator
    groups = {
        "share": {"top": _true(value), "rest": f"not {_true(value)}"},
        "nps": {
            "promoters": f"{value} >= 9",
            "passives": f"{value} > 6 and {value} < 9",
            "detractors": f"{value} <= 6",
        },
    }.get(metric.estimate)
    if groups is not None:
        return tuple(
            Part(
                name,
                f"count(*) filter (where {stated} and {group})",
                _people(metric, behind, f"{stated} and {group}"),
            )
            for name, group in groups.items()
        )
    everybody = _people(metric, behind, stated)
    if metric.estimate == "mean":
        return (Part("answers", f"count(*) filter (where {stated})", everybody),)
    if metric.estimate in ("ratio", "per_person"):
        amounts = measures(metric)
        return (Part("top", amounts["top"], everybody), Part("bottom", amounts["bottom"], everybody))
    return (Part("amount", measures(metric)["amount"], everybody),)


def source(
    metric: Metric, filters: Mapping[str, Sequence[str]], start: date | None, end: date | None
) -> Statement:
    """`from ... where ...` of the rows a question is about."""
    conditions, parameters = [f"({metric.where})"], list[object]()
    for bound, sign in ((start, ">="), (end, "<=")):
        if bound is not None:
            conditions.append(f"date {sign} ?")
            parameters.append(bound)
    for name, values in filters.items():
        conditions.append(f"{dimensions()[name].sql} in ({', '.join('?' for _ in values)})")
        parameters.extend(values)
    return Statement(f"from {metric.table}\nwhere " + "\n  and ".join(conditions), parameters)


def select(columns: Mapping[str, str]) -> str:
    """`select expression as name, ...`."""
    named = (sql if sql == name else f"{sql} as {name}" for name, sql in columns.items())
    return "select\n    " + ",\n    ".join(named)


def _people(metric: Metric, people: str, condition: str) -> str:
    return (
        f"count(distinct {people}) filter (where {condition}) + coalesce(sum({metric.anonymous}) "
        f"filter (where ({people}) is null and {condition}), 0)"
    )


def _true(condition: str) -> str:
    return f"coalesce(({condition}), false)"
