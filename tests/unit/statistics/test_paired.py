"""Paired statistics against published data: Student's sleep data and Agresti's approval ratings."""

from __future__ import annotations

import pytest

from pipelines.statistics.paired import mcnemar, paired_change, signed_ranks

# Student 1908, Biometrika 6: extra hours of sleep of ten patients under two drugs (R's `sleep`).
FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_the_sleep_data_give_the_published_figures() -> None:
    found = paired_change(FIRST, SECOND)
    assert found.n == 10
    assert (found.before, found.after) == (pytest.approx(0.75), pytest.approx(2.33))
    assert found.difference == pytest.approx(1.58)
    assert (found.lower, found.upper) == (pytest.approx(0.700, abs=5e-4), pytest.approx(2.460, abs=5e-4))
    assert found.t == pytest.approx(4.062, abs=5e-4)
    assert found.p == pytest.approx(0.002833, abs=5e-7)
    assert found.d_z == pytest.approx(1.285, abs=5e-4)
    assert found.d_av == pytest.approx(0.833, abs=5e-4)
    assert found.wilcoxon_v == 45
    assert found.wilcoxon_p == pytest.approx(0.009091, abs=5e-7)


def test_a_turned_round_comparison_changes_signs_and_no_p() -> None:
    there, back = paired_change(FIRST, SECOND), paired_change(SECOND, FIRST)
    assert back.difference == pytest.approx(-there.difference)
    assert (back.lower, back.upper) == (pytest.approx(-there.upper), pytest.approx(-there.lower))
    assert back.p == pytest.approx(there.p)
    assert back.wilcoxon_p == pytest.approx(there.wilcoxon_p)
    assert back.wilcoxon_v == 0


def test_few_pairs_without_ties_have_an_exact_p() -> None:
    # Five differences, all positive: 2 of 2^5 arrangements are as extreme.
    assert signed_ranks([1, 2, 3, 4, 5]).p == pytest.approx(2 / 32)


def test_the_approval_ratings_give_the_corrected_chi_square() -> None:
    # Agresti, Categorical Data Analysis: approval in two surveys of the same 1,600 people.
    statistic, p = mcnemar(794, 150, 86, 570)
    assert statistic == pytest.approx(16.818, abs=5e-4)
    assert p == pytest.approx(4.115e-05, rel=1e-3)
    assert mcnemar(794, 86, 150, 570) == (statistic, p)


@pytest.mark.parametrize(
    ("before", "after", "n", "difference"), [([], [], 0, None), ([3], [4], 1, 1), ([3, 4], [4, 5], 2, 1)]
)
def test_what_has_no_spread_has_no_interval_and_no_p(before, after, n, difference) -> None:
    found = paired_change(before, after)
    assert (found.n, found.difference) == (n, difference)
    assert (found.lower, found.upper, found.p, found.d_z) == (None, None, None, None)


def test_pairs_that_do_not_differ_have_no_ranks_and_nobody_who_changed_no_chi_square() -> None:
    assert paired_change([1, 2, 3], [1, 2, 3]).wilcoxon_p is None
    assert mcnemar(5, 0, 0, 5) is None


def test_half_a_pair_is_refused() -> None:
    with pytest.raises(ValueError, match="pairs"):
        paired_change([1, 2], [1])
