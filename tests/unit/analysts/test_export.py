"""A table as a file says what it is, keeps hidden cells empty, and never runs as a formula."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO

import openpyxl
import polars as pl

from pipelines.export import METADATA, Export, Told, as_csv, as_parquet, as_xlsx

ROWS = pl.DataFrame(
    {
        "district": ["medeu", "=cmd|' /C calc'!A0", "@sum"],
        "value": [12, None, 3],
        "suppressed": [False, True, False],
    }
)
EXPORT = Export(
    ROWS,
    (Told("definition", "Definition", "=1+1"), Told("snapshot", "Snapshot", "7")),
    (("district", "medeu", "Medeu"),),
)


def test_a_csv_has_a_byte_order_mark_no_comment_and_the_definition_in_every_row() -> None:
    written = as_csv(EXPORT)
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(StringIO(written.decode("utf-8-sig"))))
    assert [row["value"] for row in rows] == ["12", "", "3"]
    assert [row["suppressed"] for row in rows] == ["False", "True", "False"]
    assert {row["snapshot"] for row in rows} == {"7"}
    assert rows[1]["district"] == "'=cmd|' /C calc'!A0"
    assert rows[2]["district"] == "'@sum"
    assert rows[0]["definition"] == "'=1+1"


def test_a_workbook_has_data_definition_and_labels_and_no_formula() -> None:
    book = openpyxl.load_workbook(BytesIO(as_xlsx(EXPORT)))
    assert book.sheetnames == ["Data", "About", "Codes"]
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell.value for cell in book["Data"]["B"]] == ["value", 12, None, 3]
    assert book["About"]["B1"].value == "=1+1"


def test_a_parquet_file_keeps_types_and_has_the_definition_in_its_metadata() -> None:
    written = as_parquet(EXPORT)
    assert pl.read_parquet(BytesIO(written)).equals(ROWS)
    assert json.loads(pl.read_parquet_metadata(BytesIO(written))[METADATA])["snapshot"] == "7"
