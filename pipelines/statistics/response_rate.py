"""How many of those who could have answered did.

Numerator and denominator are answers that the role may see anyway, so that their ratio tells nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from pipelines.metrics import Question, answer, catalogue
from pipelines.metrics.question import Snapshot
from pipelines.statistics.reasons import checked

# What each respondent is out of: every attendance was a chance to answer, or every participant once.
Basis = Literal["attendance", "unique_participants"]
RESPONDENTS = "response_count"


@dataclass(frozen=True)
class ResponseRate:
    """Respondents out of the attendances, or different participants, of the same days (`basis` says which),
    or the `reason` why there is no rate: suppressed, no_data.

    `group` is the code of the breakdown, None undivided. Above 1 there were several questionnaires each: ask
    for one survey or wave.
    """

    group: str | None
    basis: Basis
    reason: str | None
    respondents: int | None = None
    out_of: int | None = None
    rate: float | None = None


def response_rates(
    snapshot: Snapshot, question: Question, basis: Basis = "attendance"
) -> tuple[ResponseRate, ...]:
    """The rate of each group of a question about respondents (its metric is taken to be response_count).

    Filters that describe the questionnaire (survey, wave, language) narrow the respondents only; those that
    both have (service, programme, sex...) narrow both. Raises RefusalError as `answer` does, and ValueError
    for more than one breakdown or a grain.
    """
    if len(question.by) > 1 or question.grain is not None:
        raise ValueError("a response rate has one breakdown at most, and one period")
    asked = answer(snapshot, replace(question, metric=RESPONDENTS))
    both = set(catalogue()[basis].by) - {"language"}
    where = tuple(one for one in question.where if one[0] in both)
    # The same days on both sides: those that the answer about respondents covers.
    days = asked.question
    counted = answer(snapshot, replace(question, metric=basis, where=where, start=days.start, end=days.end))
    name = question.by[0] if question.by else None
    over = {row[name] if name else None: row for row in asked.rows.to_dicts()}
    found = []
    for row in counted.rows.to_dicts():
        group = row[name] if name else None
        top = over.get(group)
        if row["suppressed"] or (top is not None and top["suppressed"]):
            found.append(ResponseRate(group, basis, checked("suppressed")))
        elif not row["value"]:
            found.append(ResponseRate(group, basis, checked("no_data")))
        else:
            number = int(top["value"] or 0) if top is not None else 0
            found.append(ResponseRate(group, basis, None, number, int(row["value"]), number / row["value"]))
    return tuple(found)
