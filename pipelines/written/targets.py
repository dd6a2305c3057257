"""Targets as they hold: those of the site's reference, and in their place what was set in the product since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any

from pipelines.metrics.metric import Metric, catalogue
from pipelines.metrics.periods import FiscalYear, bounds
from pipelines.problems import Problem, RefusalError
from pipelines.settings import Home, load_site
from pipelines.statistics.targets import Target, read_targets
from pipelines.written.store import Version, current, versions, write
from pipelines.written.texts import by_language, checked

LONGEST = 400
# Figures that only stand for groups, never for the whole.
DIVIDED_ONLY = frozenset({"representation"})


@dataclass(frozen=True)
class Edit:
    """One edit of a target: what it said before and after. `now` is null for a target taken back."""

    version: int
    item: str
    author: str
    written_at: datetime
    now: Target | None
    former: Target | None


def targets(home: Home, at: datetime | None = None) -> tuple[Target, ...]:
    """The targets that hold now, or held at a moment: first those of the reference, in its order."""
    found: dict[str, Target | None] = {name_of(one): one for one in read_targets()}
    for version in current(home, "target", at):
        found[version.item] = None if version.withdrawn else read(version)
    return tuple(one for one in found.values() if one is not None)


def target_edits(home: Home) -> tuple[Edit, ...]:
    """Every edit there was, the newest first; before the first one a target is what the reference says."""
    reference = {name_of(one): one for one in read_targets()}
    before: dict[str, Target | None] = dict(reference)
    found = []
    for version in versions(home, "target"):
        now = None if version.withdrawn else read(version)
        former = before.get(version.item)
        found.append(Edit(version.version, version.item, version.author, version.written_at, now, former))
        before[version.item] = now
    return tuple(reversed(found))


def last_version(home: Home, metric: str, period: str) -> int | None:
    """The number of the version that holds; null while the reference does."""
    found = versions(home, "target", f"{metric} {period}")
    return found[-1].version if found else None


def set_target(
    home: Home,
    author: str,
    metric: str,
    period: str,
    target: float,
    *,
    baseline: float | None = None,
    baseline_source: str = "",
    aim: str = "at_least",
    comments: Mapping[str, str] | None = None,
    after: int | None = None,
) -> Target:
    """Set a target from now on. RefusalError where metric, period or number cannot be those of a target.

    `after` is the version that the writer saw (`last_version`); 0 where there was none.
    """
    known = catalogue().get(metric)
    if known is None or not can_have_target(known):
        allowed = ", ".join(sorted(code for code, one in catalogue().items() if can_have_target(one)))
        raise RefusalError(Problem("metric_unknown", values={"metric": metric, "allowed": allowed}))
    check_period(period)
    check_number(known, target, "target")
    if baseline is not None:
        check_number(known, baseline, "baseline")
    content: dict[str, Any] = {
        "target": target,
        "baseline": baseline,
        "baseline_source": checked(baseline_source, "baseline_source", LONGEST),
        "aim": "at_most" if aim == "at_most" else "at_least",
        "comments": dict(by_language(comments or {}, "comment", LONGEST, required=False)),
    }
    return read(_write(home, f"{metric} {period}", author, content, False, after))


def withdraw_target(home: Home, author: str, metric: str, period: str, after: int | None = None) -> None:
    """Take a target back from now on, also one of the reference. RefusalError where none holds."""
    held = {name_of(one): one for one in targets(home)}
    name = f"{metric} {period}"
    if name not in held:
        raise RefusalError(Problem("written_unknown", values={"item": name}))
    _write(home, name, author, content_of(held[name]), True, after)


def can_have_target(metric: Metric) -> bool:
    """Whether a metric has one figure for the whole of a period."""
    return metric.estimate not in DIVIDED_ONLY


def check_period(period: str) -> None:
    """RefusalError for anything but a month, quarter, year or fiscal year."""
    try:
        bounds(period, FiscalYear.of(load_site().first_day_of_fiscal_year))
    except ValueError:
        raise RefusalError(Problem("written_period", values={"period": period[:40]})) from None


def check_number(metric: Metric, number: float, column: str) -> None:
    """RefusalError for a number that figures of the metric cannot reach."""
    lowest, highest = {"percent": (0.0, 1.0), "points": (-100.0, 100.0)}.get(metric.unit, (0.0, 1e9))
    too_low = number < lowest or (column == "target" and metric.unit != "points" and number == 0)
    if not isfinite(number) or too_low or number > highest:
        values = {"lowest": f"{lowest:g}", "highest": f"{highest:g}"}
        raise RefusalError(Problem("written_number", column=column, values=values))


def name_of(target: Target) -> str:
    return f"{target.metric} {target.period}"


def content_of(target: Target) -> dict[str, Any]:
    """A target as it is stored."""
    return {
        "target": target.target,
        "baseline": target.baseline,
        "baseline_source": target.baseline_source,
        "aim": target.aim,
        "comments": dict(target.comments),
    }


def read(version: Version) -> Target:
    """A version as a target."""
    metric, period = version.item.split(" ")
    said = version.content
    day = version.written_at.astimezone(load_site().zone).date().isoformat()
    return Target(
        metric,
        period,
        said["target"],
        said["baseline"],
        said["aim"],
        day,
        "set in the product",
        tuple(said["comments"].items()),
        said["baseline_source"],
        version.author,
        version.written_at,
    )


def _write(
    home: Home, item: str, author: str, content: Mapping[str, Any], withdrawn: bool, after: int | None
) -> Version:
    if after == 0:
        # Nobody had set it when the writer looked.
        if versions(home, "target", item):
            raise RefusalError(Problem("written_meanwhile"))
        after = None
    return write(home, "target", item, author, content, withdrawn=withdrawn, after=after)
