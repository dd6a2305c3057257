"""Who may ask what: which questions are guarded, which are refused, and which months they may cover."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipelines.metrics.coverage import Coverage
from pipelines.metrics.dimensions import dimensions, dimensions_of, personal
from pipelines.metrics.metric import Finest, Metric, catalogue
from pipelines.metrics.periods import FiscalYear, month_end
from pipelines.metrics.question import Question, listed
from pipelines.problems import Problem, RefusalError
from pipelines.settings import Site

OPEN_ROLES = ("analyst",)


@dataclass(frozen=True)
class Guard:
    """What is guarded about a table: everything, or only the cells with consultations for one person.

    `names` are the dimensions that divide or filter, sorted; `personal` is whether one of them describes a
    person; `finest` is the shortest period in which the table is published.
    """

    names: tuple[str, ...]
    everything: bool
    personal: bool
    finest: Finest = "month"


@dataclass(frozen=True)
class Span:
    """The complete months that are published, the fiscal year and the threshold."""

    first: date
    last: date
    fiscal: FiscalYear
    threshold: int

    @classmethod
    def of(cls, covered: Coverage, site: Site) -> Span:
        """What is published of a table that is covered so far; the threshold is never below its floor."""
        fiscal = FiscalYear.of(site.first_day_of_fiscal_year)
        k = max(site.threshold, site.threshold_floor)
        return cls(covered.first, covered.last_complete or covered.first, fiscal, k)


def guard(metric: Metric, question: Question) -> Guard | None:
    """What is guarded about a question for its role; refuses combinations that are not declared."""
    if question.role in OPEN_ROLES:
        return None
    names = tuple(sorted({*question.by, *question.filters}))
    unpublished = set(names).intersection(metric.analysts_only)
    if unpublished or len(names) > 2 or (len(names) == 2 and not is_pair(metric, names)):
        allowed = listed([*metric.published_by, *(" and ".join(pair) for pair in metric.pairs)])
        values = {"metric": metric.code, "combination": " and ".join(names), "allowed": allowed}
        raise RefusalError(Problem("combination_not_declared", values=values))
    return guarded(catalogue()[metric.hidden_as] if metric.hidden_as else metric, names)


def guarded(metric: Metric, names: tuple[str, ...]) -> Guard | None:
    """What suppression has to look at when a metric is divided by some dimensions; None where all is shown,
    and where another metric's pattern or answers decide.
    """
    if metric.is_derived or metric.hidden_as is not None:
        return None
    about_people = personal(names)
    finest: Finest = metric.pairs_finest if is_pair(metric, names) else "month"
    if metric.counts != "events" or about_people:
        return Guard(names, True, about_people, finest)
    holds_people = personal(dimensions_of(metric.table))
    divides_offer = any(dimensions()[name].offer for name in names)
    if divides_offer and holds_people and metric.table in dimensions()["service"].tables:
        return Guard(names, False, False, finest)
    return None


def closed_months(question: Question, covered: Coverage | None) -> Question:
    """The same question over closed months where its role is given no others of a former snapshot.

    A month is closed in a snapshot that holds the month after it complete as well: what it says of the newest
    month is still to be corrected, and two such snapshots would tell by how much.
    """
    if not question.closed or question.role in OPEN_ROLES or covered is None:
        return question
    newest = covered.last_complete or covered.first
    last = newest.replace(day=1) - timedelta(days=1)
    if question.closed_until is not None:
        last = max(last, min(question.closed_until, newest))
    if max(question.start or covered.first, covered.first) > last:
        raise RefusalError(Problem("period_incomplete", values={"last": last.isoformat()}))
    return replace(question, end=min(question.end or last, last))


def complete(question: Question, covered: Coverage) -> Question:
    """The same question over complete months: an end that is left open or lies later becomes the last
    complete day.

    Refuses days inside a month: two such questions a day apart would tell what happened on that day.
    """
    last = covered.last_complete
    if last is None:
        raise RefusalError(Problem("period_incomplete", values={"last": "the end of the first month"}))
    start, end = question.start, question.end
    begins_inside = start is not None and start.day != 1 and start > covered.first
    ends_inside = end is not None and end != month_end(end) and end < covered.last
    if begins_inside or ends_inside:
        raise RefusalError(Problem("period_incomplete", values={"last": last.isoformat()}))
    ends_early = end is not None and end < last and end == month_end(end)
    return replace(question, end=end if ends_early else last)


def months_asked(question: Question, covered: Coverage) -> tuple[date, date]:
    """First and last day that a question over complete months covers; an empty range ends before it
    starts.
    """
    first = covered.first.replace(day=1)
    start = max(first, question.start.replace(day=1)) if question.start else first
    last = covered.last_complete or first - timedelta(days=1)
    return start, min(last, question.end or last)


def is_pair(metric: Metric, names: tuple[str, ...]) -> bool:
    return any(set(pair) == set(names) for pair in metric.pairs)
