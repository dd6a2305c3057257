"""Flags as a role may see them: that and when a source fell silent or jumped, and figures where the same
figures are published.

A flag rests on the days of one source. Its figures are shown where the metric of its table, filtered to the
flag's part, is declared and shown to the role; else they are null and the flag is `suppressed`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from pipelines.metrics import Question, answer
from pipelines.metrics.policy import OPEN_ROLES
from pipelines.metrics.question import Snapshot
from pipelines.problems import RefusalError
from pipelines.statistics.gaps import Flag, on_site_above_visits
from pipelines.statistics.published import read_flags
from pipelines.surveys.answers import threshold

METRICS = {"fct_visit": "visits", "fct_attendance": "attendance", "fct_booking": "bookings"}


@dataclass(frozen=True)
class ShownFlag:
    """A flag, the metric of its table, and whether its figures are hidden."""

    flag: Flag
    metric: str
    suppressed: bool


def shown_flags(snapshot: Snapshot, role: str = "partner") -> tuple[ShownFlag, ...]:
    """Every flag of the snapshot, by day."""
    return tuple(_shown(snapshot, flag, role) for flag in read_flags(snapshot))


def above_visits(snapshot: Snapshot, role: str = "partner") -> pl.DataFrame:
    """Days on which more attended on site than came through the door: date, attendance, visits, suppressed.

    On-site attendance is divided by mode and may be a few consultations: below the threshold it is hidden
    from roles that see guarded figures only, and visits with it, which are fewer still.
    """
    found = on_site_above_visits(snapshot)
    few = pl.col("attendance") < threshold() if role not in OPEN_ROLES else pl.lit(False)
    hidden = [pl.when(~few).then(pl.col(name)).alias(name) for name in ("attendance", "visits")]
    return found.with_columns(few.alias("suppressed"), *hidden)


def _shown(snapshot: Snapshot, flag: Flag, role: str) -> ShownFlag:
    metric = METRICS[flag.table]
    if role in OPEN_ROLES or _is_published(snapshot, metric, flag.part, role):
        return ShownFlag(flag, metric, False)
    return ShownFlag(replace(flag, before=None, after=None, expected=None), metric, True)


def _is_published(snapshot: Snapshot, metric: str, part: tuple[tuple[str, str], ...], role: str) -> bool:
    try:
        rows = answer(snapshot, Question(metric, where=part, role=role)).rows
    except RefusalError:
        return False
    return not rows["suppressed"].any()
