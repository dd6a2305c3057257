"""Differences between groups: third-party p-values, and no arrow for what chance explains."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import ttest_ind
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

from pipelines.metrics import Question, answer
from pipelines.metrics.intervals import clustered_wilson
from pipelines.statistics.comparisons import Difference, adjust, compare_groups, effective_answers
from tests.spec.handmade import HandMade, hand_made

# Benjamini and Hochberg 1995, section 3.2: 15 p-values of the myocardial infarction trial; at 0.05 the four
# smallest are rejected.
TRIAL = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719]
TRIAL += [0.6528, 0.7590, 1.0000]


def pairs(values: list[float]) -> list[Difference]:
    return [Difference("a", "b", None, 0.1, 0.01, 0.2, "square_and_add", p) for p in values]


def test_benjamini_and_hochbergs_own_example_rejects_four() -> None:
    assert [one.significant for one in adjust(pairs(TRIAL))] == [True] * 4 + [False] * 11


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusted_p_values_are_those_of_statsmodels(values: list[float]) -> None:
    found = [one.adjusted for one in adjust(pairs(values))]
    assert found == pytest.approx(multipletests(values, method="fdr_bh")[1])
    assert all(one is not None and one >= p for one, p in zip(found, values, strict=True))
    order = sorted(range(len(values)), key=lambda place: values[place])
    assert all(found[a] <= found[b] + 1e-12 for a, b in pairwise(order))  # type: ignore[operator]


def test_an_interval_that_holds_zero_is_never_significant() -> None:
    one = replace(pairs([0.001])[0], lower=-0.01)
    assert adjust([one])[0].significant is False


def surveys(groups: dict[str, list[int]], outcome: str, kind: str) -> HandMade:
    rows = [
        {"date": "2026-06-10", "service": service, "outcome": outcome, "kind": kind}
        | {"respondent": place, "value": value}
        for service, values in groups.items()
        for place, value in enumerate(values)
    ]
    return hand_made({"fct_response": rows}, ("2026-01-18", "2026-10-31"))


def test_two_shares_differ_by_newcombes_interval_and_pearsons_test() -> None:
    snapshot = surveys({"english": [5] * 56 + [2] * 14, "skills": [5] * 48 + [1] * 32}, "knowledge", "likert")
    (found,) = compare_groups(answer(snapshot, Question("outcome_knowledge", ("service",), role="analyst")))
    expected = confint_proportions_2indep(56, 70, 48, 80, compare="diff", method="newcomb")
    assert (found.lower, found.upper) == pytest.approx(expected)
    assert found.p == pytest.approx(proportions_ztest([56, 48], [70, 80])[1], rel=1e-6)
    assert found.significant is True


def test_two_means_differ_by_welchs_test() -> None:
    one, two = [1, 2, 3, 4, 5, 5, 4, 4], [3, 1, 2, 2, 3, 1]
    snapshot = surveys({"english": one, "skills": two}, "satisfaction", "likert")
    (found,) = compare_groups(answer(snapshot, Question("satisfaction", ("service",), role="analyst")))
    assert found.p == pytest.approx(float(ttest_ind(one, two, equal_var=False).pvalue))
    assert found.difference == pytest.approx(3.5 - 2)


def test_two_net_promoter_scores_differ_by_their_standard_errors() -> None:
    snapshot = surveys(
        {"english": [10] * 50 + [8] * 30 + [3] * 20, "skills": [9] * 30 + [7] * 70}, "nps", "nps"
    )
    (found,) = compare_groups(answer(snapshot, Question("nps", ("service",), role="analyst")))
    # 30 and 30 points: no difference at all.
    assert (found.difference, found.p, found.significant) == (0, pytest.approx(1), False)


def test_a_hidden_group_is_compared_with_nothing() -> None:
    groups = {"english": [5] * 40 + [1] * 30, "skills": [5] * 3 + [1], "civic": [5] * 20 + [2] * 40}
    snapshot = surveys(groups, "knowledge", "likert")
    found = compare_groups(answer(snapshot, Question("outcome_knowledge", ("service",), role="partner")))
    assert len(found) == 3
    assert all(one.reason == "suppressed" for one in found if "skills" in (one.group, one.other))
    assert all(one.p is None and one.difference is None for one in found if one.reason)


def test_groups_can_all_be_set_against_one() -> None:
    snapshot = surveys({"english": [5, 1, 4], "skills": [5, 2, 1], "civic": [1, 1, 5]}, "knowledge", "likert")
    asked = answer(snapshot, Question("outcome_knowledge", ("service",), role="analyst"))
    assert {(one.group, one.other) for one in compare_groups(asked, "english")} == {
        ("skills", "english"),
        ("civic", "english"),
    }
    assert {one.reason for one in compare_groups(asked, "advising")} == {"no_data"}
    with pytest.raises(ValueError, match="one breakdown"):
        compare_groups(answer(snapshot, Question("outcome_knowledge", role="analyst")))


@given(st.integers(1, 5000), st.floats(0, 1), st.floats(1, 20))
def test_the_number_of_answers_is_read_back_from_the_interval(n: int, part: float, effect: float) -> None:
    top = round(part * n)
    found = clustered_wilson(top, n, effect)
    # Where the interval is cut off at 0 or 1 by rounding there is nothing to read back.
    assume(found.lower > 0 or top == 0)
    row = {"value": top / n, "lower": found.lower, "upper": found.upper, "level": 0.95}
    assert effective_answers(row) == pytest.approx(n / effect, rel=1e-6)
