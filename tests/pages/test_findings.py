"""Titles never claim more than the numbers hold."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dashboard import findings
from dashboard.words import Words, load_words
from pipelines.metrics import Comparison, catalogue

START, END = date(2026, 4, 1), date(2026, 6, 30)


@pytest.fixture
def words() -> Words:
    return load_words("en")


def row(
    value: float | None, lower: float | None = None, upper: float | None = None, **key: Any
) -> dict[str, Any]:
    return {"value": value, "lower": lower, "upper": upper, "suppressed": value is None, **key}


def test_a_change_whose_interval_holds_zero_is_not_called_one(words: Words) -> None:
    compared = Comparison(START, END, None, 0.71, 0.69, 0.02, None, -0.02, 0.06, "square_and_add", False)
    changed = findings.change(words, catalogue()["outcome_application"], compared)
    assert changed.direction == "same"
    assert "no clear change" in changed.text


def test_a_clear_change_of_a_share_is_told_in_points(words: Words) -> None:
    compared = Comparison(START, END, None, 0.80, 0.60, 0.20, None, 0.12, 0.27, "square_and_add", True)
    changed = findings.change(words, catalogue()["outcome_application"], compared)
    assert (changed.direction, changed.text.split(" than")[0]) == ("up", "20 points higher")


@pytest.mark.parametrize("reason", ["before_opening", "partial_coverage", "no_data", "suppressed"])
def test_where_nothing_may_be_compared_the_reason_is_told_and_no_arrow_shown(
    words: Words, reason: str
) -> None:
    changed = findings.change(words, catalogue()["visits"], Comparison(START, END, reason))
    assert changed.direction == "none"
    assert changed.text.startswith("Not compared")


def test_a_month_that_is_not_wholly_covered_is_never_the_highest(words: Words) -> None:
    rows = [row(900, period="2026-01"), row(500, period="2026-02"), row(400, period="2026-03")]
    assert "February" in findings.peak(words, catalogue()["visits"], rows, [False, True, True])


def test_two_equal_months_have_no_peak(words: Words) -> None:
    rows = [row(500, period="2026-02"), row(500, period="2026-03")]
    assert findings.peak(words, catalogue()["visits"], rows, [True, True]) == words("finding.no_peak")


def test_unknown_is_never_the_largest_group(words: Words) -> None:
    rows = [row(20, sex="female"), row(10, sex="male"), row(300, sex="unknown")]
    found = findings.largest(words, "sex", catalogue()["unique_participants"], rows, True)
    assert found == "Largest group: Women, 67% of those known"


def test_with_a_hidden_group_no_share_is_told_that_would_give_it_away(words: Words) -> None:
    rows = [row(20, sex="female"), row(None, sex="male")]
    found = findings.largest(words, "sex", catalogue()["unique_participants"], rows, False)
    assert "%" not in found


def test_overlapping_intervals_are_no_difference(words: Words) -> None:
    metric = catalogue()["outcome_application"]
    near = [row(0.7, 0.6, 0.8, service="english"), row(0.6, 0.5, 0.7, service="skills")]
    far = [row(0.9, 0.85, 0.93, service="english"), row(0.5, 0.4, 0.6, service="skills")]
    assert findings.spread(words, "service", metric, near) == words("finding.no_clear_difference")
    assert findings.spread(words, "service", metric, far).startswith("Highest: English (90%)")


def test_the_opening_sentence_leaves_out_a_change_that_cannot_be_told(words: Words) -> None:
    silent = findings.Change("Not compared: ...", "none")
    sentence = findings.overview(words, "July 2026", "12 visits", silent, "")
    assert sentence == "July 2026: 12 visits."
