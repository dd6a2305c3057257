"""Mix and rate effects: they add up exactly, and are not given where they would mislead or give away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.metrics import Question, answer
from pipelines.statistics.decomposition import decompose, decompose_parts
from tests.spec.handmade import hand_made

PARTS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.tuples(st.floats(0, 1e4, allow_subnormal=False), st.integers(1, 10_000)),
    min_size=1,
)


@given(PARTS, PARTS)
def test_mix_and_rate_effects_add_up_to_the_change(
    before: dict[str, tuple[float, int]], after: dict[str, tuple[float, int]]
) -> None:
    found = decompose_parts(before, after)
    assert (
        found.reason is None and found.change is not None and found.mix is not None and found.rate is not None
    )
    largest = max(abs(top / bottom) for top, bottom in (*before.values(), *after.values()))
    assert abs(found.mix + found.rate - found.change) <= 1e-9 * max(1.0, largest)
    assert sum(effect.total for effect in found.effects) == pytest.approx(found.mix + found.rate)


@given(PARTS, PARTS)
def test_going_back_is_the_opposite(
    before: dict[str, tuple[float, int]], after: dict[str, tuple[float, int]]
) -> None:
    there = {e.group: e for e in decompose_parts(before, after).effects}
    back = {e.group: e for e in decompose_parts(after, before).effects}
    for group, effect in there.items():
        assert effect.mix == pytest.approx(-back[group].mix, abs=1e-6)
        assert effect.rate == pytest.approx(-back[group].rate, abs=1e-6)


@given(PARTS, st.integers(2, 5))
def test_twice_as_much_of_everything_has_no_effect(parts: dict[str, tuple[float, int]], times: int) -> None:
    found = decompose_parts(
        parts, {group: (times * top, times * bottom) for group, (top, bottom) in parts.items()}
    )
    assert found.mix == pytest.approx(0, abs=1e-6)
    assert found.rate == pytest.approx(0, abs=1e-6)


def test_a_worked_example_by_hand() -> None:
    # Rates stay at 0.8 and 0.4, the mix goes from half and half to three quarters: all mix, 0.60 to 0.70.
    found = decompose_parts({"a": (40, 50), "b": (20, 50)}, {"a": (60, 75), "b": (10, 25)})
    assert (found.before, found.after) == (pytest.approx(0.6), pytest.approx(0.7))
    assert (found.mix, found.rate) == (pytest.approx(0.1), pytest.approx(0))
    # The mix stays, both rates rise by 0.1: all rate.
    found = decompose_parts({"a": (40, 50), "b": (20, 50)}, {"a": (45, 50), "b": (25, 50)})
    assert (found.mix, found.rate) == (pytest.approx(0), pytest.approx(0.1))
    # Rates 0.5 and 0.2 become 0.6 and 0.1, shares .3 and .7 become .5 and .5: 0.29 to 0.35.
    found = decompose_parts({"a": (15, 30), "b": (14, 70)}, {"a": (30, 50), "b": (5, 50)})
    assert found.rate == pytest.approx(0.1 * 0.4 - 0.1 * 0.6)
    assert found.mix == pytest.approx(0.2 * 0.55 - 0.2 * 0.15)


def test_a_group_that_is_new_changes_the_mix_only() -> None:
    found = decompose_parts({"a": (50, 100)}, {"a": (50, 100), "new": (90, 100)})
    new = next(effect for effect in found.effects if effect.group == "new")
    assert new.rate == 0
    assert found.change == pytest.approx(0.2)


def responses(high: dict[str, tuple[int, int]], day: str) -> list[dict[str, object]]:
    return [
        {"date": day, "service": service, "outcome": "knowledge", "value": 5 if number < top else 2}
        | {"respondent": number}
        for service, (top, n) in high.items()
        for number in range(n)
    ]


def asked(metric: str, role: str, **more: object) -> list[Question]:
    months = [(date(2026, 6, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 7, 31))]
    return [Question(metric, ("service",), *days, role=role, **more) for days in months]  # type: ignore[arg-type]


def test_two_answers_are_decomposed_to_their_difference() -> None:
    june = responses({"english": (20, 40), "skills": (45, 50)}, "2026-06-10")
    july = responses({"english": (20, 30), "skills": (60, 90)}, "2026-07-10")
    snapshot = hand_made({"fct_response": june + july}, ("2026-01-18", "2026-10-31"))
    before, after = (answer(snapshot, question) for question in asked("outcome_knowledge", "analyst"))
    found = decompose(before, after)
    assert found.change == pytest.approx(80 / 120 - 65 / 90)
    assert found.mix is not None and found.rate is not None
    assert found.mix + found.rate == pytest.approx(found.change)


def test_a_hidden_group_is_not_given_away() -> None:
    june = responses({"english": (20, 40), "skills": (3, 4)}, "2026-06-10")
    july = responses({"english": (20, 40), "skills": (30, 60)}, "2026-07-10")
    snapshot = hand_made({"fct_response": june + july}, ("2026-01-18", "2026-10-31"))
    before, after = (answer(snapshot, question) for question in asked("outcome_knowledge", "partner"))
    assert decompose(before, after) == decompose(after, before)
    assert decompose(before, after).reason == "suppressed"


@pytest.mark.parametrize(
    ("metric", "reason"), [("response_count", "distinct_counts"), ("visits", "not_a_ratio")]
)
def test_counts_are_not_decomposed(metric: str, reason: str) -> None:
    snapshot = hand_made({"fct_response": [], "fct_visit": []}, ("2026-01-18", "2026-10-31"))
    before, after = (answer(snapshot, question) for question in asked(metric, "analyst"))
    assert decompose(before, after).reason == reason


def test_answers_to_different_questions_are_not_subtracted() -> None:
    snapshot = hand_made({"fct_response": []}, ("2026-01-18", "2026-10-31"))
    before, after = (answer(snapshot, question) for question in asked("outcome_knowledge", "analyst"))
    other = replace(before, question=replace(before.question, where=(("service", "english"),)))
    assert decompose(other, after).reason == "different_questions"
    assert decompose(before, after).reason == "no_data"
    assert isinstance(after.rows, pl.DataFrame)
