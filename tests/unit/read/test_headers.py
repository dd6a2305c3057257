"""Several header rows: what a column is called, and that records keep their spreadsheet rows."""

from __future__ import annotations

import pytest

from pipelines.headers import column_names, header_code
from tests.unit.read.conftest import rows_of


def test_a_merged_question_holds_for_the_columns_below_it() -> None:
    names = column_names((("Like it?", "Tools", "", "", ""), ("Response", "Laser", "Saw", "Other", "")))
    assert names.headers == ("Like it?", "Tools [Laser]", "Tools [Saw]", "Tools [Other]", "")


def test_a_column_is_also_known_by_either_row_where_that_is_its_own() -> None:
    names = column_names((("Q1", "Q2", "Q2"), ("Learned?", "Learned?", "Tools?")))
    assert names.also == (("Q1",), (), ("Tools?",))


def test_the_row_of_import_ids_is_no_part_of_a_name() -> None:
    names = column_names(
        (("Q1", "Q2"), ("Learned?", "Tools?"), ('{"ImportId":"QID1"}', '{"ImportId":"QID2"}'))
    )
    assert names.headers == ("Q1 [Learned?]", "Q2 [Tools?]")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Q1. What?", "Q1"),
        ("Q1[SQ001]. What? [This]", "Q1[SQ001]"),
        ("1. What is it?", None),
        ("What is e.g. this?", None),
    ],
)
def test_a_limesurvey_header_begins_with_its_code(header: str, code: str | None) -> None:
    assert header_code(header) == code


def test_records_below_two_header_rows_keep_their_rows(opened) -> None:
    table = opened(b"A,B,\n,x,y\n1,2,3\n\n4,5,6\n").with_header_rows(2)
    assert table.headers == ("A", "B [x]", "B [y]")
    assert table.first_row == 3
    assert [row[0] for row in rows_of(table)] == [3, 4, 5]
    assert rows_of(table)[0] == (3, "1", "2", "3")


def test_one_header_row_leaves_the_table_as_it_is(opened) -> None:
    table = opened(b"A,B\n1,2\n")
    assert table.with_header_rows(1) is table
