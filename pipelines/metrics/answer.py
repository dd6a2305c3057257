"""The one door: a figure is computed, then suppressed for the role that asked, and only then handed out."""

from __future__ import annotations

from pipelines.metrics.compute import compute, frame
from pipelines.metrics.coverage import coverage
from pipelines.metrics.derived import derive
from pipelines.metrics.policy import Span, closed_months, complete, guard, months_asked
from pipelines.metrics.question import Answer, Question, Snapshot, check
from pipelines.metrics.suppress import refuse_what_is_not_published, suppress
from pipelines.settings import load_site


def answer(snapshot: Snapshot, question: Question) -> Answer:
    """Rows for a question as its role may see them; raises RefusalError when it may not be asked.

    `Answer.question` is what was answered: for figures about people an open or later end becomes the last
    complete day.
    """
    metric = check(snapshot, question)
    if metric.is_derived:
        return derive(snapshot, metric, question, answer)
    covered = coverage(snapshot, metric.table)
    question = closed_months(question, covered)
    guarded = guard(metric, question)
    if guarded is None or covered is None:
        rows, sql = compute(snapshot, metric, question)
        return Answer(metric, question, snapshot.id, frame(metric, question, rows), sql)
    asked = complete(question, covered)
    first, last = months_asked(asked, covered)
    span = Span.of(covered, load_site())
    refuse_what_is_not_published(metric, asked, guarded, span, (first, last))
    rows, sql = compute(snapshot, metric, asked)
    rows = suppress(snapshot, metric, asked, guarded, span, rows, (first, last))
    return Answer(metric, asked, snapshot.id, frame(metric, asked, rows), sql)
