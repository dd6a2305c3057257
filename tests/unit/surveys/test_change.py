"""`impact survey change`: who is paired, who is not, and the figures over the pairs."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.problems import RefusalError
from pipelines.surveys.answers import SurveyAnswers
from pipelines.surveys.change import key_column

WAVES = ("--before", "before", "--after", "after")


def test_everybody_is_matched_or_accounted_for(survey) -> None:
    document = survey("change", "made_up", *WAVES)
    assert document["key"] == "code"
    assert document["matched"] == 40
    assert (document["only_before"], document["only_after"]) == (12, 11)
    # Three gave no code, and one code stands on two submissions: nobody can say which is whose.
    assert document["refused"] == 4
    (duplicate,) = document["duplicates"]
    assert (duplicate["wave"], duplicate["submissions"]) == ("before", 2)
    assert document["total"] == 40 + 12 + 11 + 4


def test_the_change_is_that_of_the_pairs_alone(survey) -> None:
    questions = {line["question"]: line for line in survey("change", "made_up", *WAVES)["questions"]}
    learned = questions["learned"]
    # Of 40 pairs three of four rose by two steps, from 2.5 on average.
    assert (learned["n"], learned["before"], learned["after"]) == (40, 2.5, 4.0)
    assert learned["difference"] == 1.5
    assert learned["lower"] < 1.5 < learned["upper"]
    # 30 differences of 2 and 10 of 0: standard deviation sqrt(30 * 0.25 + 10 * 2.25) / sqrt(39).
    assert learned["d_z"] == pytest.approx(1.5 / (30 / 39) ** 0.5)
    assert learned["p"] < 1e-9
    assert learned["wilcoxon_p"] < 1e-5
    assert "tools" not in questions


def test_yes_and_no_are_also_tested_by_who_changed(survey) -> None:
    questions = {line["question"]: line for line in survey("change", "made_up", *WAVES)["questions"]}
    joined = questions["joined"]
    assert (joined["before"], joined["n"]) == (0.0, 40)
    assert joined["mcnemar_p"] < 1e-5
    assert "mcnemar_p" not in questions["learned"]


def test_a_question_that_nobody_changed_has_no_p(survey) -> None:
    questions = {line["question"]: line for line in survey("change", "made_up", *WAVES)["questions"]}
    assert questions["recommend"]["difference"] == 0
    assert (questions["recommend"]["p"], questions["recommend"]["wilcoxon_p"]) == (None, None)


def test_pairing_the_other_way_round_turns_the_difference(survey) -> None:
    back = survey("change", "made_up", "--before", "after", "--after", "before")
    learned = next(line for line in back["questions"] if line["question"] == "learned")
    assert learned["difference"] == -1.5
    assert (back["only_before"], back["only_after"]) == (11, 12)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["made_up", "--before", "before", "--after", "immediate"], "wave_unknown"),
        (["made_up", "--before", "before", "--after", "before"], "same_wave"),
        (["made_up", *WAVES, "--key", "shoe_size"], "key_unknown"),
        (["none_such", *WAVES], "survey_unknown"),
    ],
)
def test_what_cannot_be_paired_is_refused(survey, words, code) -> None:
    assert survey("change", *words)["error"]["code"] == code


def test_a_partner_sees_no_count_of_a_few_people_nor_the_total_that_gives_it_away(survey) -> None:
    document = survey("change", "made_up", *WAVES, "--role", "partner")
    assert document["matched"] == 40
    assert (document["refused"], document["total"], document["duplicates"]) == (None, None, [])
    assert next(line for line in document["questions"] if line["question"] == "learned")["n"] == 40


def test_waves_without_a_key_are_not_paired() -> None:
    rows = pl.DataFrame(
        {"wave": ["before", "after"], "respondent": [1, 2], "code_id": [None, None], "person_id": [None, 3]}
    )
    with pytest.raises(RefusalError) as refusal:
        key_column(SurveyAnswers("made_up", (), rows), "before", "after", None)
    assert refusal.value.problems[0].code == "no_linking_key"
