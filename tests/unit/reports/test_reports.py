"""Reports over the sample: every format, language and audience, opened again by independent readers."""

from __future__ import annotations

import io
import json
from html.parser import HTMLParser
from pathlib import Path

import pypdf
import pytest

from dashboard.reports.build import ROLE_OF, build, chosen_period
from dashboard.reports.content import Card, Cards, Chart, Options, Report, Table
from dashboard.reports.written_as import formats, written_as
from dashboard.source import WarehouseSource
from dashboard.words import load_words
from pipelines.cli import main
from pipelines.metrics import Question, answer
from pipelines.problems import RefusalError
from tests.conftest import SampleHome

LANGUAGES = ("en", "ru", "kk")
AUDIENCES = ("consulate", "library", "public")
QUARTER = "2026-Q3"


def built(
    home: SampleHome, language: str = "en", audience: str = "consulate", period: str = QUARTER
) -> Report:
    words = load_words(language)
    source = WarehouseSource(home.home, home.snapshot.id)
    return build(source, words, chosen_period(period, words), audience)  # type: ignore[arg-type]


BUILT: dict[tuple[str, str, str], Report] = {}


def made(home: SampleHome, language: str = "en", audience: str = "consulate") -> Report:
    """A report, built once for all tests that only read it."""
    key = (home.snapshot.id, language, audience)
    if key not in BUILT:
        BUILT[key] = built(home, language, audience)
    return BUILT[key]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_format_is_written_for_every_reader(
    sample_home: SampleHome, language: str, audience: str
) -> None:
    report = made(sample_home, language, audience)
    for form in formats():
        assert len(written_as(report, form)) > 10_000, form


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_is_tagged_outlined_in_its_language_and_of_a_size_to_read(
    sample_home: SampleHome, language: str
) -> None:
    report = made(sample_home, language)
    document = pypdf.PdfReader(io.BytesIO(written_as(report, "pdf")))
    root = document.trailer["/Root"]
    assert 8 <= len(document.pages) <= 12
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == language
    titles = [str(item.title) for item in document.outline if not isinstance(item, list)]
    assert [one.title for one in report.sections] == titles
    text = " ".join(" ".join(page.extract_text() for page in document.pages).split())
    for card in headlines(report):
        assert card.title in text and " ".join(card.value.split()) in text
    if language == "kk":
        assert set("әғқңөұүі") <= set(text.casefold())  # һ stands in no word of this report
        assert "Көрсеткіш" in text and "Қысқаша" in text


def test_the_brief_is_one_page_on_both_papers_in_every_language(sample_home: SampleHome) -> None:
    for language in LANGUAGES:
        report = made(sample_home, language)
        for paper, width in (("a4", 595), ("letter", 612)):
            options = Options(paper, brief=True)  # type: ignore[arg-type]
            document = pypdf.PdfReader(io.BytesIO(written_as(report, "pdf", options)))
            assert len(document.pages) == 1, (language, paper)
            assert round(float(document.pages[0].mediabox.width)) == width


def test_the_same_snapshot_and_options_give_the_same_bytes(sample_home: SampleHome) -> None:
    first, second = made(sample_home, "kk"), built(sample_home, "kk")
    assert first == second
    for form in formats():
        assert written_as(first, form) == written_as(second, form), form


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_headline_is_what_the_metric_answers_to_that_role(
    sample_home: SampleHome, audience: str
) -> None:
    report = made(sample_home, "en", audience)
    for card in headlines(report):
        question = Question(card.metric, start=report.start, end=report.end, role=ROLE_OF[report.audience])
        row = answer(sample_home.snapshot, question).rows.row(0, named=True)
        assert (card.number, card.lower, card.upper) == (row["value"], row["lower"], row["upper"]), (
            card.metric
        )


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_hidden_group_has_no_number_anywhere_and_no_shown_group_of_people_is_small(
    sample_home: SampleHome, audience: str
) -> None:
    report = made(sample_home, "en", audience)
    hidden = 0
    for chart in report.charts():
        for point in (point for series in chart.series for point in series.points):
            hidden += point.suppressed
            if point.suppressed:
                assert (point.value, point.lower, point.upper, point.n) == (None, None, None, None)
            elif chart.metric.startswith("unique_") and chart.dimension != "Period":
                assert point.value is None or point.value >= 10, chart.key
    cells = [
        c for s in report.sections for b in s.blocks if isinstance(b, Table) for row in b.rows for c in row
    ]
    assert all(cell.value is None for cell in cells if cell.suppressed)
    assert hidden, "the sample hides some groups, so a report without any has lost them"


def test_the_public_reads_no_comment_of_the_staff(sample_home: SampleHome) -> None:
    spoken = "every missed booking keeps a room"
    said = {
        audience: written_as(made(sample_home, "en", audience), "html").decode() for audience in AUDIENCES
    }
    assert spoken in said["consulate"] and spoken in said["library"] and spoken not in said["public"]


def test_no_change_is_told_of_a_share_whose_interval_holds_zero(sample_home: SampleHome) -> None:
    report = made(sample_home)
    source = WarehouseSource(sample_home.home, sample_home.snapshot.id)
    looked = 0
    for card in headlines(report):
        compared = source.compare(Question(card.metric, start=report.start, end=report.end))
        if compared.significant is False:
            looked += 1
            assert card.direction == "same" and "no clear change" in card.change, card.metric
    assert looked


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_html_stands_alone_with_language_alternatives_and_tables(sample_home: SampleHome) -> None:
    report = made(sample_home, "ru")
    reader = Reader()
    reader.feed(written_as(report, "html").decode())
    tags = [tag for tag, _ in reader.found]
    assert ("html", {"lang": "ru"}) in reader.found
    assert "script" not in tags and "link" not in tags
    assert not [a for _, a in reader.found if str(a.get("src", "")).startswith("http")]
    pictures = [a for tag, a in reader.found if tag == "svg" and "role" in a]
    assert len(pictures) == len(list(report.charts())) and all(a["aria-label"] for a in pictures)
    assert tags.count("h1") == 1 and tags.count("h2") == len(report.sections) and "table" in tags


def test_the_command_writes_the_file_and_refuses_in_one_line(
    sample_home: SampleHome, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out" / "report.pdf"
    home = ["--home", str(sample_home.home.path)]
    asked = ["report", "--language", "kk", "--format", "pdf", "--output", str(output), "--json", *home]
    assert main([*asked, "--period", QUARTER, "--brief"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["bytes"] == output.stat().st_size and told["snapshot"] == sample_home.snapshot.id
    for period, code in (("2026-Q7", "report_period"), ("2019", "report_empty")):
        assert main([*asked, "--period", period]) == 1
        assert json.loads(capsys.readouterr().out)["error"]["code"] == code


def test_a_period_that_is_none_is_refused() -> None:
    with pytest.raises(RefusalError):
        chosen_period("soon", load_words("en"))


def headlines(report: Report) -> list[Card]:
    found = [card for one in report.sections for b in one.blocks if isinstance(b, Cards) for card in b.cards]
    assert len(found) > 6 and any(isinstance(b, Chart) for one in report.sections for b in one.blocks)
    return found
