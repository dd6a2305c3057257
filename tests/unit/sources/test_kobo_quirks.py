"""KoboToolbox exports of our own making, each with one quirk of the real ones: what becomes of an answer."""

from __future__ import annotations

import json

import pytest

from pipelines.remarks import kept_with_remarks
from tests.unit.sources.survey_quirks import answers

KOBO = """
[fields.submission_id]
headers = ["_id"]
type = "text"
required = true
[fields.uuid]
headers = ["_uuid"]
type = "text"
[fields.submitted_at]
headers = ["_submission_time"]
type = "datetime"
zone = "UTC"
[questions.learned]
headers = ["outcomes/learned", "outcomes/knowledge_v1"]
merge = true
@likert
[questions.gained]
headers = ["gained"]
kind = "multi"
options = { skills = ["New skills"], friends = ["Friends"] }
"""
JSON = 'source = "kobo"\nformat = "json"\nrecords = "results"'
KOBO_HEAD = 'source = "kobo"\nidentity = ["submission_id"]\nunique = ["uuid"]'


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("gained", ["skills friends", "friends", ""]),
        ("gained/skills;gained/friends", ["1;1", "0;1", ";"]),
        ("gained;gained/skills;gained/friends", ["skills friends;1;1", "friends;0;1", ";;"]),
    ],
)
def test_select_multiple_means_the_same_in_all_three_encodings(read, header, cells):
    lines = [f"{number};u{number};2026-02-01T10:00:00;agree;{cell}" for number, cell in enumerate(cells, 1)]
    content = "\n".join([f"_id;_uuid;_submission_time;outcomes/learned;{header}", *lines])
    file = read(content.encode(), "kobo.csv", KOBO_HEAD, KOBO)
    assert answers(file, "gained") == ["friends", "skills", "friends", None]
    assert answers(file, "gained", "state") == ["answered", "answered", "answered", "blank"]


def test_a_question_renamed_between_form_versions_is_one_question(read):
    content = """_id;_uuid;_submission_time;outcomes/knowledge_v1;outcomes/learned
1;u1;2026-02-01T10:00:00;agree;
2;u2;2026-02-02T10:00:00;;strongly agree
3;u3;2026-02-03T10:00:00;agree;disagree
"""
    file = read(content.encode(), "kobo.csv", KOBO_HEAD, KOBO)
    assert answers(file, "learned", "value") == [4.0, 5.0, 2.0]
    assert file["problem"].select("row", "code", "severity").rows() == [(4, "several_values", "warning")]


def test_submissions_that_share_a_uuid_are_kept_and_reported(read):
    content = """_id;_uuid;_submission_time;outcomes/learned
1;same;2026-02-01T10:00:00;agree
2;own;2026-02-01T10:00:00;agree
3;same;2026-02-01T10:00:00;disagree
"""
    file = read(content.encode(), "kobo.csv", KOBO_HEAD, KOBO)
    assert (file.summary["staged"], file.summary["duplicate"]) == (3, 0)
    assert file.summary["problems"] == {"shared_value": 2}
    assert file["problem"]["row"].to_list() == [2, 4]
    (told,) = kept_with_remarks(file.folder / "problem.parquet", "kobo.csv")
    assert told.startswith("kobo.csv, row 2, column “_uuid”: several records share this value")


def test_where_only_the_uuid_identifies_a_submission_the_one_that_is_replaced_is_told_of(read):
    header = "_uuid;_submission_time;outcomes/learned"
    content = f"{header}\nsame;2026-02-01T10:00:00;agree\nsame;2026-02-01T11:00:00;agree\n"
    declared = KOBO.replace('["_id"]', '["_uuid"]', 1).replace(
        'headers = ["_uuid"]\ntype = "text"\n[fields.sub', 'headers = ["_none"]\ntype = "text"\n[fields.sub'
    )
    file = read(content.encode(), "kobo.csv", 'source = "kobo"\nidentity = ["submission_id"]', declared)
    assert (file.summary["staged"], file.summary["duplicate"]) == (1, 1)
    assert [note["code"] for note in file.summary["notes"]] == ["repeated_identity"]


def test_the_entries_of_a_repeat_group_answer_each_for_themselves(read):
    submissions = [
        {
            "_id": 1,
            "_submission_time": "2026-02-01T10:00:00",
            "child": [{"child/age": "7"}, {"child/age": "9"}],
        },
        {"_id": 2, "_submission_time": "2026-02-02T10:00:00", "child": [{"child/age": "11"}]},
        {"_id": 3, "_submission_time": "2026-02-02T10:00:00"},
    ]
    declared = """
[fields.submission_id]
headers = ["_submission__id"]
type = "text"
required = true
[fields.repeat_index]
headers = ["_index"]
type = "text"
required = true
[fields.submitted_at]
headers = ["_submission__submission_time"]
type = "datetime"
zone = "UTC"
[questions.age]
headers = ["child/age"]
kind = "number"
required = true
"""
    file = read(
        json.dumps({"results": submissions}).encode(), "kobo.json",
        f'{JSON}\nidentity = ["submission_id", "repeat_index"]', declared, "child",
    )  # fmt: skip
    assert file.summary["rows"] == 3
    assert answers(file, "age", "respondent") == ["1/1", "1/2", "2/1"]
    assert answers(file, "age", "value") == [7.0, 9.0, 11.0]
