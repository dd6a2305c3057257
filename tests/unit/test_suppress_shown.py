"""What is shown though it is small, and up to which day figures about people go."""

from __future__ import annotations

from datetime import date, datetime

from pipelines.metrics import Question, answer
from tests.spec.handmade import hand_made
from tests.unit.test_suppress_answers import ask


def test_undivided_headcounts_are_shown_however_few() -> None:
    few = hand_made(
        {"fct_attendance": [{"date": "2026-07-01", "kind": "headcount", "count": 3, "mode": "virtual"}]}
    )
    assert ask(few, "attendance")[0]["value"] == 3
    assert ask(few, "attendance", where=(("mode", "virtual"),))[0]["value"] == 3


def test_an_answer_that_a_whole_group_gave_is_hidden_and_that_of_a_program_is_shown() -> None:
    common = {"date": "2026-07-01", "outcome": "knowledge", "programme": "club"}
    north = [{**common, "respondent": n, "district": "north", "value": 5} for n in range(40)]
    south = [
        {**common, "respondent": n, "district": "south", "value": 4 * (n % 2) + 1} for n in range(40, 120)
    ]
    covered = ("2026-01-18", "2026-10-31")
    made = hand_made({"fct_response": north + south}, covered)
    by_district = {row["district"]: row for row in ask(made, "outcome_knowledge", by=("district",))}
    assert by_district["north"]["suppressed"]
    [row] = ask(hand_made({"fct_response": north}, covered), "outcome_knowledge", by=("programme",))
    assert (row["value"], row["suppressed"]) == (1.0, False)


def test_figures_about_people_end_with_the_last_complete_month() -> None:
    people = [
        {"date": f"2026-{month:02d}-05", "person_id": n} for month in (9, 10, 11) for n in range(month * 2)
    ]
    made = hand_made({"fct_attendance": people}, made=datetime(2026, 11, 6))
    months = [row["period"] for row in ask(made, "unique_participants", grain="month")]
    assert months == ["2026-09", "2026-10"]
    found = answer(made, Question("unique_participants", end=date(2026, 12, 31)))
    assert (found.question.end, found.rows["value"].to_list()) == (date(2026, 10, 31), [20])
    assert [row["period"] for row in ask(made, "attendance", grain="month")][-1] == "2026-11"
