"""Answers that came in clusters widen the interval of a share, and tell nobody's numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import f_oneway
from statsmodels.stats.proportion import proportion_confint

from pipelines.metrics import Question, answer
from pipelines.metrics.design_effect import Clusters
from tests.spec.handmade import HandMade, hand_made

GROUPS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=2, max_size=12)


def clusters(groups: list[tuple[int, int]]) -> Clusters:
    """From (yes, no) of each cluster."""
    held = [(yes, yes + no) for yes, no in groups if yes + no]
    return Clusters(
        len(held),
        sum(size for _, size in held),
        sum(size**2 for _, size in held),
        sum(yes for yes, _ in held),
        sum(yes**2 / size for yes, size in held),
    )


@given(GROUPS)
def test_the_likeness_is_the_analysis_of_variance_estimator(groups: list[tuple[int, int]]) -> None:
    groups = [group for group in groups if sum(group)]
    found = clusters(groups)
    assert 0 <= found.likeness <= 1
    high, low = sum(yes for yes, _ in groups), sum(no for _, no in groups)
    mixed = any(yes and no for yes, no in groups)
    if found.number < 2 or found.answers == found.number or not (high and low and mixed):
        return
    # rho = (F - 1) / (F - 1 + m0), with F of scipy's one-way analysis of variance.
    f = float(f_oneway(*([1.0] * yes + [0.0] * no for yes, no in groups)).statistic)
    usual = (found.answers - found.squares / found.answers) / (found.number - 1)
    assert found.likeness == pytest.approx(max(0.0, (f - 1) / (f - 1 + usual)), abs=1e-9)


def test_clusters_that_are_all_of_one_mind_are_alike_and_mixed_ones_are_not() -> None:
    assert clusters([(10, 0), (0, 10), (10, 0), (0, 10)]).likeness == 1
    assert clusters([(5, 5)] * 4).likeness == 0
    assert clusters([(1, 0)] * 9).likeness == 0
    assert clusters([]).likeness == 0


def sessions(yes: list[int], size: int = 10) -> HandMade:
    """One programme with a meeting each day, at which so many of `size` answered 5 and the others 2."""
    rows = [
        {"date": f"2026-06-{day + 1:02d}", "programme": "club", "service": "english", "outcome": "knowledge"}
        | {"respondent": 100 * day + number, "value": 5 if number < high else 2}
        for day, high in enumerate(yes)
        for number in range(size)
    ]
    return hand_made({"fct_response": rows}, ("2026-01-18", "2026-10-31"))


def test_wilsons_n_is_divided_by_the_design_effect() -> None:
    snapshot = sessions([10, 9, 10, 3, 2, 10, 1, 8])
    row = answer(snapshot, Question("outcome_knowledge", role="analyst")).rows.row(0, named=True)
    found = clusters([(10, 0), (9, 1), (10, 0), (3, 7), (2, 8), (10, 0), (1, 9), (8, 2)])
    # Between: (45.9 - 53^2 / 80) / 7 = 1.54107; within: (53 - 45.9) / 72 = 0.09861.
    assert found.likeness == pytest.approx((1.54107 - 0.09861) / (1.54107 + 9 * 0.09861), abs=1e-5)
    # 1 + (10 - 1) x 0.59395 = 6.346, rounded up to 6.4.
    expected = proportion_confint(53 / 6.4, 80 / 6.4, method="wilson")
    assert (row["lower"], row["upper"]) == pytest.approx(expected)
    assert (row["value"], row["n"], row["method"]) == (53 / 80, 80, "wilson_design_effect")


def test_each_cell_has_the_design_effect_of_its_own_clusters() -> None:
    snapshot = sessions([10, 9, 10, 3, 2, 10, 1, 8])
    month = answer(snapshot, Question("outcome_knowledge", ("service",), grain="month", role="analyst"))
    whole = answer(snapshot, Question("outcome_knowledge", role="analyst"))
    assert month.rows["upper"].to_list() == whole.rows["upper"].to_list()
    filtered = Question("outcome_knowledge", where=(("service", "english"),), role="analyst")
    assert answer(snapshot, filtered).rows["lower"].to_list() == whole.rows["lower"].to_list()


def test_answers_of_one_person_are_a_cluster_and_unlinked_ones_stand_alone() -> None:
    twice = [
        {"respondent": 2 * person + again, "person_id": person, "value": 5 if person % 2 else 1}
        for person in range(20)
        for again in range(2)
    ]
    linked = [{"date": "2026-06-01", "outcome": "knowledge", **row} for row in twice]
    alone = [{**row, "person_id": None} for row in linked]
    methods = {}
    for name, rows in (("linked", linked), ("alone", alone)):
        snapshot = hand_made({"fct_response": rows}, ("2026-01-18", "2026-10-31"))
        row = answer(snapshot, Question("outcome_knowledge", role="analyst")).rows.row(0, named=True)
        methods[name] = row["method"]
        effect = 2 if name == "linked" else 1
        expected = proportion_confint(20 / effect, 40 / effect, method="wilson")
        assert (row["lower"], row["upper"]) == pytest.approx(expected)
    assert methods == {"linked": "wilson_design_effect", "alone": "wilson"}


def test_a_hidden_cell_has_no_interval_either() -> None:
    (row,) = answer(sessions([3, 1], size=4), Question("outcome_knowledge", role="partner")).rows.to_dicts()
    assert row["suppressed"]
    assert (row["lower"], row["upper"], row["method"]) == (None, None, None)
