"""`impact survey summary`: counts, denominators, and what partner and library do not see."""

from __future__ import annotations

import pytest

from pipelines.surveys.shield import shield


def question(document, code: str) -> dict:
    (line,) = [line for line in document["questions"] if line["question"] == code]
    return line


def counts(line: dict) -> dict:
    return {option["label"]: option["count"] for option in line["options"]}


def test_a_multiple_choice_is_shared_out_over_who_answered_it_and_not_over_ticks(survey) -> None:
    line = question(survey("summary", "made_up"), "tools")
    # 57 people before, 52 after; every fourth ticked nothing, which leaves the cell empty.
    assert line["asked"] == 57 + 52
    assert line["answered"] == 109 - (14 + 13)
    assert counts(line) == {"Laser cutter": 28, "3D printer": 55, "Saw": 27}
    shares = {option["label"]: option["share_of_respondents"] for option in line["options"]}
    assert shares["3D printer"] == pytest.approx(55 / 82)
    assert sum(shares.values()) > 1


def test_a_rating_has_its_steps_in_order_its_mean_and_its_words(survey) -> None:
    line = question(survey("summary", "made_up"), "learned")
    assert (line["text"], line["kind"]) == ("I learned something.", "likert")
    assert list(counts(line)) == ["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"]
    values = {"Strongly disagree": 1, "Disagree": 2, "Neutral": 3, "Agree": 4, "Strongly agree": 5}
    total = sum(values[label] * count for label, count in counts(line).items())
    assert line["mean"] == pytest.approx(total / 109)


def test_the_score_is_promoters_less_detractors(survey) -> None:
    line = question(survey("summary", "made_up"), "recommend")
    assert len(line["options"]) == 11
    by_score = counts(line)
    assert line["nps"] == pytest.approx(100 * (by_score["10"] + by_score["9"] - by_score["3"]) / 109)


def test_questions_stand_in_the_order_of_the_form(survey) -> None:
    assert [line["question"] for line in survey("summary", "made_up")["questions"]] == [
        "learned",
        "tools",
        "recommend",
        "joined",
    ]


def test_groups_by_another_question_have_their_own_denominators(survey) -> None:
    document = survey("summary", "made_up", "--by", "joined")
    learned = [line for line in document["questions"] if line["question"] == "learned"]
    assert [line["group"]["code"] for line in learned] == ["yes", "no"]
    assert sum(line["answered"] for line in learned) == 109
    assert learned[0]["mean"] > learned[1]["mean"]


def test_groups_by_wave_add_up_to_the_survey(survey) -> None:
    document = survey("summary", "made_up", "--by", "wave")
    asked = {
        line["group"]["code"]: line["asked"]
        for line in document["questions"]
        if line["question"] == "learned"
    }
    assert asked == {"before": 57, "after": 52}


@pytest.mark.parametrize("role", ["partner", "library"])
def test_a_breakdown_is_refused_to_those_who_see_no_small_counts(survey, role) -> None:
    document = survey("summary", "made_up", "--by", "joined", "--role", role)
    assert document["error"]["code"] == "combination_not_declared"


@pytest.mark.parametrize(
    ("words", "code"),
    [(["none_such"], "survey_unknown"), (["made_up", "--by", "none_such"], "question_unknown")],
)
def test_what_does_not_exist_is_refused_with_what_does(survey, words, code) -> None:
    error = survey("summary", *words)["error"]
    assert error["code"] == code
    assert "made_up" in error["message"]


def test_a_partner_sees_the_groups_of_a_score_and_no_mean_of_it(survey) -> None:
    line = question(survey("summary", "made_up", "--role", "partner"), "recommend")
    assert counts(line) == {"0-6": 27, "7-8": 27, "9-10": 55}
    assert line["mean"] is None
    assert line["nps"] == pytest.approx(100 * 28 / 109)


def line_of(kind: str, *given: int, answered: int | None = None) -> dict:
    options = [
        {"code": str(i), "label": str(i), "count": n, "share_of_respondents": 0.1, "suppressed": False}
        for i, n in enumerate(given, 1)
    ]
    total = sum(given) if answered is None else answered
    return {
        "question": "q",
        "text": "q",
        "kind": kind,
        "asked": 200,
        "answered": total,
        "options": options,
        "mean": 3.0,
        "nps": None,
        "suppressed": False,
    }


def test_a_small_count_takes_another_with_it_so_that_it_cannot_be_subtracted() -> None:
    shown = counts(shield(line_of("single", 60, 30, 4), 10))
    assert shown["3"] is None
    assert shown["2"] is None
    assert shown["1"] == 60


def test_with_a_count_goes_the_mean_that_would_help_to_work_it_out() -> None:
    shown = shield(line_of("likert", 4, 40, 40, 40, 40), 10)
    assert shown["mean"] is None
    assert shown["suppressed"]
    assert shield(line_of("likert", 40, 40, 40, 40, 40), 10)["mean"] == 3.0


def test_an_option_that_all_but_a_few_ticked_is_hidden_too() -> None:
    shown = counts(shield(line_of("multi", 95, 50, 3, answered=100), 10))
    assert shown == {"1": None, "2": 50, "3": None}


def test_a_question_that_few_answered_shows_nothing() -> None:
    shown = shield(line_of("likert", 1, 2, 3, 1, 2), 10)
    assert (shown["asked"], shown["answered"], shown["mean"]) == (None, None, None)
    assert {option["count"] for option in shown["options"]} == {None}
