"""Survey exports that other people made, whole, with the answers that their publishers state."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from pipelines.mapping import load_mapping

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def read(staged):
    """A real file under the mapping of that name in tests/data/mappings."""
    return lambda file, mapping: staged(
        DATA / file, mapping=load_mapping(DATA / "mappings" / f"{mapping}.toml")
    )


def said(file, question: str) -> dict[str, int]:
    """How often each option of a question was chosen."""
    chosen = file["response"].filter(pl.col("question") == question, pl.col("state") == "answered")
    return dict(chosen.group_by("option").len().sort("option").rows())


@pytest.mark.parametrize(
    ("mapping", "file", "rows", "answers", "nps"),
    [
        ("march", "20200326-longterm-other_questions-no-open.csv", 176, 134, 62.69),
        ("december", "2020-12-long-term-other_questions-no-open.csv", 87, 87, 47.13),
    ],
)
def test_the_recommendation_score_is_the_one_the_carpentries_published(
    read, mapping, file, rows, answers, nps
):
    export = read(f"carpentries/{file}", f"carpentries_{mapping}_2020")
    scores = export["response"].filter(pl.col("kind") == "nps", pl.col("state") == "answered")["value"]
    assert (export.summary["rows"], export.summary["staged"]) == (rows, rows)
    assert len(scores) == answers
    assert round(100 * ((scores >= 9).mean() - (scores <= 6).mean()), 2) == nps


def test_na_is_a_blank_and_words_and_figures_of_one_scale_are_the_same_values(read):
    march = read("carpentries/20200326-longterm-other_questions-no-open.csv", "carpentries_march_2020")
    december = read("carpentries/2020-12-long-term-other_questions-no-open.csv", "carpentries_december_2020")
    for export in (march, december):
        impact = export["response"].filter(pl.col("question") == "impact_career_advancement")
        assert set(impact["state"]) <= {"answered", "blank"}
        assert set(impact["value"].drop_nulls()) == {1.0, 2.0, 3.0, 4.0, 5.0}
    assert "Git" not in said(march, "workshop_attended_content")
    assert said(march, "workshop_attended_content")["git"] > 20


@pytest.mark.parametrize(
    ("mapping", "file", "respondents"),
    [
        ("rse_2016_uk", "2016-uk.csv", 273),
        ("rse_2017_nl", "2017-nl.csv", 77),
        ("rse_2017_zaf", "2017-zaf.csv", 22),
    ],
)
def test_a_limesurvey_export_is_read_by_the_codes_in_its_headers(read, mapping, file, respondents):
    export = read(f"rse-survey/{file}", mapping)
    assert export.summary["staged"] == export.summary["rows"] == respondents
    assert export["response"]["respondent"].n_unique() == respondents
    assert export.summary["problems"] == {}


def test_yes_and_no_of_a_limesurvey_multiple_choice_are_ticked_and_not_ticked(read):
    export = read("rse-survey/2017-zaf.csv", "rse_2017_zaf")
    languages = said(export, "tool4can")
    assert languages["python"] == 9
    assert "swift" not in languages


def test_the_paper_form_has_twelve_people_and_thirty_two_blank_lines(read):
    export = read("newcastle/2016-10-01 Datamorphosis.csv", "newcastle_datamorphosis")
    assert (export.summary["rows"], export.summary["staged"]) == (44, 12)
    assert export.summary["excluded_by_reason"] == {"blank": 32}
    # A typographic apostrophe of Windows-1252 stands in this question's header.
    assert sum(said(export, "develop_further").values()) > 0


@pytest.mark.parametrize(
    ("mapping", "file", "people"),
    [
        ("newcastle_craft_club", "Art and craft club - City.csv", 13),
        ("newcastle_group_session", "Group session.csv", 10),
        ("newcastle_internet_taster", "Internet taster session - branch libraries.csv", 1),
        ("newcastle_work_club", "Work club - branch libraries.csv", 28),
    ],
)
def test_the_second_header_row_is_no_respondent(read, mapping, file, people):
    export = read(f"newcastle/{file}", mapping)
    assert export.summary["staged"] == export.summary["rows"] == people
    assert export["record"]["row"].min() == 3


def test_a_pair_of_columns_for_yes_and_no_is_one_question(read):
    export = read("newcastle/Art and craft club - City.csv", "newcastle_craft_club")
    assert said(export, "a_feel_more_confident") == {"no": 5, "yes": 6}


def test_options_in_columns_under_a_merged_question_are_one_question(read):
    export = read("newcastle/Group session.csv", "newcastle_group_session")
    ticked = said(export, "do_you_find_this_group")
    assert set(ticked) == {
        *("challenging", "encouraging", "enjoyable", "inspiring"),
        *("interesting", "motivating", "relaxing", "therapeutic"),
    }
    assert ticked["enjoyable"] == 8


@pytest.mark.parametrize(
    ("mapping", "file", "row"),
    [("qualtrics_sample", "sample.csv", 4), ("qualtrics_sample_legacy", "sample_legacy.csv", 3)],
)
def test_a_qualtrics_export_has_one_response_below_its_header_rows(read, mapping, file, row):
    export = read(f"qualtrics/{file}", mapping)
    assert export["response"]["respondent"].to_list() == ["R_2YPOQ602ER1jkf1"]
    assert export["response"]["option"].to_list() == ["second"]
    assert export["record"]["row"].to_list() == [row]
    for path in export.folder.iterdir():
        assert b"130.92.34.66" not in path.read_bytes()
