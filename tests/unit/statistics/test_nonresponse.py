"""An outcome weighted to those who were invited, from the records of a snapshot."""

from __future__ import annotations

import pytest

from pipelines.metrics import Question
from pipelines.statistics.nonresponse import weighted_outcome
from tests.spec.handmade import HandMade, hand_made

DAYS = ("2026-01-18", "2026-10-31")


def snapshot(
    answers: dict[tuple[str, str], tuple[int, int]], invited: dict[tuple[str, str], int]
) -> HandMade:
    """Answers as (high, all) and people on lists, by sex and age band; each answer is of its own session."""
    responses = []
    for (sex, age), (high, number) in answers.items():
        for place in range(number):
            traits = {"sex": sex, "age_band": age, "respondent": len(responses)}
            value = 5 if place < high else 1
            responses.append({"date": "2026-06-10", "outcome": "knowledge", "value": value, **traits})
    came = [
        {"date": "2026-06-10", "sex": sex, "age_band": age, "person_id": 100 * place + one}
        for place, ((sex, age), number) in enumerate(invited.items())
        for one in range(number)
    ]
    crowd = [{"date": "2026-06-10", "kind": "headcount", "count": 70}]
    return hand_made({"fct_response": responses, "fct_attendance": [*came, *crowd]}, DAYS)


WOMEN, MEN, UNKNOWN = ("female", "18-24"), ("male", "18-24"), ("unknown", "unknown")


def test_answers_count_as_much_as_those_invited_of_their_sex_and_age() -> None:
    made = snapshot({WOMEN: (48, 60), MEN: (8, 20), UNKNOWN: (10, 20)}, {WOMEN: 60, MEN: 60, UNKNOWN: 30})
    found = weighted_outcome(made, Question("outcome_knowledge", role="analyst"))
    assert found.estimate.weighted is not None and found.estimate.unweighted is not None
    assert found.estimate.unweighted.value == pytest.approx(66 / 100)
    # 0.4 x 48/60 + 0.4 x 8/20 + 0.2 x 10/20.
    assert found.estimate.weighted.value == pytest.approx(0.58)
    assert found.estimate.weighted.error > found.estimate.unweighted.error
    assert found.estimate.effective is not None and found.estimate.effective < 100
    assert (found.invited, found.unlisted) == (150, 70)


def test_what_the_role_may_not_see_plain_it_may_not_see_weighted() -> None:
    made = snapshot({WOMEN: (3, 5)}, {WOMEN: 60, MEN: 60})
    found = weighted_outcome(made, Question("outcome_knowledge", role="partner"))
    assert found.estimate.reason == "suppressed"
    assert found.estimate.weighted is None


def test_a_partner_gets_what_a_page_prints_and_nothing_about_single_weights() -> None:
    made = snapshot({WOMEN: (47, 60), MEN: (8, 20), UNKNOWN: (10, 20)}, {WOMEN: 60, MEN: 60, UNKNOWN: 30})
    found = weighted_outcome(made, Question("outcome_knowledge", role="partner")).estimate
    exact = weighted_outcome(made, Question("outcome_knowledge", role="analyst")).estimate
    assert found.weighted is not None and exact.weighted is not None and exact.largest is not None
    assert found.weighted.value == round(exact.weighted.value, 2) != exact.weighted.value
    assert (found.largest, found.merged, found.weighted.effective) == (None, (), None)
    assert found.effective == round(exact.effective or 0)


def test_a_partner_gets_no_weighted_figure_of_two_categories_from_which_both_could_be_solved() -> None:
    made = snapshot({WOMEN: (48, 60), MEN: (8, 20)}, {WOMEN: 60, MEN: 60})
    assert weighted_outcome(made, Question("outcome_knowledge")).estimate.reason == "no_margins"
    seen = weighted_outcome(made, Question("outcome_knowledge", role="analyst")).estimate
    assert seen.weighted is not None


def test_a_partner_gets_no_category_of_fewer_answers_than_the_threshold() -> None:
    made = snapshot({WOMEN: (48, 60), MEN: (8, 20), UNKNOWN: (4, 7)}, {WOMEN: 60, MEN: 60, UNKNOWN: 30})
    # The seven become "other", which takes the smallest of the rest with it: two are left.
    assert weighted_outcome(made, Question("outcome_knowledge")).estimate.reason == "no_margins"


def test_how_many_were_invited_is_said_only_where_the_role_sees_that_number() -> None:
    ages = {("female", age): (12, 24) for age in ("18-24", "25-34", "35-59")} | {MEN: (12, 24)}
    made = snapshot(ages, dict.fromkeys(ages, 30))
    of_women = Question("outcome_knowledge", where=(("sex", "female"),))
    hidden = weighted_outcome(made, of_women)
    assert hidden.estimate.weighted is not None
    assert (hidden.invited, hidden.unlisted) == (None, None)
    shown = weighted_outcome(made, Question("outcome_knowledge"))
    assert (shown.invited, shown.unlisted) == (120, 70)


def test_without_lists_there_is_nobody_to_weight_to() -> None:
    made = snapshot({WOMEN: (48, 60), MEN: (8, 20)}, {})
    assert weighted_outcome(made, Question("outcome_knowledge")).estimate.reason == "no_data"


def test_margins_that_cannot_be_met_give_no_figure() -> None:
    made = snapshot({WOMEN: (150, 300), MEN: (3, 6)}, {WOMEN: 10, MEN: 400})
    found = weighted_outcome(made, Question("outcome_knowledge", role="analyst"))
    assert (found.estimate.reason, found.estimate.weighted) == ("weights_not_converged", None)


def test_filters_narrow_those_invited_as_well() -> None:
    made = snapshot({WOMEN: (48, 60), MEN: (8, 20)}, {WOMEN: 60, MEN: 60})
    asked = Question("outcome_knowledge", where=(("sex", "female"),), role="analyst")
    found = weighted_outcome(made, asked, margins=(("age_band",),))
    # Of 120 on the lists; they are all of one age, so there is nothing to weight by.
    assert (found.invited, found.estimate.reason) == (60, "no_margins")


def test_only_outcomes_are_weighted_and_only_by_what_both_tables_know() -> None:
    with pytest.raises(ValueError, match="no outcome"):
        weighted_outcome(hand_made({}, DAYS), Question("visits"))
    made = snapshot({WOMEN: (48, 60), MEN: (8, 20)}, {WOMEN: 60, MEN: 60})
    with pytest.raises(ValueError, match="dimension of attendance"):
        weighted_outcome(made, Question("outcome_knowledge"), margins=(("wave",),))
