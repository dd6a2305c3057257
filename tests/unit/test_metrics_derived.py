"""Figures made of other figures show nothing that those hide, and refuse what they cannot divide."""

from __future__ import annotations

from datetime import date
from itertools import product
from random import Random
from typing import Any

import pytest

from pipelines.metrics import Question, answer, catalogue, compare
from pipelines.problems import RefusalError
from tests.spec.handmade import HandMade, hand_made

COVERED = ("2026-01-18", "2026-10-31")
RESIDENTS = [
    {"code": "almaly", "population": 900, "men": 400, "women": 500},
    {"code": "medeu", "population": 600, "men": 300, "women": 300},
    {"code": "all", "population": 2000},
]
DERIVED = [metric for metric in catalogue().values() if metric.is_derived]


@pytest.fixture(scope="module")
def snapshot() -> HandMade:
    """People of whom a few are of a small group, some new, some not; and answers to a survey."""
    chance = Random(20260701)  # noqa: S311
    seen: set[int] = set()
    attendance: list[dict[str, Any]] = []
    for month, _ in product(range(2, 9), range(40)):
        person = chance.randrange(90)
        attendance.append(
            {
                "date": f"2026-0{month}-10",
                "person_id": person,
                "is_first": person not in seen,
                "sex": ("female", "male", "unknown")[person % 3],
                "district": "medeu" if person < 7 else "almaly",
                "service": ("english", "skills")[person % 2],
                "age_band": "14-17" if person < 7 else "18-24",
            }
        )
        seen.add(person)
    answers = [
        {"date": "2026-05-10", "respondent": number, "service": "skills" if number < 5 else "english"}
        for number in range(40)
    ]
    visits = [{"date": f"2026-0{month}-10", "count": 100 * month} for month in range(2, 9)]
    facts = {"fct_attendance": attendance, "fct_response": answers, "fct_visit": visits}
    return hand_made(facts, COVERED, residents=RESIDENTS)


@pytest.mark.parametrize("metric", DERIVED, ids=lambda metric: metric.code)
@pytest.mark.parametrize("grain", [None, "quarter"])
def test_a_row_is_shown_only_where_every_part_of_it_is(
    snapshot: HandMade, metric: Any, grain: str | None
) -> None:
    hidden = 0
    for by in [(), *((name,) for name in metric.published_by)]:
        rows = answer(snapshot, Question(metric.code, by, grain=grain)).rows.to_dicts()
        parts = [code for code in (metric.of, metric.against) if code is not None]
        for code in parts:
            if not set(by) <= set(catalogue()[code].by):
                continue
            found = answer(snapshot, Question(code, by, grain=grain)).rows.to_dicts()
            kept = {tuple(row[name] for name in (*by, "period")) for row in found if row["suppressed"]}
            shown = {tuple(row[name] for name in (*by, "period")) for row in rows if not row["suppressed"]}
            assert not kept & shown
            hidden += len(kept)
        for row in rows:
            if row["suppressed"]:
                assert {row[name] for name in ("value", "numerator", "denominator", "n", "unknown")} == {None}
    assert hidden or metric.of in ("visits", "attendance")


def test_months_of_returning_people_add_to_the_new_ones(snapshot: HandMade) -> None:
    unique, new, back = (
        answer(snapshot, Question(code, grain="month", role="analyst")).rows["value"].to_list()
        for code in ("unique_participants", "new_participants", "returning_participants")
    )
    assert [one + two for one, two in zip(new, back, strict=True)] == unique
    assert any(back)


def test_a_filter_on_a_district_is_held_against_the_residents_of_that_district(snapshot: HandMade) -> None:
    asked = Question("population_reached", where=(("district", "almaly"),), role="analyst")
    assert answer(snapshot, asked).rows["denominator"].to_list() == [900]
    both = Question(
        "population_reached", where=(("district", "almaly"), ("district", "medeu")), role="analyst"
    )
    assert answer(snapshot, both).rows["denominator"].to_list() == [1500]
    unknown = Question("population_reached", where=(("district", "unknown"),), role="analyst")
    assert answer(snapshot, unknown).rows["value"].to_list() == [None]


@pytest.mark.parametrize(
    "question",
    [
        Question("population_reached", ("district", "sex"), role="analyst"),
        Question("population_reached", ("district",), where=(("sex", "male"),), role="analyst"),
        Question("representation_ratio", ("district",), where=(("district", "medeu"),), role="analyst"),
    ],
)
def test_residents_that_are_not_known_in_that_division_are_refused(
    snapshot: HandMade, question: Question
) -> None:
    with pytest.raises(RefusalError) as refused:
        answer(snapshot, question)
    assert refused.value.problems[0].code == "combination_not_declared"


def test_residents_of_different_days_or_sources_are_not_set_beside_each_other(snapshot: HandMade) -> None:
    mixed = [dict(RESIDENTS[0]), {**RESIDENTS[1], "as_of": "2023-01-01"}]
    facts = {"fct_attendance": [{"date": "2026-07-01", "person_id": 1, "district": "almaly"}]}
    other = hand_made(facts, COVERED, residents=mixed)
    rows = answer(other, Question("representation_ratio", ("district",), role="analyst")).rows
    assert rows["value"].to_list() == [None]


def test_a_derived_figure_is_compared_with_the_period_before(snapshot: HandMade) -> None:
    asked = Question("visits_per_capita", start=date(2026, 7, 1), end=date(2026, 7, 31))
    found = compare(snapshot, asked)
    assert (found.reason, found.value, found.before) == (None, 350.0, 300.0)
