"""What facts say of people, and the shape of the star schema."""

from __future__ import annotations

import shutil
from datetime import date

import duckdb
import pytest

from pipelines.settings import site_folder
from pipelines.warehouse import MODELS, models
from tests.unit.warehouse.rows import DAY, attended, headcount, person, session

PATHS = ("fct_move", "fct_return_month")


def test_a_visit_carries_what_its_person_stated_last_and_the_age_of_its_year(given) -> None:
    given.file(
        "sheet",
        visit=[{"row": row, "visited_on": DAY, "hour": 15, "count": 1, "kind": "sign_in"} for row in (2, 3)],
        person=[
            person(2, email_key="a", district="medeu", year_of_birth=2012),
            person(3, email_key="a", seen_on=date(2026, 3, 4), district="auezov", sex="female"),
        ],
    )
    found = given.published().rows("select district, sex, age_band, age_band_imls, first_time from fct_visit")
    assert found.rows() == [("auezov", "female", "14-17", "12-18", "unknown")] * 2


def test_a_visitor_without_contact_keeps_what_was_stated_and_is_nobody(given) -> None:
    visit = {"row": 2, "visited_on": DAY, "count": 1, "kind": "sign_in", "first_time": True}
    given.file("sheet", visit=[visit], person=[{"row": 2, "seen_on": DAY, "sex": "male"}])
    found = given.published().rows("select person_id, sex, age_band, district, first_time from fct_visit")
    assert found.row(0) == (None, "male", "unknown", "unknown", "yes")


@pytest.mark.parametrize(
    ("age", "local", "imls"),
    [
        (0, "0-5", "0-5"),
        (5, "0-5", "0-5"),
        (6, "6-11", "6-11"),
        (11, "6-11", "6-11"),
        (12, "12-13", "12-18"),
        (13, "12-13", "12-18"),
        (14, "14-17", "12-18"),
        (17, "14-17", "12-18"),
        (18, "18-24", "12-18"),
        (19, "18-24", "19+"),
        (24, "18-24", "19+"),
        (25, "25-34", "19+"),
        (35, "35-59", "19+"),
        (59, "35-59", "19+"),
        (60, "60+", "19+"),
        (None, "unknown", "unknown"),
        (-1, "unknown", "unknown"),
    ],
)
def test_age_bands_have_the_edges_of_the_rule_books(age, local, imls) -> None:
    connection = duckdb.connect()
    text = (MODELS / "macros.sql").read_text("utf-8").split("-- Enumerations")[0]
    connection.execute(text)
    found = connection.execute("select age_band($1::integer), age_band_imls($1::integer)", [age]).fetchall()
    assert found == [(local, imls)]


def test_respondents_are_numbers_and_their_codes_stay_behind(given) -> None:
    answer = {
        "survey": "outcome",
        "wave": "immediate",
        "answered_on": DAY,
        "kind": "likert",
        "state": "answered",
        "value": 5.0,
    }
    rows = [
        {"row": row, "respondent": f"secret-{row}", "question": question, **answer}
        for row in (2, 3)
        for question in ("knowledge", "confidence")
    ]
    given.file("form", response=rows)
    snapshot = given.published()
    assert snapshot.rows("select distinct respondent from fct_response order by 1")[
        "respondent"
    ].to_list() == [1, 2]
    path = given.home.warehouse / f"{snapshot.id}.duckdb"
    assert b"secret-" not in path.read_bytes()


def test_every_fact_has_its_date_its_file_and_the_columns_of_its_person(given) -> None:
    given.file("sheet", visit=[{"row": 2, "visited_on": DAY, "count": 1, "kind": "door_count"}])
    columns = given.published().rows("select table_name, column_name from duckdb_columns()")
    by_table: dict[str, set[str]] = {}
    for table, column in columns.rows():
        by_table.setdefault(table, set()).add(column)
    facts = {name: names for name, names in by_table.items() if name.startswith("fct_")}
    assert all({"date", "object_id"} <= names for names in facts.values())
    who = {
        "sex",
        "age_band",
        "age_band_imls",
        "district",
        "occupation",
        "home_language",
        "first_time",
        "person_id",
    }
    nobody = {name for name, names in facts.items() if not who <= names}
    assert nobody == {"fct_session", "fct_resource_day", "fct_downtime", *PATHS}
    # What a person took up next is asked by program and service only, never crossed with who they are.
    assert all(names & who == {"person_id"} for name, names in facts.items() if name in PATHS)


def test_a_space_without_reference_files_still_builds(new_given, tmp_path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    shutil.copy(site_folder() / "site.toml", folder / "site.toml")
    given = new_given(folder)
    given.file("events", session=[session(2)], attendance=[headcount(2, 4)])
    assert attended(given.published()) == (4, 4)


def test_models_come_after_what_they_need() -> None:
    order = list(models())
    assert order.index("dim_person") < order.index("prep_who") < order.index("fct_visit")
    assert order.index("prep_attendance") < order.index("prep_session") < order.index("fct_session")
