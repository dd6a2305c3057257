"""Counts of meetings and months: what a line or a cell stands for, and what a blank one does not say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.mapping import load_mapping
from pipelines.mapping.wide import month_of
from pipelines.problems import RefusalError
from tests.unit.sources.test_whole_files import delimited, workbook

CARPENTRIES = Path(__file__).parents[2] / "data" / "carpentries" / "workshop-attendance.csv"


def test_the_carpentries_list_gives_the_totals_that_are_known_of_it(staged):
    file = staged(CARPENTRIES)
    assert (file.summary["rows"], file.summary["staged"], file.summary["quarantined"]) == (298, 298, 0)
    counts = file["attendance"].pivot(on="status", index="session_code", values="count")
    both = counts.drop_nulls()
    assert counts.height == 298
    assert (both.height, both["registered"].sum(), both["attended"].sum()) == (234, 7620, 6037)
    assert (both["attended"] > both["registered"]).sum() == 2


def test_several_numbers_in_one_cell_are_unknown_and_said_so(staged):
    file = staged(CARPENTRIES)
    found = file["problem"].select("row", "column", "code", "severity").rows()
    assert (123, "Registered", "not_an_integer", "warning") in found
    assert file["attendance"].filter(pl.col("row") == 123)["count"].to_list() == [None, None]


RAGGED = (
    b"Programme,Date,Registered,Attended\nEnglish club,2026-03-05,9,7,surprise\nEnglish club,2026-03-06,8\n"
)


def test_a_row_with_more_cells_than_the_header_refuses_the_file_unless_its_mapping_knows(staged):
    with pytest.raises(RefusalError) as refusal:
        staged(RAGGED, "list.csv")
    assert [(p.code, p.row) for p in refusal.value.problems] == [("too_many_cells", 2)]


@pytest.mark.parametrize(
    ("ragged", "quarantined", "code"),
    [("quarantine", 1, "extra_cells"), ("keep", 0, "extra_cells_left_out")],
)
def test_a_mapping_may_quarantine_or_keep_the_rows_that_are_too_long(
    site, mappings, tmp_path, staged, ragged, quarantined, code
):
    declared = mappings["registration_counts"].model_copy(update={"ragged": ragged})
    mappings = dict(mappings, registration_counts=declared)
    file = staged(RAGGED, "list.csv", mappings=mappings)
    assert (file.summary["quarantined"], file.summary["problems"]) == (quarantined, {code: 1})
    attended = file["attendance"].filter(pl.col("status") == "attended")["count"].to_list()
    assert attended == ([7, None] if ragged == "keep" else [None])


WIDE = [
    ("Programme", "2022-12", "2023-1", "Total 2022"),
    ("English club", "40", "", "40"),
    ("", "", "", ""),
    ("Robotics", "NA", "12", "0"),
    ("Total", "40", "12", "40"),
]


@pytest.mark.parametrize("content", [delimited(WIDE), delimited(WIDE, ";"), workbook(WIDE)])
def test_each_cell_under_a_month_is_a_record_and_a_blank_one_is_unknown(staged, content):
    file = staged(content, "wide.file")
    assert file.summary["mapping"] == "programme_counts_by_month"
    assert file.summary["excluded_by_reason"] == {"blank": 2, "total": 2}
    found = file["attendance"].join(file["session"], on=["row", "session_code"])
    assert found.select("row", "programme_code", "attended_on", "count", "sessions").rows() == [
        (2002, "english-club", date(2022, 12, 1), 40, None),
        (2003, "english-club", date(2023, 1, 1), None, None),
        (4002, "robotics", date(2022, 12, 1), None, None),
        (4003, "robotics", date(2023, 1, 1), 12, None),
    ]


@pytest.mark.parametrize(
    ("header", "month"),
    [("2022-12", "2022-12"), ("2023-1", "2023-01"), ("Янв 2026", "2026-01"), ("қаңтар 2026", "2026-01"),
     ("March 2026", "2026-03"), ("03.2026", "2026-03"), ("2026-03-01T00:00:00", "2026-03"),
     ("Total 2022", None), ("2023", None), ("2023-13", None), ("Programme", None), ("45000", None)],
)  # fmt: skip
def test_a_header_names_a_month_or_it_does_not(header, month):
    assert month_of(header, ("ru", "kk")) == month


def test_a_wide_mapping_names_fields_that_it_declares(tmp_path):
    path = tmp_path / "wide.toml"
    path.write_text(
        'name="wide"\ntitle="t"\nsource="door_counters"\nmultiset=["zone"]\n'
        '[wide]\nmonth="when"\nvalue="zone"\n[fields.zone]\nheaders=["Door"]\ntype="text"\nrequired=true\n',
        "utf-8",
    )
    with pytest.raises(RefusalError) as refusal:
        load_mapping(path)
    assert "when" in str(refusal.value.problems[0].values)
