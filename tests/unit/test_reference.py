"""The reference tables of the site: complete, dated, sourced, and in agreement with each other."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from pipelines.settings import PROJECT

REFERENCE = PROJECT / "data" / "reference"
TABLES = sorted(REFERENCE.glob("*.csv"))
SERVICES = {"advising", "english", "skills", "civic", "makerspace", "literature"}


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codes(table: str) -> set[str]:
    return {row["code"] for row in rows("codes") if row["list"] == table}


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_row_says_how_old_it_is_and_where_it_comes_from(path: Path) -> None:
    for row in rows(path.stem):
        assert date.fromisoformat(row["as_of"]), row
        assert row["source"].strip(), row


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_table_is_explained_in_the_readme(path: Path) -> None:
    assert f"`{path.name}`" in (REFERENCE / "README.md").read_text("utf-8")


@pytest.mark.parametrize("table", ["districts", "programmes", "resources", "zones", "codes", "school_breaks"])
def test_what_is_shown_has_a_name_in_every_language(table: str) -> None:
    for row in rows(table):
        assert all(row[f"name_{language}"].strip() for language in ("en", "ru", "kk")), row


@pytest.mark.parametrize("table", ["districts", "programmes", "resources", "zones"])
def test_codes_are_unique(table: str) -> None:
    found = [row["code"] for row in rows(table)]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("table", ["programmes", "resources", "zones"])
def test_no_name_or_alias_stands_for_two_codes(table: str) -> None:
    seen: dict[str, str] = {}
    for row in rows(table):
        names = [row["code"], row["name_en"], row["name_ru"], row["name_kk"], *row["aliases"].split(";")]
        for name in filter(None, (name.strip().casefold() for name in names)):
            assert seen.setdefault(name, row["code"]) == row["code"], name


def test_the_districts_of_a_date_sum_to_the_city() -> None:
    table = rows("population")
    for day in {row["as_of"] for row in table if row["district"] != "all"}:
        for column in ("total", "men", "women"):
            whole = [int(r[column]) for r in table if r["as_of"] == day and r["district"] == "all"]
            parts = [int(r[column]) for r in table if r["as_of"] == day and r["district"] != "all"]
            assert len(parts) == len(rows("districts"))
            assert [sum(parts)] == whole, (day, column)


def test_men_and_women_are_everybody() -> None:
    for row in rows("population"):
        if row["men"]:
            assert int(row["men"]) + int(row["women"]) == int(row["total"]), row


def test_each_district_has_one_polygon_with_closed_rings_and_the_map_names_its_makers() -> None:
    text = (REFERENCE / "districts.geojson").read_text("utf-8")
    document = json.loads(text)
    assert len(text.encode()) < 60_000
    assert "OpenStreetMap contributors" in document["credit"]
    found = [feature["properties"]["code"] for feature in document["features"]]
    assert sorted(found) == sorted(row["code"] for row in rows("districts"))
    for feature in document["features"]:
        geometry = feature["geometry"]
        polygons = (
            geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        )
        for ring in (ring for polygon in polygons for ring in polygon):
            assert len(ring) >= 4
            assert ring[0] == ring[-1]


def test_all_six_services_have_programmes_and_dimensions_are_declared_codes() -> None:
    table = rows("programmes")
    assert {row["service"] for row in table} == SERVICES == codes("service")
    for column in ("core_program", "theme", "partner", "language"):
        assert {row[column] for row in table} - {""} <= codes(column), column


def test_resources_stand_in_a_zone_and_belong_to_a_declared_service() -> None:
    zones = {row["code"] for row in rows("zones")}
    for row in rows("resources"):
        assert row["zone"] in zones
        assert row["service"] in SERVICES | {""}
        assert row["kind"] in codes("resource_kind")
        assert int(row["capacity"]) > 0


def test_opening_hours_are_hours_of_known_weekdays() -> None:
    for row in rows("opening_hours"):
        assert 1 <= int(row["weekday"]) <= 7
        assert row["opens"] < row["closes"]


def test_spans_do_not_end_before_they_start() -> None:
    for table in ("closures", "school_breaks"):
        for row in rows(table):
            assert date.fromisoformat(row["starts_on"]) <= date.fromisoformat(row["ends_on"]), row


def test_targets_are_for_metrics_that_exist_and_shares_are_shares() -> None:
    catalogue = {path.stem for path in (PROJECT / "pipelines" / "metrics" / "catalogue").glob("*.toml")}
    for row in rows("targets"):
        assert row["metric"] in catalogue, row
        if row["metric"].startswith("outcome_") or row["metric"].endswith("_rate"):
            assert 0 < float(row["target"]) < 1, row
