"""Differences between groups, and which of many hold up when a page shows them all.

The interval of a difference is that of `pipelines.metrics.compare`; its p-value has the same number of
answers behind it: they are read back from the published interval, so that a design effect counts here too
and nothing is used that was not shown. Over all pairs of a page the p-values are adjusted by Benjamini and
Hochberg 1995.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import sqrt
from statistics import NormalDist
from typing import Any

from pipelines.metrics import Answer
from pipelines.metrics.compare import difference_interval
from pipelines.metrics.intervals import LEVEL
from pipelines.statistics.over_time import TwoPeriods
from pipelines.statistics.reasons import checked

RATE = 0.05
ALL = "all"
WITH_INTERVAL = ("share", "mean", "nps")
NORMAL = NormalDist()


@dataclass(frozen=True)
class Difference:
    """Figure of `group` (`value`) less that of `other` (`other_value`), or why there is none: suppressed,
    no_data or too_few; of two periods also before_opening and partial_coverage.

    Totals, counts of people and rates have no interval: their difference is given without one, and nothing
    is said about chance (`significant` is None). `p` is of this pair alone, `adjusted` among all pairs
    compared together. `significant` is whether the interval leaves out zero and the adjusted p is at most
    0.05: without it a page shows no arrow.
    """

    group: str
    other: str
    reason: str | None = None
    difference: float | None = None
    lower: float | None = None
    upper: float | None = None
    method: str | None = None
    p: float | None = None
    adjusted: float | None = None
    significant: bool | None = None
    value: float | None = None
    other_value: float | None = None


def compare_groups(answer: Answer, against: str | None = None) -> tuple[Difference, ...]:
    """Every pair of groups of an answer with one breakdown, or every group against one of them.

    The answer is suppressed already: a hidden group is compared with nothing. Raises ValueError for an answer
    that has not exactly one breakdown, or has several periods.
    """
    if len(answer.question.by) != 1 or answer.question.grain is not None:
        raise ValueError("groups are compared over one breakdown and one period")
    rows = {row[answer.question.by[0]]: row for row in answer.rows.to_dicts()}
    if against is not None and against not in rows:
        return tuple(Difference(group, against, checked("no_data")) for group in rows)
    pairs = (
        combinations(rows, 2) if against is None else ((group, against) for group in rows if group != against)
    )
    estimate = answer.metric.estimate
    return adjust([difference(group, other, rows[group], rows[other], estimate) for group, other in pairs])


def difference(
    group: str, other: str, one: Mapping[str, Any], two: Mapping[str, Any], estimate: str
) -> Difference:
    """One pair, by two rows of answers to the same metric."""
    if one["suppressed"] or two["suppressed"]:
        return Difference(group, other, checked("suppressed"))
    if one["value"] is None or two["value"] is None:
        return Difference(group, other, checked("no_data"))
    values = {"value": one["value"], "other_value": two["value"]}
    interval = difference_interval(dict(one), dict(two))
    if interval is None and estimate in WITH_INTERVAL:
        return Difference(group, other, checked("too_few"))
    found = Difference(group, other, None, one["value"] - two["value"], **values)
    if interval is None:
        return found
    p = p_of_shares(one, two) if estimate == "share" else p_of_means(one, two, estimate)
    return replace(found, lower=interval.lower, upper=interval.upper, method=interval.method, p=p)


def compare_periods(both: TwoPeriods) -> tuple[Difference, ...]:
    """Every group of a question with one breakdown at most, now less earlier; undivided it is group `all`.

    `other` names the earlier days (`2026-04-01..2026-06-30`). A group that one period does not have is no_data.
    """
    by = both.now.question.by
    if len(by) > 1:
        raise ValueError("periods are compared over one breakdown at most")
    name, earlier = (by[0] if by else None), f"{both.start}..{both.end}"
    now = {row[name] if name else ALL: row for row in both.now.rows.to_dicts()}
    if both.before is None:
        return tuple(Difference(group, earlier, both.reason) for group in now)
    before = {row[name] if name else ALL: row for row in both.before.rows.to_dicts()}
    groups = [*now, *(group for group in before if group not in now)]
    nothing = {"suppressed": False, "value": None}
    estimate = both.now.metric.estimate
    return adjust(
        [difference(g, earlier, now.get(g, nothing), before.get(g, nothing), estimate) for g in groups]
    )


def adjust(found: Sequence[Difference], rate: float = RATE) -> tuple[Difference, ...]:
    """The same with p-values adjusted over all that have one, so that of what is called significant at most
    `rate` is expected to be chance.
    """
    places = [place for place, one in enumerate(found) if one.p is not None]
    if not places:
        return tuple(found)
    from scipy.stats import false_discovery_control

    adjusted = false_discovery_control([found[place].p for place in places], method="bh")
    result = list(found)
    for place, value in zip(places, adjusted, strict=True):
        one = result[place]
        outside = one.lower is not None and one.upper is not None and not one.lower <= 0 <= one.upper
        result[place] = replace(one, adjusted=float(value), significant=outside and float(value) <= rate)
    return tuple(result)


def p_of_shares(one: Mapping[str, Any], two: Mapping[str, Any]) -> float:
    """Two-sided p of equal proportions, by the score test with the pooled share (Pearson's chi-square)."""
    n1, n2 = effective_answers(one), effective_answers(two)
    pooled = (one["value"] * n1 + two["value"] * n2) / (n1 + n2)
    error = sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    return _two_sided((one["value"] - two["value"]) / error) if error else 1.0


def p_of_means(one: Mapping[str, Any], two: Mapping[str, Any], estimate: str) -> float | None:
    """Two-sided p of equal means by Welch's t test, of equal net promoter scores by the normal quantile; None
    where an interval does not come of a standard error.
    """
    from scipy.stats import t, ttest_ind_from_stats

    if {one["method"], two["method"]} != ({"t"} if estimate == "mean" else {"nps_se"}):
        return None
    quantiles = [
        float(t.ppf((1 + LEVEL) / 2, row["n"] - 1)) if estimate == "mean" else NORMAL.inv_cdf((1 + LEVEL) / 2)
        for row in (one, two)
    ]
    # The wider side: a net promoter score's interval is cut at -100 and 100.
    errors = [
        max(row["upper"] - row["value"], row["value"] - row["lower"]) / quantile
        for row, quantile in zip((one, two), quantiles, strict=True)
    ]
    if estimate == "nps":
        return _two_sided((one["value"] - two["value"]) / sqrt(errors[0] ** 2 + errors[1] ** 2))
    deviations = [error * sqrt(row["n"]) for error, row in zip(errors, (one, two), strict=True)]
    test = ttest_ind_from_stats(
        one["value"], deviations[0], one["n"], two["value"], deviations[1], two["n"], equal_var=False
    )
    return float(test.pvalue)


def effective_answers(row: Mapping[str, Any]) -> float:
    """How many independent answers a share's Wilson interval says there are: n, or n over the design effect.

    With a = z^2 / n and h half the width, h^2 (1 + a)^2 = a p (1 - p) + a^2 / 4; of the two roots the one
    that makes n positive. At 0 or 1 one bound is a / (1 + a).
    """
    z = NORMAL.inv_cdf((1 + (row["level"] or LEVEL)) / 2)
    p, half = row["value"], (row["upper"] - row["lower"]) / 2
    if p in (0, 1):
        a = 2 * half / (1 - 2 * half)
        return float(z * z / a)
    first, second = half * half - 0.25, 2 * half * half - p * (1 - p)
    a = (-second - sqrt(second * second - 4 * first * half * half)) / (2 * first)
    return float(z * z / a)


def _two_sided(z: float) -> float:
    return 2 * NORMAL.cdf(-abs(z))
