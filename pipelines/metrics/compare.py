"""How a figure stands against the period before and the same period a year before, or why it cannot be
compared.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import sqrt
from typing import Any, Literal

from pipelines.metrics.answer import answer
from pipelines.metrics.coverage import Coverage, coverage
from pipelines.metrics.intervals import Interval
from pipelines.metrics.periods import month_end
from pipelines.metrics.question import Question, Snapshot
from pipelines.problems import RefusalError
from pipelines.settings import load_site

Against = Literal["previous", "year_before"]


@dataclass(frozen=True)
class Comparison:
    """A figure against that of the earlier days `start` to `end`. `reason` says why there is none:
    before_opening, partial_coverage, no_data or suppressed; then every number is None.

    `value` is the figure now, `before` the earlier one, `difference` now less earlier in the unit of the
    value, with `lower` and `upper` where the metric has an interval; `ratio` is now over earlier where it has
    none. `significant` is whether the interval leaves out zero, None without one: without a significant
    difference a page shows no arrow and says no "increase".
    """

    start: date
    end: date
    reason: str | None = None
    value: float | None = None
    before: float | None = None
    difference: float | None = None
    ratio: float | None = None
    lower: float | None = None
    upper: float | None = None
    method: str | None = None
    significant: bool | None = None


def compare(snapshot: Snapshot, question: Question, against: Against = "previous") -> Comparison:
    """The undivided figure of a question against the period before, or the same days a year before.

    The period before has as many whole months, or as many days, as the one asked for. Raises RefusalError as
    `answer` does.
    """
    now = answer(snapshot, replace(question, by=(), grain=None))
    covered = coverage(snapshot, now.metric.table)
    if covered is None:
        day = question.start or load_site().opened_on
        return Comparison(day, question.end or day, "no_data")
    start, end = now.question.start or covered.first, now.question.end or covered.last
    row = now.rows.row(0, named=True)
    asked = replace(now.question, start=start, end=end)
    days = period_before(start, end) if against == "previous" else a_year_before(start, end)
    return _compare(snapshot, asked, covered, row, *days)


def period_before(start: date, end: date) -> tuple[date, date]:
    """As many whole months before, where months are whole, else as many days."""
    if start.day == 1 and end == month_end(end):
        months = (end.year - start.year) * 12 + end.month - start.month + 1
        return _months_earlier(start, months), start - timedelta(days=1)
    return start - (end - start) - timedelta(days=1), start - timedelta(days=1)


def a_year_before(start: date, end: date) -> tuple[date, date]:
    """The same days of the year before; the last day of a month stays the last."""
    last = _months_earlier(end, 12)
    return _months_earlier(start, 12), month_end(last) if end == month_end(end) else last


def difference_interval(now: dict[str, Any], earlier: dict[str, Any]) -> Interval | None:
    """Interval of a difference from the intervals of both figures, None where one has none.

    The square-and-add method: for shares Newcombe's hybrid score interval (1998, Statistics in Medicine 17,
    method 10), for means and net promoter scores its general form (Zou and Donner 2008, Statistics in
    Medicine 27).
    """
    if None in (now["lower"], earlier["lower"]):
        return None
    difference = now["value"] - earlier["value"]
    down = sqrt((now["value"] - now["lower"]) ** 2 + (earlier["upper"] - earlier["value"]) ** 2)
    up = sqrt((now["upper"] - now["value"]) ** 2 + (earlier["value"] - earlier["lower"]) ** 2)
    return Interval(difference - down, difference + up, "square_and_add")


def _compare(
    snapshot: Snapshot, question: Question, covered: Coverage, now: dict[str, Any], start: date, end: date
) -> Comparison:
    opened = load_site().opened_on
    if start < opened:
        return Comparison(start, end, "before_opening")
    now_start, now_end = _days(question)
    if not (covered.holds(start, end, opened) and covered.holds(now_start, now_end, opened)):
        return Comparison(start, end, "partial_coverage")
    try:
        earlier = answer(snapshot, replace(question, start=start, end=end)).rows.row(0, named=True)
    except RefusalError:
        return Comparison(start, end, "suppressed")
    if now["suppressed"] or earlier["suppressed"]:
        return Comparison(start, end, "suppressed")
    if now["value"] is None or earlier["value"] is None:
        return Comparison(start, end, "no_data")
    found = Comparison(
        start,
        end,
        value=now["value"],
        before=earlier["value"],
        difference=now["value"] - earlier["value"],
    )
    interval = difference_interval(now, earlier)
    if interval is None:
        return replace(found, ratio=now["value"] / earlier["value"] if earlier["value"] else None)
    significant = not interval.lower <= 0 <= interval.upper
    return replace(
        found, lower=interval.lower, upper=interval.upper, method=interval.method, significant=significant
    )


def _days(question: Question) -> tuple[date, date]:
    return question.start or date.min, question.end or date.max


def _months_earlier(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))
