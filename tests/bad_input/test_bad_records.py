"""A record that cannot be right is set aside alone, with file, row, header and remedy; the others count."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.snapshot import Snapshots
from tests.bad_input import files
from tests.bad_input.conftest import Line, Outcome, assert_readable
from tests.bad_input.files import COUNTS, SECRET, SIGN_IN, VISIT, booking, bookings, delimited, sheet, visit

COMMAND = "=cmd|'/C calc'!A0"
WHEN = "Date and time"

SIGN_INS = {  # by spreadsheet row
    2: visit(),
    3: visit(Date_and_time=f"31.02.2026 10:30 {SECRET}"),
    4: visit(Date_and_time="31.02.2026"),
    5: visit(Year_of_birth="1799"),
    6: visit(Year_of_birth=SECRET),
    7: visit(Phone=SECRET),
    8: visit(District=SECRET),
    9: visit(Date_and_time="03.02.2061 10:30"),
    10: visit(Date_and_time="2026-02-05 11:00"),
    11: visit(Date_and_time="02/13/2026 11:00"),
    12: visit(Date_and_time="13/02/2026 09:05"),
    13: visit(Zone=COMMAND),
    14: visit(Zone=f"{SECRET}@example.org"),
    15: ("", "", "", "", ""),
    16: visit(Date_and_time=""),
    17: visit(Zone="@SUM(1+1)"),
    18: visit(Date_and_time="46056.4375"),
}
CLUB = "Robotics club"
HEADCOUNTS = {
    2: (CLUB, "2026-02-03", "1", "9", "in-person"),
    3: (CLUB, "2026-02-04", "1", "-9", "in-person"),
    4: (CLUB, "2026-02-05", "1", f"many {SECRET}", "in-person"),
    5: (CLUB, "2026-02-06", "-1", "9", "in-person"),
    6: ("", "2026-02-06", "1", "9", "in-person"),
    7: (CLUB, "31.02.2026", "1", "9", "in-person"),
    8: (CLUB, "2026-02-07", "1", "9.5", "in-person"),
    9: (CLUB, "2099-02-07", "1", "9", "in-person"),
    10: (CLUB, "2026-02-08", "", "9", "in-person"),
    11: (CLUB, "2026-02-09", "1", "9" * 30, "in-person"),
}
BOOKED = (
    booking(1),
    booking(2, toDate="2026-02-03T09:00:00+05:00", check_in_status="Not Checked In"),
    booking(3, fromDate=SECRET),
    booking(4, status=SECRET),
    booking(1),
    {name: value for name, value in booking(5).items() if name != "bookId"},
    booking(6, bookId=""),
    booking(8, fromDate="2026-02-30T10:00:00+05:00"),
    booking(9, toDate=""),
)


def two_sheets(book: object) -> None:
    sheet(book, "Morning", SIGN_IN, visit(Phone="+7 700 000 03 34"))
    sheet(book, "Evening", SIGN_IN, visit(Phone="+7 700 000 03 35"))
    sheet(book, "Remarks", ("Colour",), ("red",))
    sheet(book, "Draft", SIGN_IN, VISIT).hide()


FOLDER = {
    "bookings.json": bookings(*BOOKED),
    "computed.xlsx": files.computed_workbook(),
    "headcounts.csv": delimited(COUNTS, HEADCOUNTS.values()),
    "formulas.xlsx": files.formula_workbook(),
    "picture.csv": files.PNG,
    "sheet.csv": delimited(SIGN_IN, SIGN_INS.values()),
    "two-sheets.xlsx": files.workbook(two_sheets),
}


@pytest.fixture(scope="session")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Line, Outcome, Outcome]]:
    """A folder of six files with bad records and one picture, taken in without and with --keep-going."""
    line = Line(tmp_path_factory.mktemp("records"))
    for name, content in FOLDER.items():
        line.file(f"exports/{name}", content)
    folder = line.folder / "exports"
    strict = line.run("ingest", folder, "--json")
    assert line.snapshot is None
    yield line, strict, line.run("ingest", folder, "--json", "--keep-going")


@pytest.fixture
def line(taken: tuple[Line, Outcome, Outcome]) -> Line:
    return taken[0]


def test_one_bad_file_of_a_folder_holds_the_others_back(taken) -> None:
    _, strict, _ = taken
    assert (strict.code, strict.json["status"], strict.json["snapshot"]) == (1, "refused", None)
    assert [problem["file"] for problem in strict.refused] == ["picture.csv"]


def test_with_keep_going_the_good_files_are_published_and_the_bad_one_is_still_named(taken) -> None:
    line, _, kept = taken
    assert (kept.code, kept.json["status"], kept.json["snapshot"]) == (0, "published", line.snapshot)
    assert [(problem["file"], problem["code"]) for problem in kept.refused] == [("picture.csv", "not_text")]


def test_every_row_is_accounted_for(taken) -> None:
    lines = {source["file"]: source for source in taken[2].json["sources"]}
    names = ("rows", "accepted", "quarantined", "duplicate", "excluded")
    found = {file: tuple(line[name] for name in names) for file, line in lines.items()}
    assert found == {
        "bookings.json": (9, 1, 7, 1, 0),
        "computed.xlsx": (1, 1, 0, 0, 0),
        "formulas.xlsx": (1, 1, 0, 0, 0),
        "headcounts.csv": (10, 1, 9, 0, 0),
        "sheet.csv": (17, 9, 7, 0, 1),
        "two-sheets.xlsx#Morning": (1, 1, 0, 0, 0),
        "two-sheets.xlsx#Evening": (1, 1, 0, 0, 0),
    }
    assert all(rows == sum(parts) for rows, *parts in found.values())


def reasons(line: Line, file: str) -> set[tuple[int, str, str]]:
    """Row, header and code (or rule) of each record set aside; every sentence is checked on the way."""
    rows = line.quarantine(file)
    for row in rows:
        assert_readable(row, file)
    return {(row["row"], row["column_name"], row["code"] or row["rule"]) for row in rows}


def test_bad_lines_of_a_sign_in_sheet_are_named_by_row_and_header(line: Line) -> None:
    assert reasons(line, "sheet.csv") == {
        (3, WHEN, "not_a_datetime"),
        (4, WHEN, "not_a_datetime"),
        (5, "Year of birth", "person.year_of_birth_impossible_year"),
        (6, "Year of birth", "not_an_integer"),
        (9, WHEN, "visit.visited_on_implausible_date"),
        (11, WHEN, "not_a_datetime"),
        (16, WHEN, "visit.visited_on_missing"),
        (16, WHEN, "person.seen_on_missing"),
    }


def test_bad_headcounts_are_named_by_row_and_header(line: Line) -> None:
    assert reasons(line, "headcounts.csv") == {
        (3, "Attendance", "attendance.count_negative"),
        (4, "Attendance", "not_an_integer"),
        (5, "Sessions", "session.sessions_negative"),
        (6, "Programme", "missing_value"),
        (7, "Date", "not_a_date"),
        (8, "Attendance", "not_an_integer"),
        (9, "Date", "session.held_on_implausible_date"),
        (9, "Date", "session.held_in_the_future"),
        (9, "Date", "attendance.attended_on_implausible_date"),
        (9, "Date", "attendance.attended_in_the_future"),
        (10, "Sessions", "missing_value"),
        (11, "Attendance", "not_an_integer"),
    }


def test_bad_bookings_are_named_by_record_and_key(line: Line) -> None:
    assert reasons(line, "bookings.json") == {
        (2, "fromDate", "booking.ends_at_before_starts_at"),
        (3, "fromDate", "not_a_datetime"),
        (4, "status", "unknown_category"),
        (6, "bookId", "missing_value"),
        (7, "bookId", "missing_value"),
        (8, "fromDate", "not_a_datetime"),
        (9, "toDate", "missing_value"),
    }


def test_a_booking_that_ends_before_it_starts_is_said_in_words(line: Line) -> None:
    (found,) = (row for row in line.quarantine("bookings.json") if row["row"] == 2)
    assert "the end is before the start" in found["message"]


@pytest.mark.parametrize(
    "sentence",
    [
        "sheet.csv, row 7, column “Phone”: this is not a telephone number.",
        "sheet.csv, row 8, column “District”: this is none of the values that the mapping lists.",
        "sheet.csv, row 14, column “Zone”: the text held an e-mail address or telephone number",
        "formulas.xlsx, row 2, column “Attendance”: 1 formula(s) of sheet “Sheet” have no stored result",
        "two-sheets.xlsx: sheet “Draft” is hidden and was not read.",
        "two-sheets.xlsx, Remarks: the sheet fits no mapping and was not read.",
    ],
)
def test_what_is_kept_but_not_read_as_it_stands_is_said_on_stderr(sentence: str, taken) -> None:
    assert f"note: {sentence}" in taken[2].err


def test_a_formula_counts_by_its_stored_result_and_is_unknown_without_one(line: Line) -> None:
    assert line.figure("attendance", "--where", "mode=in-person") == 9 + 9


def test_text_that_a_spreadsheet_would_run_leaves_as_text(line: Line) -> None:
    outcome = line.run("query", "visits", "--by", "zone", "--format", "csv")
    zones = [row["zone"] for row in csv.DictReader(io.StringIO(outcome.out))]
    assert f"'{COMMAND}" in zones and "'@SUM(1+1)" in zones
    assert not [zone for zone in zones if zone.startswith(("=", "+", "-", "@"))]


def test_no_raw_value_gets_past_the_landing_area(taken) -> None:
    line, strict, kept = taken
    shown = line.run("quarantine").out + line.run("status", "--json").out
    assert SECRET not in shown + strict.out + strict.err + kept.out + kept.err
    holding = [path for path in line.home.path.rglob("*") if path.is_file() and _holds(path)]
    assert holding, "landing keeps the bytes as they came"
    assert all(path.is_relative_to(line.home.landing) for path in holding), holding


def test_no_raw_value_stands_in_any_column_of_the_snapshot(line: Line) -> None:
    snapshot = Snapshots(line.home).open(line.snapshot or "")
    columns = snapshot.rows("select table_name, column_name from duckdb_columns() where not internal").rows()
    for table, column in columns:
        found = snapshot.rows(
            f'select count(*) from "{table}" where contains("{column}"::varchar, $secret)', {"secret": SECRET}
        ).item()
        assert found == 0, f"{table}.{column}"
    assert len(columns) > 100


def _holds(path: Path) -> bool:
    return SECRET.encode() in path.read_bytes()


def test_for_a_person_each_record_set_aside_is_one_line(line: Line) -> None:
    listed = line.run("quarantine", "--file", "headcounts.csv").out.splitlines()
    assert len(listed) == len(set(listed)) >= 9
    assert "headcounts.csv, row 3, column “Attendance”: the value is below 0. Correct" in listed[0]
