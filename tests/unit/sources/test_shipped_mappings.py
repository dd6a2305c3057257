"""The mappings in data/mappings agree with the code lists, with each other, and never read a name."""

from __future__ import annotations

import csv
from collections import defaultdict
from importlib import import_module

import pytest

from pipelines.describe.systems import survey_systems
from pipelines.mapping import recognise
from pipelines.problems import RefusalError
from pipelines.settings import PROJECT
from pipelines.sources import source_names

REFERENCE = PROJECT / "data" / "reference"
NAMES = frozenset(
    [
        "name",
        "full name",
        "first name",
        "last name",
        "имя",
        "фио",
        "фамилия",
        "аты",
        "аты-жөні",
        "тегі",
        "иин",
        "жсн",
        "firstname",
        "lastname",
        "nickname",
        "account",
        "ip",
        "ipaddr",
        "comment",
        "comments",
    ]
)


def codes():
    lists = defaultdict(set)
    with (REFERENCE / "codes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lists[row["list"]].add(row["code"])
    for name in ("districts", "zones"):
        with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            lists[name[:-1]] = {row["code"] for row in csv.DictReader(file)}
    return lists


def test_every_mapping_names_a_source_that_is_there_and_every_source_has_a_mapping(mappings):
    # Mappings of the other survey systems are made by `impact survey describe`.
    described = {system.source for system in survey_systems().values()}
    assert {mapping.source for mapping in mappings.values()} | described == set(source_names())
    for mapping in mappings.values():
        assert bool(mapping.questions) == (
            "response" in import_module(f"pipelines.sources.{mapping.source}").TABLES
        )


def test_every_code_that_a_mapping_gives_is_in_the_code_lists(mappings):
    lists = codes()
    of_field = {"home_language": "language", "form_language": "language", "calendar_service": "service"}
    for mapping in mappings.values():
        for name, field in mapping.fields.items():
            listed = lists.get(of_field.get(name, name))
            if field.values and listed and name != "kind":
                assert set(field.values) <= listed, (mapping.name, name)
        for code, question in mapping.questions.items():
            assert question.outcome is None or question.outcome in lists["outcome"], (mapping.name, code)


NAMES_OF_THINGS = {("sensource_vea", "zone"), ("fabman_resources", "resource_name")}


def test_no_mapping_reads_a_name_an_account_or_a_comment(mappings):
    for mapping in mappings.values():
        people = {
            name: part for name, part in mapping.fields.items() if (mapping.name, name) not in NAMES_OF_THINGS
        }
        for part in (*people.values(), *mapping.questions.values()):
            assert not {header.casefold() for header in part.headers} & NAMES, mapping.name


def test_a_file_with_the_first_header_of_every_column_is_recognised_as_its_mapping(mappings):
    for mapping in mappings.values():
        headers = {part.headers[0] for part in (*mapping.fields.values(), *mapping.questions.values())}
        match = recognise(sorted(headers), mapping.format, mappings, f"{mapping.name}.file")
        assert match.mapping.name == mapping.name
        assert not match.missing


@pytest.mark.parametrize("moment", [["Date and time"], ["Date", "Time"], ["Дата"], ["Күні", "Уақыты"]])
def test_a_sign_in_sheet_needs_a_moment_or_a_day(mappings, moment):
    match = recognise([*moment, "E-mail", "Zone"], "table", mappings, "sheet.csv")
    assert match.mapping.name == "sign_in_sheet"


def test_a_sheet_without_any_moment_is_refused_and_one_with_two_days_too(mappings):
    with pytest.raises(RefusalError) as refusal:
        recognise(["E-mail", "Zone", "Purpose"], "table", mappings, "sheet.csv")
    assert refusal.value.problems[0].code == "unknown_layout"
    with pytest.raises(RefusalError) as refusal:
        recognise(["Date", "Date", "E-mail", "Zone"], "table", mappings, "sheet.csv")
    assert [(p.code, p.column) for p in refusal.value.problems] == [("duplicate_header", "Date")]
