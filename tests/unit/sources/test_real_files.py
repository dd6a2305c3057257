"""The real exports in tests/data, whole, from bytes to staged tables."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

DATA = Path(__file__).parents[2] / "data"


def test_timberland_gives_the_totals_that_its_publisher_states(staged):
    file = staged(DATA / "timberland" / "Raw_2021Programs.csv")
    assert file.summary["mapping"] == "timberland_programs"
    assert (file.summary["rows"], file.summary["staged"], file.summary["duplicate"]) == (1308, 1308, 0)
    attended = file["attendance"]
    assert attended["count"].sum() == 28527
    assert attended["count"].count() == 873
    assert attended["count"].null_count() == 435
    assert file["session"]["sessions"].sum() == 2195
    assert file["session"].height == 1308
    online = attended.join(file["session"].filter(pl.col("mode") == "virtual"), on="row")
    assert online["count"].sum() == 7145
    assert set(file["session"]["mode"]) == {"virtual", "in-person"}
    assert set(file["session"]["precision"]) == {"month"}


def test_the_kobo_submissions_are_four_respondents_and_a_do_not_know_is_no_answer(staged):
    file = staged(DATA / "kobo" / "submissions-api-v2.json")
    response = file["response"]
    assert file.summary["mapping"] == "kobo_values_survey"
    assert response["respondent"].n_unique() == 4
    assert response["answered_on"].unique().to_list() == [pl.Series(["2021-05-02"]).str.to_date()[0]]
    trust = response.filter(pl.col("question") == "trust_people").sort("respondent")
    assert trust["option"].to_list() == ["can_be_trusted", "can_be_trusted", None, None]
    assert trust["state"].to_list() == ["answered", "answered", "not_applicable", "not_applicable"]
    control = response.filter(pl.col("question") == "control").sort("respondent")
    assert control["value"].to_list() == [6.0, 3.0, 8.0, 10.0]
    assert file["person"].is_empty()


def test_the_kobo_label_export_is_one_respondent_and_its_names_and_e_mail_go_nowhere(staged):
    file = staged(DATA / "kobo" / "export-with-labels.xls")
    response = file["response"]
    assert file.summary["mapping"] == "kobo_volunteers"
    assert response["respondent"].unique().to_list() == ["87"]
    assert response.filter(pl.col("question") == "projects")["option"].to_list() == ["project_1"]
    skills = response.filter(pl.col("question").str.starts_with("skill_")).select("question", "option")
    assert ("skill_python", "beginner") in skills.rows()
    assert file["person"].is_empty()
    for path in file.folder.iterdir():
        content = path.read_bytes()
        for personal in (b"test.user", b"gmail", b"werljwlerjwl", b"lwjerlwejr"):
            assert personal not in content


@pytest.mark.parametrize("name", ["kobo/LICENSE.md", "README.md"])
def test_the_real_files_stand_beside_their_licence(name):
    assert (DATA / name).stat().st_size > 100
