"""Why a figure moved between two periods: the decomposition of its change over one dimension."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.metrics import Question, catalogue
from pipelines.metrics.question import Snapshot
from pipelines.statistics.decomposition import DECOMPOSED, Decomposition, decompose
from pipelines.statistics.over_time import Against, TwoPeriods, two_periods
from pipelines.statistics.reasons import checked


@dataclass(frozen=True)
class Why:
    """The two answers and what the change between them is made of; `periods` is None where the kind of
    figure is not decomposed at all.
    """

    decomposition: Decomposition
    periods: TwoPeriods | None = None


def why(snapshot: Snapshot, question: Question, against: Against = "previous") -> Why:
    """The change of a question with one breakdown since the earlier period.

    Rests on suppressed answers only. Raises RefusalError as `answer` does.
    """
    refused = not_decomposed(question.metric)
    if refused is not None:
        return Why(Decomposition(refused))
    both = two_periods(snapshot, question, against)
    if both.before is None:
        return Why(Decomposition(both.reason), both)
    return Why(decompose(both.before, both.now), both)


def not_decomposed(metric: str) -> str | None:
    """Why a kind of figure is not decomposed, or None: distinct_counts, not_a_ratio."""
    known = catalogue().get(metric)
    if known is None or known.estimate in DECOMPOSED:
        return None
    return checked("distinct_counts" if known.estimate == "distinct" else "not_a_ratio")
