"""Slides and workbooks say the report's figures, hide what is hidden, and are the same bytes each time."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from dashboard.reports.content import Chart, Options, Paragraph, Point, Report, Section, Series
from dashboard.reports.embedded import unpacked
from dashboard.reports.formats import pptx, xlsx

KAZAKH = "Әр қатысушы үшінші ұңғыманы өңдеді, һәм ізденді"
INJECTED = '=HYPERLINK("http://example.org","x")'


@pytest.fixture
def report() -> Report:
    points = (
        Point(0.71, "71%", 0.64, 0.77, n=172),
        Point(None, "жасырылған", suppressed=True),
        Point(0.55, "55%", 0.41, 0.68, n=49),
    )
    chart = Chart(
        "applied", "bars", KAZAKH, "2026-Q3", "A chart of three bars", "percent", ("a", "b", INJECTED),
        (Series("S", points),), metric="outcome_application", title="Title", definition="What it means",
    )  # fmt: skip
    section = Section("outcomes", "Нәтижелер", "lead", (chart, Paragraph(INJECTED)))
    return Report(
        "Impact report", "The Space", KAZAKH, "Q3 2026", "2026-Q3", date(2026, 7, 1), date(2026, 9, 30), "kk",
        "consulate", "Consulate", "000001-x", datetime(2026, 11, 1, tzinfo=UTC), "1 Nov", "hidden", (), (section,),
    )  # fmt: skip


@pytest.mark.parametrize("form", [pptx, xlsx])
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_same_report_gives_the_same_bytes(report: Report, form: Any, language: str) -> None:
    told = replace(report, language=language)
    assert form.write(told, Options()) == form.write(told, Options())


def test_the_workbooks_behind_slides_say_the_time_of_the_snapshot_and_not_of_the_writing(
    report: Report,
) -> None:
    files = unpacked(pptx.write(report, Options()))
    books = [content for name, content in files.items() if name.startswith("ppt/embeddings/")]
    assert books
    for book in books:
        about = openpyxl.load_workbook(io.BytesIO(book)).properties
        assert (about.created, about.modified) == (datetime(2026, 11, 1), datetime(2026, 11, 1))


def test_a_slide_has_its_finding_an_editable_chart_and_notes(report: Report) -> None:
    deck = Presentation(io.BytesIO(pptx.write(report, Options())))
    assert round(deck.slide_width / deck.slide_height, 2) == 1.78
    slide = deck.slides[1]
    assert slide.shapes.title.text == KAZAKH
    frame = next(shape for shape in slide.shapes if shape.has_chart)
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == "A chart of three bars"
    assert list(frame.chart.plots[0].series[0].values) == [0.71, None, 0.55]
    notes = slide.notes_slide.notes_text_frame.text
    for said in ("What it means", "64%", "172", "000001-x"):
        assert said in notes


def test_a_workbook_holds_numbers_a_word_for_the_hidden_and_no_formula(report: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.write(report, Options())))
    sheet = book["Нәтижелер"]
    assert sheet.freeze_panes and len(sheet._charts) == 1
    rows = {row[0].value: row for row in sheet.iter_rows() if row[0].value in ("a", "b")}
    assert rows["a"][2].value == 0.71 and rows["a"][2].number_format == "0%" and rows["a"][7].value is False
    assert rows["b"][2].value == "жасырылған" and rows["b"][7].value is True
    assert rows["b"][4].value is None and rows["b"][6].value is None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == INJECTED]
    assert len(cells) == 2 and all(cell.data_type == "s" for cell in cells)
    assert KAZAKH in {cell.value for row in sheet.iter_rows() for cell in row}
