"""Weights and weighted estimates, held against the R package `survey` (licence: tests/data/README.md)."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.statistics.margins import OTHER, Margin, merge_thin
from pipelines.statistics.weighted import beside, estimate, plain
from pipelines.statistics.weighting import CAP, Design, effective_number, rake

SCHOOLS = Path(__file__).resolve().parents[2] / "data" / "survey"
STYPE = Margin(("stype",), {"E": 4421, "H": 755, "M": 1018})
WIDE = Margin(("sch.wide",), {"No": 1072, "Yes": 5122})
CLUSTERS = Design(weight="pw", cluster="dnum", population="fpc")


@pytest.fixture(scope="module")
def clusters() -> pl.DataFrame:
    return pl.read_csv(SCHOOLS / "apiclus1.csv")


def test_raking_gives_the_survey_packages_mean_and_linearised_error(clusters: pl.DataFrame) -> None:
    # survey 4.1-1: rake(dclus1, list(~stype, ~sch.wide), ...) of its help page, svymean(~api00): 641.23,
    # 23.704.
    weights = rake(clusters, [STYPE, WIDE], CLUSTERS, cap=None)
    assert weights.reason is None
    found = estimate(weights.sample, "api00")
    assert round(found.value, 2) == 641.23
    assert round(found.error, 3) == 23.704
    total = estimate(weights.sample, "enroll", "total")
    # The same call with control = list(maxit = 100, epsilon = 1e-10): 400603.256862.
    assert total.error == pytest.approx(400603.256862, rel=1e-6)


def test_raking_without_clusters_or_a_finite_population_agrees_as_well(clusters: pl.DataFrame) -> None:
    # survey 4.1-1: svydesign(id = ~1, weights = ~pw), raked to 1e-10: 641.230320927, 7.77875560872.
    weights = rake(clusters, [STYPE, WIDE], Design(weight="pw"), cap=None)
    found = estimate(weights.sample, "api00")
    assert found.value == pytest.approx(641.230320927, rel=1e-7)
    assert found.error == pytest.approx(7.77875560872, rel=1e-6)


def test_a_stratified_total_is_the_survey_packages() -> None:
    # survey 4.1-1: svytotal(~enroll, dstrat): 3687178, 114642.
    schools = pl.read_csv(SCHOOLS / "apistrat.csv")
    found = plain(schools, "enroll", "total", Design(weight="pw", stratum="stype", population="fpc"))
    assert round(found.value) == 3_687_178
    assert round(found.error) == 114_642


def test_raked_weights_meet_the_margins_and_the_effective_number_is_kishs(clusters: pl.DataFrame) -> None:
    weights = rake(clusters, [STYPE, WIDE], CLUSTERS)
    assert weights.values is not None
    frame = clusters.with_columns(weights.values.alias("w"))
    for margin in (STYPE, WIDE):
        sums = dict(frame.group_by(margin.columns[0]).agg(pl.col("w").sum()).iter_rows())
        assert sums == pytest.approx(dict(margin.totals), rel=1e-6)
    w = weights.values.to_list()
    assert weights.effective == pytest.approx(sum(w) ** 2 / sum(x * x for x in w))


def test_kishs_effective_number_of_equal_weights_is_their_number() -> None:
    assert effective_number(pl.Series([2.0] * 7)) == pytest.approx(7)
    # (1 + 1 + 2)^2 / (1 + 1 + 4) = 16 / 6.
    assert effective_number(pl.Series([1.0, 1.0, 2.0])) == pytest.approx(16 / 6)


def answers(numbers: dict[tuple[str, str], int]) -> pl.DataFrame:
    rows = [{"sex": sex, "age": age} for (sex, age), number in numbers.items() for _ in range(number)]
    return pl.DataFrame(rows).with_columns(pl.Series("high", [float(n % 3 > 0) for n in range(len(rows))]))


def test_weights_above_the_cap_are_cut_and_raked_again() -> None:
    # Raked freely young men weigh 3.74 times the mean; margins alone would let them weigh as little as 3.
    frame = answers({("m", "young"): 10, ("m", "old"): 40, ("f", "young"): 20, ("f", "old"): 30})
    margins = [Margin(("sex",), {"m": 70, "f": 30}), Margin(("age",), {"young": 60, "old": 40})]
    free = rake(frame, margins, cap=None)
    held = rake(frame, margins, cap=3.3)
    assert free.largest == pytest.approx(3.74, abs=0.005)
    assert held.reason is None and held.largest is not None and held.largest <= 3.3 * (1 + 1e-6)
    assert held.values is not None
    sums = dict(frame.with_columns(held.values.alias("w")).group_by("sex").agg(pl.col("w").sum()).iter_rows())
    assert sums["m"] / sums["f"] == pytest.approx(7 / 3, rel=1e-6)
    assert held.effective is not None and free.effective is not None and held.effective > free.effective


def test_margins_that_no_weights_below_the_cap_meet_give_no_figure() -> None:
    frame = answers({("m", "young"): 5, ("f", "young"): 200})
    weights = rake(frame, [Margin(("sex",), {"m": 80, "f": 20})])
    assert weights.reason == "weights_not_converged"
    assert weights.values is None
    assert beside(frame, weights, "high", "share").reason == "weights_not_converged"
    assert beside(frame, weights, "high", "share").weighted is None


def test_nothing_to_weight_by_gives_no_figure() -> None:
    frame = answers({("m", "young"): 3, ("f", "young"): 4})
    assert rake(frame, [Margin(("sex",), {"m": 8, "f": 2})]).reason == "no_margins"
    assert rake(frame.clear(), [Margin(("sex",), {"m": 8, "f": 2})]).reason == "no_data"


def test_unknown_is_a_category_and_thin_ones_merge_until_they_are_wide_enough() -> None:
    frame = pl.DataFrame({"sex": ["f"] * 20 + ["m"] * 9 + [None] * 7 + ["x"] * 2})
    found = merge_thin(Margin(("sex",), {"f": 50, "m": 40, "unknown": 10, "x": 3, "y": 2}), frame)
    # x and y are thin (2 and 0 answers); together still below 5, so the smallest of the others, unknown,
    # joins.
    assert found.merged == ("unknown", "x", "y")
    assert dict(found.margin.totals) == {"f": 50, "m": 40, OTHER: 15}
    assert found.categories.to_list().count(OTHER) == 9


def test_crossed_margins_are_cells() -> None:
    invited = pl.DataFrame({"sex": ["f", "f", "m"], "age": ["18", None, "18"], "people": [3, 4, 5]})
    assert dict(Margin.of(invited, ("sex", "age"), "people").totals) == {
        "f | 18": 3,
        "f | unknown": 4,
        "m | 18": 5,
    }


def test_a_weighted_share_stands_beside_the_unweighted_one() -> None:
    frame = pl.DataFrame(
        {"sex": ["f"] * 60 + ["m"] * 40, "high": [1.0] * 48 + [0.0] * 12 + [1.0] * 16 + [0.0] * 24}
    )
    weights = rake(frame, [Margin(("sex",), {"f": 300, "m": 700})])
    found = beside(frame, weights, "high", "share")
    assert found.unweighted is not None and found.weighted is not None
    assert found.unweighted.value == pytest.approx(0.64)
    # 0.3 x 48/60 + 0.7 x 16/40.
    assert found.weighted.value == pytest.approx(0.52)
    # Post-stratified: sum of shares^2 x p (1 - p) / n, times n / (n - 1) of the whole sample (linearised).
    expected = (0.3**2 * 0.8 * 0.2 / 60 + 0.7**2 * 0.4 * 0.6 / 40) * 100 / 99
    assert found.weighted.error == pytest.approx(expected**0.5, rel=1e-6)
    assert found.weighted.interval is not None and found.weighted.interval.method == "wilson_linearised"
    assert 0 < found.weighted.interval.lower < 0.52 < found.weighted.interval.upper < 1


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(5, 40), min_size=4, max_size=4),
    st.lists(st.integers(10, 100), min_size=2, max_size=2),
    st.lists(st.integers(10, 100), min_size=2, max_size=2),
)
def test_weights_are_given_only_when_margins_and_cap_hold(
    numbers: list[int], sexes: list[int], ages: list[int]
) -> None:
    cells = [("f", "young"), ("f", "old"), ("m", "young"), ("m", "old")]
    frame = answers(dict(zip(cells, numbers, strict=True)))
    margins = [
        Margin(("sex",), dict(zip("fm", sexes, strict=True))),
        Margin(("age",), dict(zip(("young", "old"), ages, strict=True))),
    ]
    weights = rake(frame, margins)
    if weights.values is None:
        assert weights.reason == "weights_not_converged"
        return
    assert weights.largest is not None and weights.largest <= CAP * (1 + 1e-6)
    assert weights.effective is not None and weights.effective <= frame.height + 1e-6
    weighed = frame.with_columns(weights.values.alias("w"))
    for margin in margins:
        sums = dict(weighed.group_by(margin.columns[0]).agg(pl.col("w").sum()).iter_rows())
        whole, target = sum(sums.values()), sum(margin.totals.values())
        assert {k: v / whole for k, v in sums.items()} == pytest.approx(
            {k: v / target for k, v in margin.totals.items()}, rel=1e-5
        )
