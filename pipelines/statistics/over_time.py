"""A question answered over its own days and over earlier ones: the period before, or the year before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from pipelines.metrics import Answer, Question, answer, coverage
from pipelines.metrics.compare import a_year_before, period_before
from pipelines.metrics.question import Snapshot
from pipelines.problems import RefusalError
from pipelines.settings import load_site
from pipelines.statistics.reasons import checked

Against = Literal["previous", "year_before"]
AGAINST: tuple[Against, ...] = ("previous", "year_before")


@dataclass(frozen=True)
class TwoPeriods:
    """The answer `now` and that of the days `start` to `end` before it, or the `reason` why there is none:
    no_data, before_opening, partial_coverage or suppressed.

    `now.question` has both its days stated. Both answers are suppressed for the role already.
    """

    now: Answer
    start: date
    end: date
    before: Answer | None = None
    reason: str | None = None


def two_periods(snapshot: Snapshot, question: Question, against: Against = "previous") -> TwoPeriods:
    """Both answers to a question without a grain; raises RefusalError as `answer` does."""
    asked = replace(question, grain=None)
    now = answer(snapshot, asked)
    covered = coverage(snapshot, now.metric.table)
    opened = load_site().opened_on
    if covered is None:
        return TwoPeriods(now, question.start or opened, question.end or opened, reason=checked("no_data"))
    first, last = now.question.start or covered.first, now.question.end or covered.last
    stated = replace(now, question=replace(now.question, start=first, end=last))
    start, end = period_before(first, last) if against == "previous" else a_year_before(first, last)
    if start < opened:
        return TwoPeriods(stated, start, end, reason=checked("before_opening"))
    if not (covered.holds(start, end, opened) and covered.holds(first, last, opened)):
        return TwoPeriods(stated, start, end, reason=checked("partial_coverage"))
    try:
        before = answer(snapshot, replace(asked, start=start, end=end))
    except RefusalError:
        return TwoPeriods(stated, start, end, reason=checked("suppressed"))
    return TwoPeriods(stated, start, end, before)
