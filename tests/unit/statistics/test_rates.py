"""Response rates and representation: with their denominator, or not at all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.metrics import Question
from pipelines.statistics.representation import (
    Population,
    population,
    representation,
    shares,
)
from pipelines.statistics.response_rate import response_rates
from tests.spec.handmade import HandMade, hand_made

DAYS = ("2026-01-18", "2026-10-31")


def city(snapshot: HandMade, rows: list[tuple[object, ...]]) -> HandMade:
    snapshot.connection.execute(
        "create or replace table dim_district (code varchar, population bigint, men bigint, women bigint,"
        " as_of date, source varchar)"
    )
    for row in rows:
        snapshot.connection.execute("insert into dim_district values (?, ?, ?, ?, ?, ?)", list(row))
    return snapshot


TWO = [
    ("all", 1200, None, None, "2026-01-01", "made-up yearbook"),
    ("north", 600, 250, 350, "2023-01-01", "made-up census"),
    ("south", 400, 200, 200, "2023-01-01", "made-up census"),
]


def attended(numbers: dict[tuple[str, str], int]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for (district, sex), number in numbers.items():
        for _ in range(number):
            person = {"person_id": len(rows), "district": district, "sex": sex}
            rows.append({"date": "2026-06-10", "service": "english", **person})
    return rows


def test_representation_is_the_share_of_users_over_the_share_of_the_population() -> None:
    people = attended({("north", "female"): 30, ("south", "male"): 50, ("unknown", "female"): 20})
    snapshot = city(hand_made({"fct_attendance": people}, DAYS), TWO)
    found = representation(snapshot, "district")
    assert [(group.code, group.users) for group in found.groups] == [("north", 30), ("south", 50)]
    # 30 of 80 known against 600 of 1,000; 50 of 80 against 400.
    assert [group.ratio for group in found.groups] == pytest.approx([0.375 / 0.6, 0.625 / 0.4])
    assert found.unknown_share == pytest.approx(0.2)
    assert (found.as_of, found.source) == (date(2023, 1, 1), "made-up census")


def test_the_sexes_are_summed_over_districts_and_keep_their_own_date() -> None:
    people = attended({("north", "female"): 30, ("south", "male"): 50})
    found = representation(city(hand_made({"fct_attendance": people}, DAYS), TWO), "sex")
    assert {group.code: group.population for group in found.groups} == {"female": 550, "male": 450}
    assert found.as_of == date(2023, 1, 1)


def test_without_a_dated_and_sourced_denominator_there_is_no_figure() -> None:
    people = attended({("north", "female"): 30, ("south", "male"): 50})
    for broken in (
        [],
        [("north", None, 1, 1, "2023-01-01", "s"), TWO[2]],
        [("north", 600, 1, 1, None, "s"), TWO[2]],
        [("north", 600, 1, 1, "2023-01-01", None), TWO[2]],
        [("north", 600, 1, 1, "2022-01-01", "made-up census"), TWO[2]],
    ):
        snapshot = city(
            hand_made({"fct_attendance": people, "fct_visit": [{"date": "2026-06-10"}]}, DAYS), broken
        )
        assert representation(snapshot, "district").reason == "no_denominator"
        assert representation(snapshot, "district").groups == ()
    no_sexes = [("north", 600, None, None, "2023-01-01", "s"), ("south", 400, None, None, "2023-01-01", "s")]
    snapshot = city(hand_made({}, DAYS), no_sexes)
    assert population(snapshot, "sex") is None
    assert population(snapshot, "district") is not None


def test_one_hidden_group_hides_all_shares() -> None:
    people = attended({("north", "female"): 60, ("south", "male"): 3})
    found = representation(city(hand_made({"fct_attendance": people}, DAYS), TWO), "district")
    assert (found.reason, found.groups) == ("suppressed", ())


@given(st.dictionaries(st.sampled_from(["a", "b", "c", "unknown"]), st.integers(0, 1000), min_size=1))
def test_shares_of_users_add_up_and_ratios_average_to_one(users: dict[str, int]) -> None:
    denominator = Population({"a": 50, "b": 30, "c": 20}, date(2023, 1, 1), "made up")
    found = shares(users, denominator)
    if sum(users.get(code, 0) for code in "abc") == 0:
        assert found.reason == "no_data"
        return
    assert sum(group.user_share for group in found.groups) == pytest.approx(1)
    assert sum(group.ratio * group.population_share for group in found.groups) == pytest.approx(1)
    assert found.unknown_share is not None and 0 <= found.unknown_share < 1


def answered(services: dict[str, int]) -> list[dict[str, object]]:
    return [
        {"date": "2026-06-10", "service": service, "respondent": 1000 * place + number, "survey": "outcome"}
        for place, (service, count) in enumerate(services.items())
        for number in range(count)
    ]


def test_a_response_rate_states_what_it_is_out_of() -> None:
    came = [{"date": "2026-06-10", "service": "english", "kind": "headcount", "count": 80}]
    came += attended({("north", "female"): 40})
    snapshot = hand_made({"fct_attendance": came, "fct_response": answered({"english": 30})}, DAYS)
    (found,) = response_rates(snapshot, Question("response_count", where=(("wave", "immediate"),)))
    assert (found.basis, found.respondents, found.out_of, found.rate) == ("attendance", 30, 120, 0.25)
    (people,) = response_rates(snapshot, Question("response_count"), "unique_participants")
    assert (people.basis, people.out_of, people.rate) == ("unique_participants", 40, 0.75)


def test_groups_without_answers_have_a_rate_of_nought_and_hidden_ones_none() -> None:
    came = [
        {"date": "2026-06-10", "service": service, "kind": "headcount", "count": 50}
        for service in ("english", "skills", "civic")
    ]
    responses = answered({"english": 20, "civic": 20, "skills": 0})
    snapshot = hand_made({"fct_attendance": came, "fct_response": responses}, DAYS)
    found = {one.group: one for one in response_rates(snapshot, Question("response_count", ("service",)))}
    assert (found["english"].rate, found["skills"].rate) == (0.4, 0)
    few = hand_made({"fct_attendance": came, "fct_response": answered({"english": 3})}, DAYS)
    (hidden,) = response_rates(few, Question("response_count"))
    assert (hidden.reason, hidden.respondents, hidden.rate) == ("suppressed", None, None)


def test_a_response_rate_has_one_breakdown_and_one_period() -> None:
    with pytest.raises(ValueError, match="one breakdown"):
        response_rates(hand_made({}), Question("response_count", grain="month"))
