"""A rehearsal writes nothing and tells no contact; rejected rows come back; corrections are remembered."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from pipelines.mapping import load_mappings, match_headers
from pipelines.metrics import Question, answer
from pipelines.read import open_file
from pipelines.rejected import rejected_workbook
from pipelines.remembered import as_toml, corrected, for_headers, read_toml
from pipelines.returned import REASON_HEADERS, ROW_HEADERS, returned
from pipelines.run import ingest
from pipelines.settings import PROJECT, Home, load_site, site_folder
from pipelines.snapshot import Snapshots

HEADERS = "Date and time,Name,E-mail,Phone,Year of birth,Zone\n"
LINES = [
    "2026-03-02 10:00,Test Person 1,person1@example.org,+7 700 000 00 01,2001,Makerspace",
    "2026-03-02 11:00,Test Person 2,person2@example.org,8 700 000 00 02,2002,Coworking",
    "2026-02-30 12:00,=1+1,person3@example.org,,2003,Makerspace",
    "2026-03-03 10:30,Test Person 4,person4@example.org,,1803,Classroom",
    "2026-03-03 11:30,Test Person 5,,+7 700 000 00 05,2005,Classroom",
]


def written(path: Path, lines: list[str], headers: str = HEADERS) -> Path:
    path.write_text(headers + "\n".join(lines) + "\n", "utf-8")
    return path


def bytes_of(home: Home) -> dict[str, bytes]:
    return {
        path.relative_to(home.path).as_posix(): path.read_bytes()
        for path in sorted(home.path.rglob("*"))
        if path.is_file() and "work" not in path.relative_to(home.path).parts
    }


def visits(home: Home) -> int:
    snapshots = Snapshots(home)
    return int(answer(snapshots.open(snapshots.require_current()), Question("visits")).rows["value"][0])


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Path, dict[str, Any]]:
    """A home with one published sheet; two of its five rows are set aside."""
    folder = tmp_path_factory.mktemp("intake")
    home, sheet = Home(folder / "home"), written(folder / "sheet.csv", LINES)
    return home, sheet, ingest(home, [sheet], detailed=True).as_json()


@pytest.mark.parametrize("published", [True, False], ids=["after a publish", "in an empty home"])
def test_a_rehearsal_leaves_every_byte_of_the_home_as_it_was(
    first: tuple[Home, Path, dict[str, Any]], tmp_path: Path, published: bool
) -> None:
    home = first[0] if published else Home(tmp_path / "home")
    home.path.mkdir(exist_ok=True)
    before = bytes_of(home)
    sheet = written(tmp_path / "april.csv", [LINES[0].replace("03-02", "04-02"), LINES[2]])
    report = ingest(home, [sheet], dry_run=True, detailed=True)
    assert report.status == "dry-run"
    assert report.sources[0].accepted == 1
    assert bytes_of(home) == before


def test_details_name_columns_rows_and_reasons_and_no_contact(
    first: tuple[Home, Path, dict[str, Any]],
) -> None:
    report = first[2]
    schema = json.loads((PROJECT / "docs" / "contract" / "ingest.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(report)
    (read,) = report["details"]["read"]
    assert read["mapping"] == "sign_in_sheet"
    columns = {line["part"]: line["headers"] for line in read["columns"]}
    assert columns["visited_at"] == ["Date and time"]
    assert columns[None] == ["Name"]
    assert [(line["row"], line["column"]) for line in read["aside"]] == [
        (4, "Date and time"),
        (5, "Year of birth"),
    ]
    person = next(table for table in read["first_rows"] if table["table"] == "person")
    assert person["rows"][0][person["columns"].index("email_key")] == "key"
    told = json.dumps(report, ensure_ascii=False)
    assert not [text for text in ("Test Person", "example.org", "700 000", "7000000") if text in told]


def test_a_refused_file_tells_its_headers_and_the_nearest_kinds(tmp_path: Path) -> None:
    sheet = written(tmp_path / "odd.csv", LINES, HEADERS.replace("Date and time", "When they came"))
    report = ingest(Home(tmp_path / "home"), [sheet], dry_run=True, detailed=True).as_json()
    assert report["status"] == "refused"
    (table,) = report["details"]["tables"]
    assert table["headers"][0] == "When they came"
    assert table["nearest"][0]["mapping"] == "sign_in_sheet"
    assert report["details"]["refused"][0]["values"]["nearest"] == "sign_in_sheet"


def rejected(first: tuple[Home, Path, dict[str, Any]]) -> bytes:
    _, sheet, report = first
    (read,) = report["details"]["read"]
    layout = load_mappings(site_folder() / "mappings")[read["mapping"]]
    reasons = {line["row"]: f"reason {line['row']}" for line in read["aside"]}
    made, rows = rejected_workbook(sheet, sheet.name, layout, read["sheet"], reasons, "en")
    assert rows == 2
    return made


def test_rejected_rows_stand_with_their_reason_beside_the_original_cells(
    first: tuple[Home, Path, dict[str, Any]],
) -> None:
    page = openpyxl.load_workbook(BytesIO(rejected(first))).active
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[0] == [ROW_HEADERS["en"], REASON_HEADERS["en"], *HEADERS.strip().split(",")]
    assert rows[1][:3] == [4, "reason 4", "2026-02-30 12:00"]
    assert rows[2][:2] == [5, "reason 5"]
    assert len(rows) == 3


def test_no_cell_of_the_rejected_rows_is_run_as_a_formula(first: tuple[Home, Path, dict[str, Any]]) -> None:
    page = openpyxl.load_workbook(BytesIO(rejected(first))).active
    assert [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"] == []
    assert page.cell(2, 4).value == "'=1+1"


def test_of_a_table_with_one_column_a_month_the_whole_line_comes_back(tmp_path: Path) -> None:
    layout = load_mappings(site_folder() / "mappings")["visit_counts_by_month"]
    names = [
        layout.fields[name].headers[0] for name in layout.fields if name not in ("month", layout.wide.month)
    ]
    sheet = written(
        tmp_path / "wide.csv",
        ["Main door,10,x,30", "Side door,1,2,3"],
        f"{names[0]},2026-01,2026-02,2026-03\n",
    )
    made, rows = rejected_workbook(sheet, sheet.name, layout, "", {2003: "not a number"}, "en")
    assert rows == 1
    (tmp_path / "back.xlsx").write_bytes(made)
    (table,) = returned(open_file(tmp_path / "back.xlsx", "back.xlsx")).tables
    assert table.headers == (names[0], "2026-01", "2026-02", "2026-03")
    (batch,) = list(table.batches())
    assert [batch[f"c{place}"][0] for place in range(4)] == ["Main door", "10", "x", "30"]


def test_several_header_rows_come_back_as_they_stood(tmp_path: Path) -> None:
    shipped = load_mappings(site_folder() / "mappings")["sign_in_sheet"]
    layout = shipped.model_copy(update={"header_rows": 2})
    sheet = written(tmp_path / "two.csv", ["day,place", "2026-02-30,Makerspace"], "Date,Zone\n")
    made, rows = rejected_workbook(sheet, sheet.name, layout, "", {3: "no such day"}, "ru")
    assert rows == 1
    (tmp_path / "back.xlsx").write_bytes(made)
    (table,) = returned(open_file(tmp_path / "back.xlsx", "back.xlsx")).tables
    assert table.headers == ("Date", "Zone")
    assert table.following[0][:2] == ("day", "place")


def test_corrected_rows_are_accepted_and_nothing_is_counted_twice(
    first: tuple[Home, Path, dict[str, Any]], tmp_path: Path
) -> None:
    home = first[0]
    assert visits(home) == 3
    book = openpyxl.load_workbook(BytesIO(rejected(first)))
    book.active.cell(2, 3).value = "2026-03-01 12:00"
    book.active.cell(3, 7).value = "1993"
    book.save(tmp_path / "corrected.xlsx")
    report = ingest(home, [tmp_path / "corrected.xlsx"], detailed=True).as_json()
    (line,) = report["sources"]
    assert (line["rows"], line["accepted"], line["quarantined"], line["duplicate"]) == (2, 2, 0, 0)
    assert {"part": None, "kind": None, "needed": False, "headers": ["Name"]} in report["details"]["read"][0][
        "columns"
    ]
    assert visits(home) == 5
    again = ingest(home, [tmp_path / "corrected.xlsx"]).as_json()
    assert again["status"] == "unchanged"
    assert visits(home) == 5


def test_a_correction_is_remembered_for_the_same_headers_and_a_record_stays_one(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    usual = written(tmp_path / "usual.csv", LINES[:2])
    ingest(home, [usual])
    headers = HEADERS.replace("Date and time", "When they came")
    odd = written(tmp_path / "odd.csv", [*LINES[:2], LINES[4]], headers)
    shipped = load_mappings(site_folder() / "mappings")["sign_in_sheet"]
    mapping = corrected(shipped, tuple(headers.strip().split(",")), {"visited_at": "When they came"})
    declared = tmp_path / "own.toml"
    declared.write_text(as_toml(mapping), "utf-8")
    report = ingest(home, [odd], mapping=str(declared), remember=True).as_json()
    # Two of the three stood in the other layout already.
    assert (report["sources"][0]["accepted"], report["sources"][0]["duplicate"]) == (1, 2)
    assert visits(home) == 3
    assert [path.stem for path in home.mappings.glob("*.toml")] == [mapping.name]
    later = written(tmp_path / "later.csv", [LINES[0].replace("03-02", "03-09")], headers)
    assert ingest(home, [later]).as_json()["sources"][0]["accepted"] == 1
    assert visits(home) == 4


def test_a_rehearsal_remembers_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    headers = HEADERS.replace("Date and time", "When they came")
    shipped = load_mappings(site_folder() / "mappings")["sign_in_sheet"]
    mapping = corrected(shipped, tuple(headers.strip().split(",")), {"visited_at": "When they came"})
    declared = tmp_path / "own.toml"
    declared.write_text(as_toml(mapping), "utf-8")
    odd = written(tmp_path / "odd.csv", LINES[:1], headers)
    report = ingest(home, [odd], mapping=str(declared), remember=True, dry_run=True)
    assert report.sources[0].accepted == 1
    assert not home.mappings.exists()


@pytest.mark.parametrize("name", sorted(load_mappings(site_folder() / "mappings")))
def test_every_mapping_is_the_same_after_it_was_written_and_read(name: str) -> None:
    mapping = load_mappings(site_folder() / "mappings")[name]
    again = read_toml(as_toml(mapping))
    assert again == mapping
    assert again.digest == mapping.digest


def test_a_field_that_is_not_to_be_read_is_read_no_more() -> None:
    mapping = load_mappings(site_folder() / "mappings")["sign_in_sheet"]
    headers = tuple(HEADERS.strip().split(","))
    without = corrected(mapping, headers, {"phone": None})
    assert "phone" in match_headers(headers, mapping).fields
    assert "phone" not in match_headers(headers, without).fields


def test_the_name_of_a_correction_depends_on_the_headers_only() -> None:
    mapping = load_mappings(site_folder() / "mappings")["sign_in_sheet"]
    one, other = for_headers(mapping, ("Date", "Zone")), for_headers(mapping, ("Zone", "date "))
    assert one.name == other.name
    assert one.name.startswith("sign_in_sheet__")
    assert for_headers(mapping, ("Date", "Zone", "Age")).name != one.name


def test_the_added_columns_are_known_in_every_language_of_the_site() -> None:
    assert set(load_site(site_folder()).languages) <= set(ROW_HEADERS) & set(REASON_HEADERS)
