"""A comparison says how a figure moved, or why it cannot be said; it never reaches beyond what data cover."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipelines.metrics import Comparison, Question, compare
from pipelines.metrics.compare import a_year_before, period_before
from tests.spec.handmade import HandMade, hand_made


def answers(month: int, agree: int, of: int, year: int = 2026) -> list[dict[str, Any]]:
    return [
        {
            "date": f"{year}-{month:02d}-15",
            "respondent": 1000 * month + n,
            "outcome": "use",
            "value": 5 if n < agree else 2,
        }
        for n in range(of)
    ]


def compared(snapshot: HandMade, metric: str, start: date, end: date, **question: Any) -> Comparison:
    against = question.pop("against", "previous")
    return compare(snapshot, Question(metric, start=start, end=end, **question), against)


MAY = (date(2026, 5, 1), date(2026, 5, 31))


def test_a_share_that_moved_clearly_is_significant() -> None:
    made = hand_made({"fct_response": answers(4, 40, 80) + answers(5, 65, 80)}, ("2026-01-18", "2026-10-31"))
    found = compared(made, "outcome_use", *MAY)
    assert (found.reason, found.before, found.significant) == (None, 0.5, True)
    assert found.difference == pytest.approx(0.3125)
    assert found.lower is not None
    assert 0 < found.lower < 0.3125


def test_a_difference_whose_interval_holds_zero_is_not_significant() -> None:
    made = hand_made({"fct_response": answers(4, 40, 80) + answers(5, 45, 80)}, ("2026-01-18", "2026-10-31"))
    found = compared(made, "outcome_use", *MAY)
    assert found.significant is False
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower < 0 < found.upper


def test_counts_have_a_difference_and_a_ratio_and_no_claim() -> None:
    visits = [{"date": "2026-04-02", "count": 40}, {"date": "2026-05-02", "count": 60}]
    found = compared(hand_made({"fct_visit": visits}, ("2026-01-18", "2026-10-31")), "visits", *MAY)
    assert (found.value, found.before, found.difference, found.ratio) == (60, 40, 20, 1.5)
    assert found.significant is None


@pytest.mark.parametrize(
    ("start", "end", "against", "reason"),
    [
        (date(2026, 2, 1), date(2026, 2, 28), "previous", "before_opening"),
        (date(2026, 5, 1), date(2026, 5, 31), "year_before", "before_opening"),
        (date(2026, 4, 1), date(2026, 4, 30), "previous", "partial_coverage"),
        (date(2026, 10, 1), date(2026, 10, 31), "previous", "partial_coverage"),
        (date(2026, 7, 1), date(2026, 7, 31), "previous", "no_data"),
        (date(2026, 5, 1), date(2026, 5, 31), "previous", "suppressed"),
    ],
)
def test_where_nothing_can_be_compared_the_reason_is_given(
    start: date, end: date, against: str, reason: str
) -> None:
    # Data from 10 March to 20 October; April with 3 respondents, May with 80, none in June.
    responses = (
        answers(4, 2, 3) + answers(5, 40, 80) + answers(7, 40, 80) + answers(9, 40, 80) + answers(10, 40, 80)
    )
    made = hand_made({"fct_response": responses}, ("2026-03-10", "2026-10-20"))
    role = "partner" if reason == "suppressed" else "analyst"
    found = compared(made, "outcome_use", start, end, against=against, role=role)
    assert (found.reason, found.value, found.before, found.difference) == (reason, None, None, None)


def test_an_empty_table_cannot_be_compared() -> None:
    assert compared(hand_made({}), "visits", *MAY).reason == "no_data"


def test_the_period_before_has_as_many_months_or_days() -> None:
    assert period_before(date(2026, 4, 1), date(2026, 6, 30)) == (date(2026, 1, 1), date(2026, 3, 31))
    assert period_before(date(2026, 3, 1), date(2026, 3, 31)) == (date(2026, 2, 1), date(2026, 2, 28))
    assert period_before(date(2026, 3, 5), date(2026, 3, 11)) == (date(2026, 2, 26), date(2026, 3, 4))
    assert a_year_before(date(2028, 2, 1), date(2028, 2, 29)) == (date(2027, 2, 1), date(2027, 2, 28))
    assert a_year_before(date(2029, 2, 1), date(2029, 2, 28)) == (date(2028, 2, 1), date(2028, 2, 29))
