"""The numbers of a report are those that the metrics answer, whoever opens the file and in whatever program."""

from __future__ import annotations

import io
from collections.abc import Iterator

import openpyxl
import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from dashboard.charts import shortened
from dashboard.reports.build import ROLE_OF
from dashboard.reports.charts import LABEL
from dashboard.reports.content import Chart, Report
from dashboard.reports.written_as import written_as
from dashboard.words import Words, load_words
from pipelines.metrics import Question, answer
from pipelines.problems import RefusalError
from tests.conftest import SampleHome
from tests.unit.reports.test_reports import AUDIENCES, LANGUAGES, made

Figures = dict[str, float | None]
KAZAKH = set("әғқңөұүһі")


def answered(home: SampleHome, report: Report, chart: Chart, words: Words) -> Figures | None:
    """What the metric answers to the report's role by the chart's dimension, by label; None for other charts."""
    by = chart.key.removeprefix(f"{chart.metric}-")
    if chart.kind not in ("bars", "dots") or len(chart.series) != 1 or f"{chart.metric}-{by}" != chart.key:
        return None
    role = ROLE_OF[report.audience]
    # Outcomes are told as people answered at the end of a programme.
    where = (("wave", "immediate"),) if chart.metric.startswith(("outcome_", "nps")) else ()
    try:
        question = Question(
            chart.metric, by=(by,), start=report.start, end=report.end, where=where, role=role
        )
        rows = answer(home.snapshot, question).rows.to_dicts()
    except (RefusalError, ValueError):
        return None
    return {shortened(words.label(by, row[by]), LABEL): row["value"] for row in rows}


def slides(report: Report) -> Iterator[tuple[Chart, dict[str, Figures]]]:
    """Each chart of the report with the native one of its slide: values by category, by series."""
    deck = Presentation(io.BytesIO(written_as(report, "pptx")))
    native = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    told = [chart for chart in report.charts() if chart.categories and chart.series]
    for chart, drawn in zip(told, native, strict=True):
        plot = drawn.plots[0]
        names = [str(name) for name in plot.categories]
        yield chart, {series.name: dict(zip(names, series.values, strict=True)) for series in plot.series}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_native_charts_of_slides_hold_what_the_metric_answers_to_that_role(
    sample_home: SampleHome, audience: str, language: str
) -> None:
    report, words = made(sample_home, language, audience), load_words(language)
    compared = 0
    for chart, drawn in slides(report):
        known = answered(sample_home, report, chart, words)
        if known is None:
            continue
        (values,) = drawn.values()
        for category, value in values.items():
            if category in known:
                assert value == known[category], (chart.key, category)
                compared += 1
    assert compared > 40


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_workbook_holds_what_the_metric_answers_to_that_role(
    sample_home: SampleHome, audience: str, language: str
) -> None:
    report, words = made(sample_home, language, audience), load_words(language)
    book = openpyxl.load_workbook(io.BytesIO(written_as(report, "xlsx")))
    lines = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
    compared = 0
    for chart in report.charts():
        known = answered(sample_home, report, chart, words)
        for category in set(known or ()) & set(chart.categories):
            found = [row[2] for row in lines if row[0] == category and row[1] == chart.series[0].name]
            value = (known or {})[category]
            if value is None:
                assert words("report.office.hidden") in found
            else:
                assert any(one == pytest.approx(value) for one in found if isinstance(one, int | float)), (
                    chart.key, category, found,
                )  # fmt: skip
            compared += 1
    assert compared > 40


def test_an_interval_of_a_slide_reaches_from_its_lower_to_its_upper_end(sample_home: SampleHome) -> None:
    report = made(sample_home)
    deck = Presentation(io.BytesIO(written_as(report, "pptx")))
    native = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    told = [chart for chart in report.charts() if chart.categories and chart.series]
    whiskers = 0
    for chart, drawn in zip(told, native, strict=True):
        for series, shown in zip(chart.series, drawn.plots[0].series, strict=True):
            ends: dict[str, dict[int, float]] = {}
            for side in ("plus", "minus"):
                points = shown._element.findall(f".//{qn('c:' + side)}//{qn('c:pt')}")
                ends[side] = {int(point.get("idx")): float(point[0].text) for point in points}
            for place, point in enumerate(series.points):
                if point.suppressed or point.value is None or point.lower is None or point.upper is None:
                    assert place not in ends["plus"] and place not in ends["minus"]
                    continue
                assert point.value + ends["plus"][place] == pytest.approx(point.upper)
                assert point.value - ends["minus"][place] == pytest.approx(point.lower)
                whiskers += 1
    assert whiskers > 9


def test_kazakh_letters_are_whole_in_slides_and_workbook(sample_home: SampleHome) -> None:
    report = made(sample_home, "kk")
    deck = Presentation(io.BytesIO(written_as(report, "pptx")))
    said = " ".join(
        shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame
    )
    book = openpyxl.load_workbook(io.BytesIO(written_as(report, "xlsx")))
    cells = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    for text in (said, cells):
        assert set(text.casefold()) >= KAZAKH - {"һ"}
        assert "\N{REPLACEMENT CHARACTER}" not in text
