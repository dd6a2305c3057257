"""An outcome weighted to those who were invited to answer, beside the plain figure.

Invited are the people on the attendance lists of the same days: those of whom sex and age are known, or
known to be unknown. Headcounts name nobody, so nobody of them could be asked; how many they are is said
beside the figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from pipelines.metrics import Question, answer, catalogue
from pipelines.metrics.dimensions import dimensions, dimensions_of
from pipelines.metrics.metric import Metric
from pipelines.metrics.policy import OPEN_ROLES
from pipelines.metrics.question import Snapshot
from pipelines.metrics.statement import select, source
from pipelines.problems import RefusalError
from pipelines.statistics.margins import LEAST, Margin, merge_thin
from pipelines.statistics.reasons import checked
from pipelines.statistics.weighted import Estimate, Kind, WeightedEstimate, beside
from pipelines.statistics.weighting import CAP, Design, rake
from pipelines.surveys.answers import threshold

# The cells alone: their sums would pin down again what the merging of thin cells gives up.
SEX_BY_AGE = (("sex", "age_band"),)
FEWEST = 3  # categories
SCORE = "case when {value} >= 9 then 100 when {value} <= 6 then -100 else 0 end"


@dataclass(frozen=True)
class WeightedOutcome:
    """The weighted figure, and whom it was weighted to: `invited` attendances of people on lists, and
    `unlisted` ones of headcounts, who are not in the margins; None where the role may not see these numbers.
    """

    estimate: WeightedEstimate
    invited: int | None = None
    unlisted: int | None = None


def weighted_outcome(
    snapshot: Snapshot,
    question: Question,
    margins: Sequence[tuple[str, ...]] = SEX_BY_AGE,
    cap: float = CAP,
) -> WeightedOutcome:
    """An undivided outcome (share, mean or net promoter score of answers) weighted to those invited.

    It is given only where the plain figure is shown to the role, and to roles that see guarded figures only
    as `guarded_outcome` says. Filters that attendance knows too narrow the
    invited as well. Answers of one session are a cluster. Raises RefusalError as `answer` does, and
    ValueError for another kind of metric, or a margin that is no dimension of both tables.
    """
    shown = answer(snapshot, replace(question, by=(), grain=None))
    metric, asked = shown.metric, shown.question
    if metric.table != "fct_response" or metric.estimate not in ("share", "mean", "nps"):
        raise ValueError(f"{metric.code} is no outcome that can be weighted")
    row = shown.rows.row(0, named=True)
    if row["suppressed"] or not row["n"]:
        reason = checked("suppressed" if row["suppressed"] else "no_data")
        return WeightedOutcome(WeightedEstimate(reason))
    names = tuple(dict.fromkeys(name for margin in margins for name in margin))
    common = set(dimensions_of("fct_attendance")) & set(dimensions_of("fct_response")) - {"language"}
    if not set(names) <= common:
        raise ValueError("a margin is a dimension of attendance and of answers")
    answers = _answers(snapshot, metric, asked, names)
    held = {name: values for name, values in asked.filters.items() if name in common}
    invited = _invited(snapshot, held, asked.start, asked.end, names)
    listed = invited.filter(pl.col("kind") == "person")
    if listed.is_empty() or answers["cluster"].n_unique() < 2:
        return WeightedOutcome(WeightedEstimate(checked("no_data" if listed.is_empty() else "too_few")))
    design = Design(cluster="cluster")
    guarded = asked.role not in OPEN_ROLES
    least = max(LEAST, threshold()) if guarded else LEAST
    wanted = [Margin.of(listed, margin, "people") for margin in margins]
    if guarded and any(len(merge_thin(one, answers, least).margin.totals) < FEWEST for one in wanted):
        return WeightedOutcome(WeightedEstimate(checked("no_margins")))
    weights = rake(answers, wanted, design, cap, least)
    kind: Kind = "share" if metric.estimate == "share" else "mean"
    estimate = beside(answers, weights, "high", kind, design)
    people, everybody = int(listed["people"].sum()), int(invited["people"].sum())
    if guarded:
        estimate = guarded_outcome(estimate, 0 if metric.estimate == "nps" else 2)
        if not _counts_are_shown(snapshot, asked, held):
            return WeightedOutcome(estimate)
    return WeightedOutcome(estimate, people, everybody - people)


def guarded_outcome(found: WeightedEstimate, decimals: int) -> WeightedEstimate:
    """The figure as roles see it that are shown guarded figures only.

    Plain and weighted figure together are two equations about the categories: so categories have at least
    the threshold's number of answers and there are three or more of them, values are rounded to what a page
    prints, and neither the largest weight nor the names of merged categories are given.
    """
    if found.weighted is None or found.unweighted is None:
        return replace(found, merged=())
    weighted, plain = (_rounded(one, decimals) for one in (found.weighted, found.unweighted))
    effective = None if found.effective is None else float(round(found.effective))
    return WeightedEstimate(None, weighted, plain, effective)


def _rounded(found: Estimate, decimals: int) -> Estimate:
    interval = found.interval
    if interval is not None:
        lower, upper = round(interval.lower, decimals), round(interval.upper, decimals)
        interval = replace(interval, lower=lower, upper=upper)
    error = round(found.error, decimals)
    return Estimate(round(found.value, decimals), error, interval, found.n)


def _counts_are_shown(snapshot: Snapshot, asked: Question, held: Mapping[str, Sequence[str]]) -> bool:
    """Whether the role is shown attendance by how it was counted, under the same filters."""
    where = tuple((name, value) for name, values in held.items() for value in values)
    by_kind = Question("attendance", ("kind",), asked.start, asked.end, None, where, asked.role)
    try:
        return not answer(snapshot, by_kind).rows["suppressed"].any()
    except RefusalError:
        return False


def _answers(snapshot: Snapshot, metric: Metric, asked: Question, names: Sequence[str]) -> pl.DataFrame:
    value = {
        "share": f"cast(coalesce(({metric.numerator}), false) as double)",
        "mean": f"cast({metric.numerator} as double)",
        "nps": f"cast({SCORE.format(value=metric.numerator)} as double)",
    }[metric.estimate]
    columns = {name: dimensions()[name].sql for name in names}
    columns["high"] = value
    columns["cluster"] = (
        "case when programme <> 'unknown' then programme || ' ' || date"
        " else 'alone ' || survey || ' ' || wave || ' ' || respondent end"
    )
    rows = source(metric, asked.filters, asked.start, asked.end)
    # In a fixed order, so that rounding is the same each time.
    order = "order by survey, wave, respondent, question"
    sql = f"{select(columns)}\n{rows.sql}\n  and coalesce(({metric.stated}), false)\n{order}"
    return snapshot.rows(sql, rows.parameters)


def _invited(
    snapshot: Snapshot,
    filters: Mapping[str, Sequence[str]],
    start: date | None,
    end: date | None,
    names: Sequence[str],
) -> pl.DataFrame:
    rows = source(catalogue()["attendance"], filters, start, end)
    columns = {name: dimensions()[name].sql for name in names}
    columns |= {"kind": "cast(kind as varchar)", "people": "cast(sum(coalesce(count, 1)) as double)"}
    return snapshot.rows(f"{select(columns)}\n{rows.sql}\ngroup by all\norder by all", rows.parameters)
