"""Intervals agree with published answers and with the packages that hold the same formulas."""

from __future__ import annotations

from math import sqrt

import pytest
from scipy.stats import t
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from pipelines.metrics.compare import difference_interval
from pipelines.metrics.intervals import mean_interval, nps_interval, wilson

# R. G. Newcombe, "Two-sided confidence intervals for the single proportion" (Statistics in Medicine 17,
# 1998), table I, score method without continuity correction.
NEWCOMBE = [
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
    (81, 263, 0.2553, 0.3662),
]


@pytest.mark.parametrize(("successes", "n", "lower", "upper"), NEWCOMBE)
def test_wilson_gives_the_published_bounds(successes: int, n: int, lower: float, upper: float) -> None:
    found = wilson(successes, n)
    assert (round(found.lower, 4), round(found.upper, 4)) == (lower, upper)
    assert found.method == "wilson"


@pytest.mark.parametrize("n", [1, 2, 9, 30, 2195])
def test_wilson_agrees_with_statsmodels_at_every_count(n: int) -> None:
    for successes in sorted({0, 1, n // 3, n - 1, n}):
        found = wilson(successes, n)
        expected = proportion_confint(successes, n, method="wilson")
        assert (found.lower, found.upper) == pytest.approx(expected, abs=1e-12)


def test_no_answers_have_no_interval() -> None:
    with pytest.raises(ValueError, match="at least one answer"):
        wilson(0, 0)


def test_a_mean_has_students_interval() -> None:
    # Student's sleep data: mean difference 1.58, interval 0.700 to 2.460.
    differences = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]
    mean = sum(differences) / 10
    deviation = sqrt(sum((x - mean) ** 2 for x in differences) / 9)
    found = mean_interval(mean, deviation, 10)
    assert found is not None
    assert (found.lower, found.upper) == pytest.approx((0.7001142, 2.4598858), abs=1e-6)
    assert (found.lower, found.upper) == pytest.approx(t.interval(0.95, 9, mean, deviation / sqrt(10)))


@pytest.mark.parametrize(("deviation", "n"), [(None, 1), (0.0, 12)])
def test_one_answer_or_equal_answers_give_a_mean_no_interval(deviation: float | None, n: int) -> None:
    assert mean_interval(4.0, deviation, n) is None


def test_a_net_promoter_score_has_its_standard_error() -> None:
    # 60 promoters, 10 detractors of 100: se = sqrt((0.6 + 0.1 - 0.25) / 100) = 0.0670820.
    found = nps_interval(60, 10, 100)
    assert (found.lower, found.upper, found.method) == (
        pytest.approx(50 - 1.959964 * 6.708204, abs=1e-5),
        pytest.approx(50 + 1.959964 * 6.708204, abs=1e-5),
        "nps_se",
    )


@pytest.mark.parametrize(("promoters", "detractors"), [(12, 0), (0, 12), (0, 0)])
def test_answers_that_are_all_alike_never_give_an_interval_of_no_width(
    promoters: int, detractors: int
) -> None:
    found = nps_interval(promoters, detractors, 12)
    assert found.upper - found.lower > 20
    assert -100 <= found.lower <= 100 * (promoters - detractors) / 12 <= found.upper <= 100
    assert found.method == "wilson"


@pytest.mark.parametrize(("one", "other"), [((56, 70), (48, 80)), ((10, 10), (0, 20)), ((9, 10), (3, 10))])
def test_a_difference_of_shares_has_newcombes_interval(one: tuple[int, int], other: tuple[int, int]) -> None:
    rows = []
    for successes, n in (one, other):
        found = wilson(successes, n)
        rows.append({"value": successes / n, "lower": found.lower, "upper": found.upper})
    interval = difference_interval(*rows)
    expected = confint_proportions_2indep(*one, *other, compare="diff", method="newcomb")
    assert interval is not None
    assert (interval.lower, interval.upper) == pytest.approx(expected, abs=1e-9)
