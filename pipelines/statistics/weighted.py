"""Weighted shares, means and totals with linearised standard errors, beside their unweighted counterparts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from pipelines.metrics.intervals import LEVEL, Interval, wilson
from pipelines.statistics.reasons import checked
from pipelines.statistics.weighting import Design, Weights

Kind = Literal["share", "mean", "total"]


@dataclass(frozen=True)
class Estimate:
    """A value with its linearised standard error and interval; `effective` is the number of answers that a
    simple random sample with this error would have (shares only).
    """

    value: float
    error: float
    interval: Interval | None
    n: int
    effective: float | None = None


@dataclass(frozen=True)
class WeightedEstimate:
    """The weighted figure beside the unweighted one, or the `reason` why it is not given.

    The caller suppresses: it may show this only where the unweighted figure of the same answers is shown to
    the role, and shows neither weights nor margins by category.
    """

    reason: str | None
    weighted: Estimate | None = None
    unweighted: Estimate | None = None
    effective: float | None = None  # Kish's
    largest: float | None = None
    merged: tuple[tuple[str, tuple[str, ...]], ...] = ()


def estimate(sample: Any, column: str, kind: Kind = "mean", level: float = LEVEL) -> Estimate:
    """The figure of a numeric column (0 and 1 for a share) of an `svy` sample.

    Taylor linearisation with the with-replacement variance of clusters; where weights were raked their
    residuals from the margins take the place of the values (Deville, Saerndal and Sautory 1993), as R's
    `survey` does. Means and totals have Student's interval with clusters less strata degrees of freedom; a
    share has Wilson's, with p (1 - p) / error^2 answers, at most those there are (Korn and Graubard 1998), so
    that it stays in 0..1.
    """
    by_hand = sample.estimation.total if kind == "total" else sample.estimation.mean
    found = by_hand(column).to_polars().row(0, named=True)
    value, error, n = float(found["est"]), float(found["se"]), int(found["n"])
    if kind != "share":
        return Estimate(value, error, Interval(found["lci"], found["uci"], "t_linearised"), n)
    spread = value * (1 - value)
    if error <= 0 or spread <= 0:
        return Estimate(value, error, None, n)
    effective = min(spread / error**2, float(n))
    bounds = wilson(value * effective, effective, level)
    return Estimate(value, error, Interval(bounds.lower, bounds.upper, "wilson_linearised"), n, effective)


def plain(frame: pl.DataFrame, column: str, kind: Kind = "mean", design: Design | None = None) -> Estimate:
    """The figure of a frame by its design alone, not raked."""
    import svy

    design = design or Design()
    weight = pl.col(design.weight).cast(pl.Float64) if design.weight else pl.lit(1.0)
    drawn = svy.Design(wgt="_weight", psu=design.cluster, stratum=design.stratum, pop_size=design.population)
    return estimate(svy.Sample(frame.with_columns(weight.alias("_weight")), drawn), column, kind)


def beside(
    respondents: pl.DataFrame, weights: Weights, column: str, kind: Kind, design: Design | None = None
) -> WeightedEstimate:
    """Weighted beside unweighted; without weights, or with one answer only, the reason."""
    if weights.reason is not None:
        return WeightedEstimate(weights.reason, merged=weights.merged)
    if respondents.height < 2:
        return WeightedEstimate(checked("too_few"))
    return WeightedEstimate(
        None,
        estimate(weights.sample, column, kind),
        plain(respondents, column, kind, design),
        weights.effective,
        weights.largest,
        weights.merged,
    )
