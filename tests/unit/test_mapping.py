"""A mapping that is wrong is refused with its field named; a file is recognised by its headers or refused."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipelines.mapping import Mapping, load_mapping, load_mappings, match_headers, recognise
from pipelines.problems import RefusalError
from pipelines.settings import site_folder

DOOR = """
name = "door"
title = "Door"
source = "sign_in"
multiset = ["visited_at", "email"]
[fields.visited_at]
headers = ["Date and time", "Дата и время", "Күні мен уақыты"]
type = "datetime"
required = true
[fields.email]
headers = ["E-mail"]
type = "email"
"""


def mapping(text: str = DOOR, **changes: Any) -> Mapping:
    return Mapping.model_validate(tomllib.loads(text) | changes)


def refusal_of(folder: Path, text: str, name: str = "door") -> str:
    (folder / f"{name}.toml").write_text(text, "utf-8")
    with pytest.raises(RefusalError) as refusal:
        load_mapping(folder / f"{name}.toml")
    assert {problem.code for problem in refusal.value.problems} == {"invalid_mapping"}
    return str(refusal.value)


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        ('type = "email"', 'type = "mail"', "fields.email.type"),
        ('type = "email"', 'type = "email"\nsplitt = ";"', "fields.email.splitt"),
        ('headers = ["E-mail"]', "headers = []", "fields.email.headers"),
        ('type = "datetime"', 'type = "datetime"\nformats = ["%d.%m %H"]', "fields.visited_at.formats.0"),
        ('type = "datetime"', 'type = "datetime"\nzone = "Mars/Olympus"', "fields.visited_at.zone"),
        ('multiset = ["visited_at", "email"]', 'multiset = ["moment"]', "moment"),
        ('multiset = ["visited_at", "email"]', "", "identity"),
        ("required = true", "required = false", "required"),
        ('name = "door"', 'name = "gate"', "name"),
        ('source = "sign_in"', 'source = "../sign_in"', "source"),
        ('title = "Door"', 'title = "Door', "the file"),
    ],
)
def test_a_wrong_mapping_is_refused_with_file_and_field(
    right: str, wrong: str, named: str, tmp_path: Path
) -> None:
    sentence = refusal_of(tmp_path, DOOR.replace(right, wrong))
    assert sentence.startswith("door.toml: ")
    assert named in sentence


def test_one_label_for_two_codes_is_refused(tmp_path: Path) -> None:
    text = (
        DOOR
        + '[fields.zone]\nheaders = ["Zone"]\ntype = "category"\nvalues = { a = ["Hall"], b = ["hall "] }\n'
    )
    assert "fields.zone" in refusal_of(tmp_path, text)


def test_the_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text("x = 1", "utf-8")
    (tmp_path / "two.toml").write_text("x = 1", "utf-8")
    with pytest.raises(RefusalError) as refusal:
        load_mappings(tmp_path)
    assert {problem.file for problem in refusal.value.problems} == {"one.toml", "two.toml"}


def test_the_mappings_that_ship_are_valid_and_tell_each_other_apart() -> None:
    mappings = load_mappings(site_folder() / "mappings")
    assert mappings
    for one in mappings.values():
        headers = [part.headers[0] for part in (*one.fields.values(), *one.questions.values())]
        assert recognise(list(dict.fromkeys(headers)), one.format, mappings).mapping.name == one.name


@pytest.mark.parametrize(
    "header",
    [
        "Date and time",
        "\ufeffDATE  AND\u00a0TIME: ",
        "date and time *",
        "Дата и время",
        "КҮНІ МЕН УАҚЫТЫ",
        "Ｄate and time",
    ],
)
def test_headers_are_compared_without_case_spaces_and_outer_punctuation(header: str) -> None:
    match = recognise([header, "Name"], "table", {"door": mapping()})
    assert match.fields == {"visited_at": 0}
    assert match.ignored == ("Name",)


def test_the_mapping_that_reads_most_columns_wins() -> None:
    wide = mapping(DOOR.replace("door", "wide") + '[fields.zone]\nheaders = ["Zone"]\ntype = "text"\n')
    mappings = {"door": mapping(), "wide": wide}
    assert recognise(["Date and time", "E-mail", "Zone"], "table", mappings).mapping.name == "wide"


def test_two_mappings_that_fit_equally_are_both_named() -> None:
    mappings = {"door": mapping(), "gate": mapping(DOOR.replace('"door"', '"gate"'))}
    with pytest.raises(RefusalError, match="door, gate") as refusal:
        recognise(["Date and time"], "table", mappings)
    assert refusal.value.problems[0].code == "ambiguous_layout"


def test_unknown_headers_name_the_nearest_mapping_and_what_it_misses() -> None:
    far = mapping(
        DOOR.replace('"door"', '"far"').replace("Date and time", "Moment").replace("E-mail", "Mail")
    )
    with pytest.raises(RefusalError) as refusal:
        recognise(["E-mail", "Zone"], "table", {"far": far, "door": mapping()}, "sheet.csv")
    problem = refusal.value.problems[0]
    assert (problem.code, problem.values["nearest"]) == ("unknown_layout", "door")
    assert "“Date and time”" in problem.message


def test_a_mapping_of_another_format_is_not_considered() -> None:
    with pytest.raises(RefusalError) as refusal:
        recognise(["Date and time"], "json", {"door": mapping()})
    assert refusal.value.problems[0].code == "no_mapping"


def test_a_header_twice_is_refused_only_where_the_column_is_required() -> None:
    fine = recognise(["Date and time", "E-mail", "E-mail"], "table", {"door": mapping()})
    assert fine.fields["email"] == 1
    with pytest.raises(RefusalError) as refusal:
        recognise(["Date and time", "E-mail", "date and time:"], "table", {"door": mapping()}, "s.csv", 3)
    problem = refusal.value.problems[0]
    assert (problem.code, problem.row, problem.column) == ("duplicate_header", 3, "Date and time")


def test_a_multiple_choice_is_found_in_one_column_in_one_for_each_option_or_in_both() -> None:
    text = (
        DOOR
        + """
    [survey]
    code = "door_survey"
    wave = "single"
    [questions.tools]
    headers = ["Tools"]
    kind = "multi"
    options = { printer = ["3D printer"], laser = ["Laser"] }
    """
    )
    joined = ["Date and time", "Tools"]
    boxes = ["Date and time", "Tools/3D printer", "Tools[laser]"]
    both = ["Date and time", "Tools", "Tools/3D printer", "Tools/Laser"]
    found = [match_headers(headers, mapping(text)).questions["tools"] for headers in (joined, boxes, both)]
    assert [columns.whole for columns in found] == [1, None, 1]
    assert [dict(columns.options) for columns in found] == [
        {},
        {"printer": 1, "laser": 2},
        {"printer": 2, "laser": 3},
    ]


def test_the_digest_follows_what_is_declared() -> None:
    assert mapping().digest == mapping().digest
    assert mapping().digest != mapping(DOOR.replace("E-mail", "Email")).digest
