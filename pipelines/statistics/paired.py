"""Change of the same people between two moments: paired t, Wilcoxon's signed ranks, effect sizes, McNemar.

A difference is always the later value less the earlier one. What cannot be computed is null: it takes two
pairs to give an interval, and pairs that all differ by the same amount have no t.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from pipelines.metrics.intervals import LEVEL

EXACT_BELOW = 50  # pairs without ties or zeros, as in R's wilcox.test


@dataclass(frozen=True)
class Change:
    """Means of n pairs, their difference with its interval, and how large it is.

    `p` is of the paired t test, `wilcoxon_p` of the signed ranks with zeros dropped. `d_z` is the difference
    over the standard deviation of differences, `d_av` over the average of both standard deviations
    (Lakens 2013, Frontiers in Psychology 4:863).
    """

    n: int
    before: float | None = None
    after: float | None = None
    difference: float | None = None
    lower: float | None = None
    upper: float | None = None
    t: float | None = None
    p: float | None = None
    wilcoxon_v: float | None = None
    wilcoxon_p: float | None = None
    d_z: float | None = None
    d_av: float | None = None


@dataclass(frozen=True)
class SignedRanks:
    """Sum of the ranks of positive differences, and the two-sided p; None where no pair differs."""

    v: float
    p: float


def paired_change(before: Sequence[float], after: Sequence[float], level: float = LEVEL) -> Change:
    """The change over pairs in the same order; raises ValueError when the lengths differ."""
    if len(before) != len(after):
        raise ValueError("pairs have two values each")
    n = len(before)
    if n == 0:
        return Change(0)
    first, second = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    differences = second - first
    mean = float(differences.mean())
    found = {"before": float(first.mean()), "after": float(second.mean()), "difference": mean}
    if ranks := signed_ranks(differences.tolist()):
        found |= {"wilcoxon_v": ranks.v, "wilcoxon_p": ranks.p}
    if n < 2:
        return Change(n, **found)
    spread = (float(first.std(ddof=1)) + float(second.std(ddof=1))) / 2
    deviation = float(differences.std(ddof=1))
    if spread:
        found["d_av"] = mean / spread
    if deviation > 1e-12 * max(1.0, abs(mean)):
        from scipy.special import stdtr, stdtrit

        error = deviation / sqrt(n)
        half = float(stdtrit(n - 1, (1 + level) / 2)) * error
        found |= {"lower": mean - half, "upper": mean + half, "t": mean / error, "d_z": mean / deviation}
        found["p"] = 2 * float(stdtr(n - 1, -abs(mean / error)))
    return Change(n, **found)


def signed_ranks(differences: Sequence[float]) -> SignedRanks | None:
    """Wilcoxon's signed-rank test of differences, zeros dropped.

    Exact below 50 differences without ties or zeros; else the normal approximation with the correction for
    ties and for continuity.
    """
    from scipy.stats import rankdata, wilcoxon

    nonzero = np.asarray([value for value in differences if value], dtype=float)
    if not nonzero.size:
        return None
    ranks = rankdata(np.abs(nonzero))
    tied = len(set(ranks)) < nonzero.size
    exact = not tied and nonzero.size == len(differences) and nonzero.size < EXACT_BELOW
    test = wilcoxon(nonzero, correction=not exact, method="exact" if exact else "asymptotic")
    return SignedRanks(float(ranks[nonzero > 0].sum()), float(test.pvalue))


def mcnemar(both: int, only_before: int, only_after: int, neither: int) -> tuple[float, float] | None:
    """McNemar's chi-square with continuity correction and its p; None where nobody changed.

    The four counts are of pairs of yes and no; those that did not change carry no information on change.
    """
    from scipy.special import chdtrc

    if min(both, only_before, only_after, neither) < 0:
        raise ValueError("counts are not negative")
    changed = only_before + only_after
    if not changed:
        return None
    statistic = max(abs(only_before - only_after) - 1, 0) ** 2 / changed
    return statistic, float(chdtrc(1, statistic))
