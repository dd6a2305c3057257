"""Google Forms and KoboToolbox: which respondent said what, and when."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl

from pipelines.sources import google_forms, kobo

INSTANT = pl.Datetime("us", "UTC")
LATE = datetime(2026, 2, 1, 20, 30, tzinfo=UTC)  # 01:30 of the next day in Almaty
ANSWER = {
    "row": pl.Int64, "question": pl.String, "kind": pl.String, "outcome": pl.String, "state": pl.String,
    "value": pl.Float64, "option": pl.String, "scale_low": pl.Float64, "scale_high": pl.Float64,
}  # fmt: skip


def answers(*rows):
    agreed = ("knowledge", "likert", "knowledge", "answered", 4.0, None, 1.0, 5.0)
    return pl.DataFrame([(row, *agreed) for row in rows], schema=ANSWER, orient="row")


def test_two_submissions_of_one_second_are_two_respondents(site, mappings, records):
    types = {
        "submitted_at": INSTANT,
        "programme": pl.String,
        "respondent_code": pl.String,
        "language": pl.String,
    }
    one = {"submitted_at": LATE, "programme": "English club", "respondent_code": None, "language": "kk"}
    shaped = google_forms.shape(
        records(types, one, one | {"respondent_code": "cd" * 16}),
        mappings["google_forms_outcomes"],
        site,
        answers(2, 3),
    )
    response = shaped["response"]
    assert response["respondent"].n_unique() == 2
    assert response["survey"].unique().to_list() == ["programme_outcome"]
    assert response["wave"].unique().to_list() == ["immediate"]
    assert response["answered_on"].unique().to_list() == [date(2026, 2, 2)]
    assert response["programme_code"].unique().to_list() == ["english-club"]
    assert response["language"].unique().to_list() == ["kk"]
    assert shaped["person"]["code_key"].to_list() == ["cd" * 16]


def test_the_two_waves_of_the_outcome_survey_ask_under_the_same_codes_so_that_they_can_be_paired(mappings):
    first, second = mappings["google_forms_outcomes"], mappings["google_forms_follow_up"]
    assert first.survey.code == second.survey.code
    assert (first.survey.wave, second.survey.wave) == ("immediate", "follow-up")
    for code in ("knowledge", "confidence", "application", "awareness", "use", "recommend"):
        assert first.questions[code].outcome == second.questions[code].outcome


def test_a_kobo_submission_is_dated_where_it_was_filled_in_not_where_it_arrived(site, mappings, records):
    types = {"submission_id": pl.String, "ended_at": INSTANT, "submitted_at": INSTANT}
    arrived = datetime(2026, 2, 9, 6, tzinfo=UTC)
    fields = records(
        types,
        {"submission_id": "104", "ended_at": LATE, "submitted_at": arrived},
        {"submission_id": "105", "ended_at": None, "submitted_at": arrived},
    )
    shaped = kobo.shape(fields, mappings["kobo_values_survey"], site, answers(2, 3))
    assert shaped["response"].select("respondent", "answered_on").rows() == [
        ("104", date(2026, 2, 2)), ("105", date(2026, 2, 9)),
    ]  # fmt: skip
    assert shaped["person"].is_empty()
