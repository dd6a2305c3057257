"""Every figure of a metric that a role may see, as one tidy table: by each declared breakdown, month by month
and quarter by quarter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from pipelines.metrics import Answer, Metric, Question, answer, coverage
from pipelines.metrics.periods import FiscalYear, bounds, month_end
from pipelines.metrics.question import Snapshot
from pipelines.problems import RefusalError
from pipelines.settings import load_site

GRAINS = ("month", "quarter")
# What a role is not given at all; every other refusal is a fault.
NOT_PUBLISHED = frozenset({"combination_not_declared", "period_too_fine", "period_not_declared"})
NUMBERS = ("value", "numerator", "denominator", "lower", "upper", "level")
COUNTS = ("n", "unknown")
TOTAL = "total"


def figures(
    snapshot: Snapshot, metric: Metric, role: str, days: tuple[date | None, date | None], closed: bool = False
) -> pl.DataFrame:
    """Rows of all published breakdowns of a metric.

    `breakdown` (dimensions, a space between, or `total`), a column for each dimension of the metric (null where
    the row is not divided by it), `grain`, `period`, `first_day` and `last_day` (local days that the row speaks
    of), then the columns of an `Answer`.
    """
    found = [_rows(snapshot, metric, one) for one in _answers(snapshot, metric, role, days, closed)]
    columns = dict.fromkeys(metric.published_by, pl.String)
    if not found:
        return pl.DataFrame(schema=_schema(columns))
    frame = pl.concat(found, how="diagonal_relaxed")
    absent = [pl.lit(None, pl.String).alias(name) for name in columns if name not in frame.columns]
    wanted = _schema(columns)
    return frame.with_columns(absent).select(pl.col(name).cast(kind) for name, kind in wanted.items())


def breakdowns(metric: Metric) -> list[tuple[str, ...]]:
    """The total, each dimension, each declared pair."""
    return [(), *((name,) for name in metric.published_by), *(tuple(sorted(pair)) for pair in metric.pairs)]


def _answers(
    snapshot: Snapshot, metric: Metric, role: str, days: tuple[date | None, date | None], closed: bool
) -> Iterator[Answer]:
    start, end = days
    for by in breakdowns(metric):
        for grain in GRAINS:
            # Pairs are published by quarter where they are guarded; so that a table has one rule, all are.
            if (len(by) == 2 and grain == "month") or (
                grain == "quarter" and not _whole_quarters(start, end)
            ):
                continue
            try:
                yield answer(snapshot, Question(metric.code, by, start, end, grain, (), role, closed))
            except RefusalError as refusal:
                if refusal.problems[0].code not in NOT_PUBLISHED:
                    raise


def _whole_quarters(start: date | None, end: date | None) -> bool:
    """Quarters that a chosen period cuts are months, not quarters."""
    begins = start is None or (start.day == 1 and start.month % 3 == 1)
    return begins and (end is None or (end.month % 3 == 0 and end == month_end(end)))


def _rows(snapshot: Snapshot, metric: Metric, one: Answer) -> pl.DataFrame:
    fiscal = FiscalYear.of(load_site().first_day_of_fiscal_year)
    covered, asked = coverage(snapshot, metric.table), one.question
    first, last = [], []
    for code in one.rows["period"]:
        start, end = bounds(code, fiscal)
        begins = [day for day in (asked.start, covered.first if covered else None) if day is not None]
        ends = [day for day in (asked.end, covered.known_until if covered else None) if day is not None]
        first.append(max([start, *begins]))
        last.append(min([end, *ends]))
    return one.rows.with_columns(
        pl.lit(" ".join(asked.by) or TOTAL).alias("breakdown"),
        pl.lit(asked.grain).alias("grain"),
        pl.Series("first_day", first, pl.Date),
        pl.Series("last_day", last, pl.Date),
    )


def _schema(dimensions: Mapping[str, type[pl.DataType]]) -> dict[str, type[pl.DataType]]:
    return {
        "breakdown": pl.String,
        **dimensions,
        "grain": pl.String,
        "period": pl.String,
        "first_day": pl.Date,
        "last_day": pl.Date,
        **dict.fromkeys(NUMBERS[:3], pl.Float64),
        **dict.fromkeys(COUNTS, pl.Int64),
        **dict.fromkeys(NUMBERS[3:], pl.Float64),
        "method": pl.String,
        "indicative": pl.Boolean,
        "suppressed": pl.Boolean,
    }
