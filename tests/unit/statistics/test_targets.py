"""Targets: what is expected follows the open days, and the status what is known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.metrics import catalogue
from pipelines.statistics.calendar import open_days
from pipelines.statistics.targets import Target, expected_to_date, read_targets, standing, status
from tests.spec.handmade import HandMade, hand_made

QUARTER = Target("visits", "2026-Q3", 1000)


def visited(number: int, last: str) -> HandMade:
    days = [{"date": "2026-07-01", "count": number - 1}, {"date": last, "count": 1}]
    return hand_made({"fct_visit": days}, ("2026-01-18", last))


def test_expected_to_date_is_the_share_of_open_days_that_are_over() -> None:
    over = open_days(date(2026, 7, 1), date(2026, 8, 15))
    whole = open_days(date(2026, 7, 1), date(2026, 9, 30))
    assert over is not None and whole is not None and 0 < over < whole
    found = standing(visited(600, "2026-08-15"), QUARTER)
    assert (found.open_days, found.all_open_days) == (over, whole)
    assert found.expected == pytest.approx(1000 * over / whole)
    assert (found.actual, found.achievement, found.until) == (600, 0.6, date(2026, 8, 15))
    assert found.status == "green"


def test_a_period_that_is_over_expects_all_of_the_target() -> None:
    found = standing(visited(850, "2026-10-31"), QUARTER)
    # The last visit of the snapshot lies after the quarter.
    assert (found.actual, found.expected, found.status) == (849, 1000, "red")
    assert standing(visited(902, "2026-10-31"), QUARTER).status == "amber"


def test_a_year_is_counted_from_the_opening() -> None:
    found = standing(visited(10, "2026-03-31"), Target("visits", "2026", 100))
    assert found.all_open_days == open_days(date(2026, 1, 18), date(2026, 12, 31))


def test_a_period_that_has_not_begun_has_no_figure() -> None:
    found = standing(visited(10, "2026-08-15"), Target("visits", "2026-Q4", 100))
    assert (found.reason, found.actual) == ("not_started", None)
    outcome = Target("outcome_knowledge", "2027", 0.8)
    answers = [{"date": "2026-07-01", "outcome": "knowledge", "value": 5}]
    assert standing(hand_made({"fct_response": answers}, ("2026-07-01", "2026-08-31")), outcome).reason == (
        "not_started"
    )


def test_a_table_without_records_has_no_figure() -> None:
    assert standing(hand_made({}), QUARTER).reason == "no_data"


def test_a_hidden_figure_stays_hidden_behind_its_target() -> None:
    answers = [
        {"date": "2026-07-01", "outcome": "knowledge", "value": 5, "respondent": number}
        for number in range(4)
    ]
    snapshot = hand_made({"fct_response": answers}, ("2026-01-18", "2026-10-31"))
    target = Target("outcome_knowledge", "2026-Q3", 0.8)
    assert standing(snapshot, target).reason == "suppressed"
    assert standing(snapshot, target).actual is None
    assert standing(snapshot, target, "analyst").actual == 1


def test_a_rate_moves_from_its_baseline_and_without_one_is_due_at_once() -> None:
    target = Target("outcome_knowledge", "2026", 0.8, baseline=0.6)
    assert expected_to_date(target, 0.25, counted=False) == pytest.approx(0.65)
    assert expected_to_date(Target("nps", "2026", 50), 0.25, counted=False) == 50
    assert expected_to_date(Target("visits", "2026", 400, baseline=300), 0.25, counted=True) == 100


@pytest.mark.parametrize(
    ("actual", "expected", "aim", "interval", "colour"),
    [
        (0.80, 0.70, "at_least", (0.75, 0.85), "green"),
        (0.66, 0.70, "at_least", (0.60, 0.71), "amber"),
        (0.66, 0.70, "at_least", (0.64, 0.68), "red"),
        (0.12, 0.15, "at_most", (0.10, 0.14), "green"),
        (0.17, 0.15, "at_most", (0.14, 0.20), "amber"),
        (0.17, 0.15, "at_most", (0.16, 0.18), "red"),
        (95, 100, "at_least", (None, None), "amber"),
        (80, 100, "at_least", (None, None), "red"),
        (-10, 20, "at_least", (None, None), "red"),
    ],
)
def test_a_status_is_red_only_when_chance_does_not_explain_it(
    actual: float, expected: float, aim: str, interval: tuple[float | None, float | None], colour: str
) -> None:
    row = dict(zip(("lower", "upper"), interval, strict=True))
    assert status(actual, expected, aim, row) == colour  # type: ignore[arg-type]


@given(st.floats(0.1, 1e6), st.floats(0, 1))
def test_what_is_expected_never_passes_the_target(target: float, part: float) -> None:
    assert 0 <= expected_to_date(Target("visits", "2026", target), part, counted=True) <= target


def test_the_sites_targets_are_read() -> None:
    found = read_targets()
    assert found and {one.metric for one in found} <= set(catalogue())
    assert {one.aim for one in found if one.metric == "no_show_rate"} == {"at_most"}
