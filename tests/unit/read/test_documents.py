"""JSON exports become one row per record with nested values under dotted names."""

from __future__ import annotations

import json

import pytest


def table(opened, rows, document, records=None):
    content = json.dumps(document, ensure_ascii=False).encode()
    headers = opened(content, "export.json", records).headers
    return [dict(zip(headers, row[1:], strict=True)) for row in rows(content, "export.json", records)]


def test_nested_values_get_dotted_names_and_lists_of_scalars_one_cell(opened, rows):
    document = [
        {"id": 1, "location": {"id": 7, "name": "Зал"}, "tags": ["a", None, 2], "none": None, "empty": []},
        {"id": 2.0, "share": 0.5, "open": True, "extra": "қ"},
    ]
    first, second = table(opened, rows, document)
    assert first == {
        "id": "1",
        "location.id": "7",
        "location.name": "Зал",
        "tags": "a 2",
        "none": None,
        "empty": None,
        "share": None,
        "open": None,
        "extra": None,
    }
    assert second["id"] == "2"
    assert (second["share"], second["open"], second["extra"], second["location.id"]) == (
        "0.5",
        "true",
        "қ",
        None,
    )


def test_a_list_of_objects_gives_the_first_ones_fields_and_the_whole_as_text(opened, rows):
    (record,) = table(opened, rows, [{"form": [{"q": 1, "a": "x"}, {"q": 2, "a": "y"}]}])
    assert (record["form.q"], record["form.a"]) == ("1", "x")
    assert json.loads(record["form"]) == [{"q": 1, "a": "x"}, {"q": 2, "a": "y"}]


@pytest.mark.parametrize("key", ["results", "events", "data", "features"])
def test_the_only_list_of_objects_holds_the_records(opened, rows, key):
    assert table(opened, rows, {"count": 1, "tags": ["x"], key: [{"a": 1}]}) == [{"a": "1"}]


def test_the_named_key_chooses_among_several_lists(opened, rows, refused):
    document = {"events": [{"a": 1}], "rooms": [{"b": 2}]}
    assert table(opened, rows, document, "rooms") == [{"b": "2"}]
    assert refused(json.dumps(document).encode(), "export.json").code == "no_list"
    assert refused(json.dumps(document).encode(), "export.json", "people").code == "no_records"
    assert refused(json.dumps(document).encode(), "export.json", "").code == "no_list"


def test_rows_of_a_document_are_numbered_from_one(opened, rows):
    content = b'\xef\xbb\xbf[{"a": 1},\n {"a": null}]'
    assert opened(content).first_row == 1
    assert rows(content) == [(1, "1"), (2, None)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_documents_are_read_in_any_unicode_encoding(rows, encoding):
    assert rows('[{"a": "Әуезов"}]'.encode(encoding)) == [(1, "Әуезов")]


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        ('[{"a": 1},\n {"a": ', "broken_json", (2, 8)),
        ('{"results": [\n{"a" 1}]}', "broken_json", (2, 6)),
        ('[{"a":\n' + "[" * 120 + "]" * 120 + "}]", "nested_too_deep", (2, 99)),
        ("[" * 200_000, "nested_too_deep", (1, 101)),
    ],
)
def test_broken_documents_are_refused_at_line_and_position(refused, content, code, place):
    problem = refused(content.encode())
    assert problem.code == code
    assert (problem.values["line"], problem.values["position"]) == place


def test_a_number_too_long_to_be_one_is_refused(refused):
    assert refused(b'[{"a": ' + b"9" * 10_000 + b"}]").code == "broken_json"


def test_documents_without_records_are_refused(refused):
    assert refused(b"[]").code == "header_only"
    assert refused(b'{"results": []}').code == "header_only"
    assert refused(b'{"a": 1}').code == "no_list"
    assert refused(b'[{"a": 1}, 5]').row == 2


def test_a_bracket_inside_a_text_is_no_nesting(rows):
    assert rows(json.dumps([{"a": '[{"' * 200}]).encode()) == [(1, '[{"' * 200)]


def test_a_large_cell_is_refused_with_record_and_name(refused):
    problem = refused(json.dumps([{"a": 1}, {"a": 2, "b": "x" * (2 << 20)}]).encode())
    assert (problem.code, problem.row, problem.column) == ("cell_too_large", 2, "b")


def test_half_a_letter_pair_does_not_stop_the_reader(rows):
    assert rows(b'[{"a": "x\\ud83d"}]') == [(1, "x?")]
