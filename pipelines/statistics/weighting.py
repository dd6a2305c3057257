"""Weights that make respondents resemble those invited, by raking; the estimates stand in `weighted`.

Raking (iterative proportional fitting, Deming and Stephan 1940), trimming with re-raking, and linearised
variance come from `svy`, whose answers the tests hold equal to R's `survey`. Only Kish's effective number and
the rule for thin categories (`margins`) stand here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipelines.statistics.margins import LEAST, Margin, Merged, merge_thin
from pipelines.statistics.reasons import checked

# Five times the mean weight, as DeBell and Krosnick 2009 (ANES technical report nes012427) advise.
CAP = 5.0
TOLERANCE = 1e-8
ROUNDS = 200
WEIGHT, RAKED = "_weight", "_raked"


@dataclass(frozen=True)
class Design:
    """How a sample was drawn; columns of its frame. Left empty: everybody alike, each on its own.

    `weight` is the inverse chance to be drawn, `cluster` what was drawn together (a session, a person),
    `stratum` within what was drawn, `population` how many clusters there are (in the stratum).
    """

    weight: str | None = None
    cluster: str | None = None
    stratum: str | None = None
    population: str | None = None


@dataclass(frozen=True)
class Weights:
    """Raked weights, or the `reason` why there are none: no_data, no_margins or weights_not_converged.

    `values` come in the order of the respondents, `effective` is Kish's effective number of answers,
    `largest` the greatest weight over the mean one, `merged` the categories that went into "other", by
    margin.
    """

    reason: str | None
    values: pl.Series | None = None
    effective: float | None = None
    largest: float | None = None
    merged: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sample: Any = None  # what `weighted` estimates from


def rake(
    respondents: pl.DataFrame,
    margins: Sequence[Margin],
    design: Design | None = None,
    cap: float | None = CAP,
    least: int = LEAST,
) -> Weights:
    """Weights that meet every margin and stay below `cap` times their mean, where there are such weights.

    Weights above the cap are cut to it and all are raked again, until margins and cap both hold. Margins that
    cannot be met so give no weights: a cut that breaks the margins, or margins bent to the cap, would both be
    a figure that nobody defined. Margins are shares of those invited; the first one's sum sets the scale.
    """
    import svy
    from svy.errors import WeightingError

    if respondents.is_empty() or not margins:
        return Weights(checked("no_data"))
    merged = [found for margin in margins if (found := merge_thin(margin, respondents, least)).divides]
    if not merged:
        return Weights(checked("no_margins"))
    frame = respondents.with_columns(
        found.categories.alias(f"_margin_{number}") for number, found in enumerate(merged)
    )
    design = design or Design()
    base = pl.col(design.weight).cast(pl.Float64) if design.weight else pl.lit(1.0)
    frame = frame.with_columns(base.alias(WEIGHT))
    sample = svy.Sample(
        frame,
        svy.Design(wgt=WEIGHT, psu=design.cluster, stratum=design.stratum, pop_size=design.population),
    )
    scale = sum(merged[0].margin.totals.values())
    trimming = None
    if cap is not None:
        trimming = svy.TrimConfig(upper=cap * scale / frame.height, min_cell_size=1, max_iter=ROUNDS)
    try:
        raked = sample.weighting.rake(
            controls=_controls(merged, scale),
            tol=TOLERANCE,
            max_iter=ROUNDS,
            wgt_name=RAKED,
            trimming=trimming,
        )
    except WeightingError:
        return Weights(checked("weights_not_converged"), merged=_names(merged))
    values = _collected(raked.data)[RAKED]
    largest = float(values.max()) / float(values.mean())  # type: ignore[arg-type]
    return Weights(None, values, effective_number(values), largest, _names(merged), raked)


def effective_number(weights: pl.Series) -> float:
    """Kish's effective number of answers: (sum w)^2 / sum w^2 (Kish 1965, Survey Sampling, 11.7)."""
    return float(weights.sum()) ** 2 / float((weights * weights).sum())


def _controls(merged: Sequence[Merged], scale: float) -> dict[str, Any]:
    controls: dict[str, Any] = {}
    for number, found in enumerate(merged):
        total = sum(found.margin.totals.values())
        controls[f"_margin_{number}"] = {
            name: value * scale / total for name, value in found.margin.totals.items()
        }
    return controls


def _collected(frame: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame:
    return frame.collect() if isinstance(frame, pl.LazyFrame) else frame


def _names(merged: Sequence[Merged]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((found.margin.name, found.merged) for found in merged if found.merged)
