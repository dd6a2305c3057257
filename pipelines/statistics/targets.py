"""Where a target stands: actual against target, and against what was to be expected by now.

Expected to date follows the open days: a counted target is due in proportion to the open days of its period
that are over; a rate moves from its baseline to its target in the same proportion, and without a baseline is
expected to be met from the first day on. Figures come from `answer`, suppressed for the role, over the days
that the role may see: what is expected is expected of those days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import polars as pl

from pipelines.metrics import Question, answer, coverage
from pipelines.metrics.periods import FiscalYear, bounds, periods_between
from pipelines.metrics.question import Snapshot
from pipelines.problems import RefusalError
from pipelines.settings import load_site, site_folder
from pipelines.statistics.calendar import open_days
from pipelines.statistics.reasons import checked

Aim = Literal["at_least", "at_most"]
Status = Literal["green", "amber", "red"]
# Below this part of what is expected a figure is far behind.
BEHIND = 0.9
COUNTED = ("total", "distinct")


@dataclass(frozen=True)
class Target:
    """What a metric is to reach in a period (`2026`, `2026-Q3`, `FY2027`), or not to pass (`at_most`)."""

    metric: str
    period: str
    target: float
    baseline: float | None = None
    aim: Aim = "at_least"
    as_of: str = ""
    source: str = ""
    comments: tuple[tuple[str, str], ...] = ()  # language and text
    baseline_source: str = ""  # what the baseline is, and of when
    author: str = ""  # who set it in the product; empty for the reference's
    written_at: datetime | None = None

    def comment(self, language: str) -> str:
        """What was written about the target, in a language; empty where nothing was."""
        return dict(self.comments).get(language, "")


@dataclass(frozen=True)
class Standing:
    """A target against what has come of it up to and with the day `until`, or the `reason` why it cannot be
    told: not_started, no_data, suppressed, calendar_unknown.

    `open_days` of `all_open_days` are over. `achievement` is actual over target (at most: target over
    actual). `status` is green when as much as expected is there. A figure with an interval is red only if
    all of it is on the wrong side of what is expected; one without, if it is more than a tenth behind.
    """

    target: Target
    reason: str | None
    until: date | None = None
    actual: float | None = None
    expected: float | None = None
    achievement: float | None = None
    open_days: int | None = None
    all_open_days: int | None = None
    status: Status | None = None


def read_targets(folder: Path | None = None) -> tuple[Target, ...]:
    """The targets of the site's `reference/targets.csv`; none where there is no such file."""
    path = (folder or site_folder()) / "reference" / "targets.csv"
    if not path.exists():
        return ()
    return tuple(
        Target(
            row["metric"],
            row["period"],
            float(row["target"]),
            float(row["baseline"]) if row["baseline"] else None,
            "at_most" if row.get("aim") == "at_most" else "at_least",
            row["as_of"],
            row["source"],
            tuple((name[8:], text) for name, text in row.items() if name.startswith("comment_") and text),
            row.get("baseline_source") or "",
        )
        for row in pl.read_csv(path, infer_schema=False).iter_rows(named=True)
    )


def standings(snapshot: Snapshot, targets: Sequence[Target], role: str = "partner") -> tuple[Standing, ...]:
    """Every target as it stands for a role, in the order given."""
    return tuple(standing(snapshot, target, role) for target in targets)


def standing(snapshot: Snapshot, target: Target, role: str = "partner") -> Standing:
    """One target as it stands for a role; raises RefusalError for a metric that is not in the catalogue."""
    site = load_site()
    first, last = bounds(target.period, FiscalYear.of(site.first_day_of_fiscal_year))
    opened = max(first, site.opened_on)
    try:
        found = answer(snapshot, Question(target.metric, (), first, last, role=role))
    except RefusalError as error:
        if error.problems[0].code == "period_incomplete":
            return Standing(target, checked("not_started"))
        raise
    covered = coverage(snapshot, found.metric.table)
    if covered is None:
        return Standing(target, checked("no_data"))
    until = min(last, covered.last, found.question.end or last)
    if until < opened:
        return Standing(target, checked("not_started"))
    row = found.rows.row(0, named=True)
    if row["suppressed"] or row["value"] is None:
        return Standing(target, checked("suppressed" if row["suppressed"] else "no_data"), until)
    over, whole = open_days(opened, until), open_days(opened, last)
    if over is None or not whole:
        return Standing(target, checked("calendar_unknown"), until)
    expected = expected_to_date(target, over / whole, counted=found.metric.estimate in COUNTED)
    actual = float(row["value"])
    return Standing(
        target,
        None,
        until,
        actual,
        expected,
        _ratio(actual, target.target, target.aim),
        over,
        whole,
        status(actual, expected, target.aim, row),
    )


def expected_to_date(target: Target, part: float, counted: bool) -> float:
    """What is due when this part of the open days is over."""
    if counted:
        return target.target * part
    if target.baseline is None:
        return target.target
    return target.baseline + (target.target - target.baseline) * part


def due_by_month(targets: Sequence[Target], metric: str) -> dict[str, float]:
    """What the targets of a counted metric ask of each month (`2026-07`), by its open days; of several that
    speak of a month the shortest period holds. Months whose hours are not known are left out.
    """
    site = load_site()
    fiscal = FiscalYear.of(site.first_day_of_fiscal_year)
    found: dict[str, tuple[int, float]] = {}
    for target in targets:
        if target.metric != metric:
            continue
        first, last = bounds(target.period, fiscal)
        opened = max(first, site.opened_on)
        whole, length = open_days(opened, last), (last - first).days
        for month in periods_between(opened, last, "month", fiscal):
            start, end = bounds(month, fiscal)
            part = open_days(max(start, opened), min(end, last))
            if whole and part is not None and length < found.get(month, (10**6, 0.0))[0]:
                found[month] = (length, target.target * part / whole)
    return {month: due for month, (_, due) in sorted(found.items())}


def status(actual: float, expected: float, aim: Aim, row: dict[str, Any]) -> Status:
    """Green, amber or red; `row` is the row of the answer, with its interval where the metric has one."""
    if actual >= expected if aim == "at_least" else actual <= expected:
        return "green"
    if row.get("lower") is not None and row.get("upper") is not None:
        reaches = row["upper"] >= expected if aim == "at_least" else row["lower"] <= expected
        return "amber" if reaches else "red"
    ratio = _ratio(actual, expected, aim)
    return "amber" if ratio is not None and ratio >= BEHIND else "red"


def _ratio(actual: float, aimed: float, aim: Aim) -> float | None:
    over, under = (actual, aimed) if aim == "at_least" else (aimed, actual)
    return over / under if under > 0 and over >= 0 else None
