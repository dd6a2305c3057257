"""Intervals of proportions, means and net promoter scores at one level.

The two closed forms stand here because importing the packages that hold them costs two to three seconds, more
than a whole question may take; tests hold them equal to statsmodels and scipy.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from statistics import NormalDist

LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """Lower and upper bound, and the method that gave them."""

    lower: float
    upper: float
    method: str


def clustered_wilson(successes: float, n: float, effect: float, level: float = LEVEL) -> Interval:
    """Wilson interval of a proportion with n divided by a design effect of at least 1."""
    if effect <= 1:
        return wilson(successes, n, level)
    return replace(wilson(successes / effect, n / effect, level), method="wilson_design_effect")


def wilson(successes: float, n: float, level: float = LEVEL) -> Interval:
    """Wilson score interval of a proportion, 0..1 (E. B. Wilson 1927, JASA 22; statsmodels
    `proportion_confint`).

    `n` may be an effective sample size. Raises ValueError when it is not positive.
    """
    if n <= 0:
        raise ValueError("an interval needs at least one answer")
    z = NormalDist().inv_cdf((1 + level) / 2)
    p = successes / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    lower = 0.0 if successes == 0 else max(0.0, centre - half)
    upper = 1.0 if successes == n else min(1.0, centre + half)
    return Interval(lower, upper, "wilson")


def mean_interval(mean: float, deviation: float | None, n: int, level: float = LEVEL) -> Interval | None:
    """Student's t interval of a mean from the sample standard deviation; None for fewer than two values or no
    spread.
    """
    if n < 2 or not deviation:
        return None
    from scipy.special import stdtrit

    half = float(stdtrit(n - 1, (1 + level) / 2)) * deviation / sqrt(n)
    return Interval(mean - half, mean + half, "t")


def nps_interval(promoters: int, detractors: int, n: int, level: float = LEVEL) -> Interval:
    """Interval of a net promoter score, -100..100, never of zero width.

    Standard error sqrt((p + d - (p - d)^2) / n) with the normal quantile, cut at -100 and 100 (`nps_se`).
    Where all respondents fall into one group that error is zero: then the bound is Wilson's for the group
    nobody left (`wilson`): all promoters 2 * lower(n of n) - 1 to 1, all detractors its mirror image, all
    passive plus and minus upper(0 of n).
    """
    if n <= 0:
        raise ValueError("an interval needs at least one answer")
    if promoters == n:
        return Interval(100 * (2 * wilson(n, n, level).lower - 1), 100.0, "wilson")
    if detractors == n:
        return Interval(-100.0, 100 * (1 - 2 * wilson(n, n, level).lower), "wilson")
    if promoters == detractors == 0:
        bound = 100 * wilson(0, n, level).upper
        return Interval(-bound, bound, "wilson")
    p, d = promoters / n, detractors / n
    half = 100 * NormalDist().inv_cdf((1 + level) / 2) * sqrt((p + d - (p - d) ** 2) / n)
    return Interval(max(-100.0, 100 * (p - d) - half), min(100.0, 100 * (p - d) + half), "nps_se")
