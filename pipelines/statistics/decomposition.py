"""Why a ratio moved: what came of a changed mix of groups, and what of changed rates within them.

Midpoint (symmetric) decomposition of Kitagawa 1955, JASA 50: with w the share of the denominator and r the
rate of a group,

    mix_g  = (w1 - w0) * ((r0 + r1) / 2 - (R0 + R1) / 2)
    rate_g = (r1 - r0) * (w0 + w1) / 2

The shares add up to one in both periods, so that taking off the mean of the two overall ratios changes no
sum: all mix and all rate effects together are exactly R1 - R0. A group that one of the periods does not have
has no rate there; it takes the other period's, so that all it does is mix.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.metrics import Answer
from pipelines.statistics.reasons import checked

DECOMPOSED = ("share", "ratio", "mean", "nps")


@dataclass(frozen=True)
class Effect:
    """What one group (its code) contributed, in the unit of the figure."""

    group: str
    mix: float
    rate: float

    @property
    def total(self) -> float:
        return self.mix + self.rate


@dataclass(frozen=True)
class Decomposition:
    """The change from `before` to `after`, or the `reason` why it is not decomposed: distinct_counts,
    not_a_ratio, different_questions, suppressed or no_data.

    `change` is `mix` plus `rate`; effects come in the order of the groups of the answers.
    """

    reason: str | None
    before: float | None = None
    after: float | None = None
    change: float | None = None
    mix: float | None = None
    rate: float | None = None
    effects: tuple[Effect, ...] = ()


def decompose(before: Answer, after: Answer) -> Decomposition:
    """The change between two answers to one question over two periods, broken down by one dimension.

    The answers are suppressed already. One hidden group, in either of them, and nothing is given: what is
    left over would tell its numbers.
    """
    metric = after.metric
    if metric.estimate == "distinct":
        return Decomposition(checked("distinct_counts"))
    if metric.estimate not in DECOMPOSED:
        return Decomposition(checked("not_a_ratio"))
    one, other = before.question, after.question
    same = (one.metric, one.by, one.where, one.role) == (other.metric, other.by, other.where, other.role)
    if not same or len(one.by) != 1 or one.grain or other.grain or before.snapshot != after.snapshot:
        return Decomposition(checked("different_questions"))
    if before.rows["suppressed"].any() or after.rows["suppressed"].any():
        return Decomposition(checked("suppressed"))
    scale = 100.0 if metric.estimate == "nps" else 1.0
    return decompose_parts(_parts(before, one.by[0], scale), _parts(after, one.by[0], scale))


def decompose_parts(
    before: Mapping[str, tuple[float, float]], after: Mapping[str, tuple[float, float]]
) -> Decomposition:
    """The same from numerator and denominator of each group; denominators are not negative."""
    groups = list(dict.fromkeys((*after, *before)))
    whole = [sum(parts[group][1] for group in parts) for parts in (before, after)]
    if min(whole) <= 0:
        return Decomposition(checked("no_data"))
    overall = [
        sum(parts[group][0] for group in parts) / size
        for parts, size in zip((before, after), whole, strict=True)
    ]
    middle = (overall[0] + overall[1]) / 2
    effects = []
    for group in groups:
        (top0, bottom0), (top1, bottom1) = before.get(group, (0.0, 0.0)), after.get(group, (0.0, 0.0))
        if bottom0 == bottom1 == 0:
            continue
        rate0 = top0 / bottom0 if bottom0 else top1 / bottom1
        rate1 = top1 / bottom1 if bottom1 else rate0
        share0, share1 = bottom0 / whole[0], bottom1 / whole[1]
        mix = (share1 - share0) * ((rate0 + rate1) / 2 - middle)
        effects.append(Effect(group, mix, (rate1 - rate0) * (share0 + share1) / 2))
    return Decomposition(
        None,
        overall[0],
        overall[1],
        overall[1] - overall[0],
        sum(effect.mix for effect in effects),
        sum(effect.rate for effect in effects),
        tuple(effects),
    )


def _parts(answer: Answer, name: str, scale: float) -> dict[str, tuple[float, float]]:
    rows: list[dict[str, Any]] = answer.rows.to_dicts()
    return {
        row[name]: (scale * float(row["numerator"]), float(row["denominator"]))
        for row in rows
        if row["denominator"]
    }
