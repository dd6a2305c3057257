"""What is given out in other people's formats says no more than the role may see, and can be read back."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import frictionless
import icalendar
import polars as pl
import pytest
from lxml import etree

from pipelines.exchange import Choice, calendar_file, package_archive, package_files, results_document
from pipelines.metrics import Question, answer
from pipelines.problems import RefusalError


@pytest.fixture(scope="module")
def files(sample_home: Any) -> dict[str, bytes]:
    return package_files(sample_home.snapshot)


def test_the_package_is_valid_for_an_independent_reader(files: dict[str, bytes], tmp_path: Path) -> None:
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["name", "message"])[:5]
    described = json.loads(files["datapackage.json"])
    assert described["licenses"] and described["sources"] and described["suppression"]["threshold"] == 10


def test_csv_and_parquet_hold_the_figures_that_are_answered(
    sample_home: Any, files: dict[str, bytes]
) -> None:
    whole = pl.read_parquet(io.BytesIO(files["figures.parquet"]))
    question = Question("unique_participants", ("district",), grain="quarter", role="partner")
    expected = answer(sample_home.snapshot, question).rows
    wanted = expected.select("district", "period", "value", "suppressed").sort("district", "period")
    rows = whole.filter(metric="unique_participants", breakdown="district", grain="quarter")
    assert wanted["suppressed"].any() and not wanted["suppressed"].all()
    assert rows.select(wanted.columns).sort("district", "period").rows() == wanted.rows()
    table = pl.read_csv(files["figures/unique_participants.csv"])
    assert table.height == whole.filter(metric="unique_participants").height


def test_hidden_rows_of_the_package_hold_no_number(files: dict[str, bytes]) -> None:
    hidden = pl.read_parquet(io.BytesIO(files["figures.parquet"])).filter(pl.col("suppressed"))
    assert hidden.height
    for name in ("value", "numerator", "denominator", "n", "unknown", "lower", "upper"):
        assert hidden[name].null_count() == hidden.height


def test_the_same_snapshot_gives_the_same_archive(sample_home: Any) -> None:
    choice = Choice("partner", date(2026, 9, 1), date(2026, 9, 30))
    made = package_archive(sample_home.snapshot, choice)
    assert made == package_archive(sample_home.snapshot, choice)
    with zipfile.ZipFile(io.BytesIO(made)) as read:
        visits = pl.read_csv(read.read("figures/visits.csv"))
    assert set(visits["period"]) == {"2026-09"}


def test_iati_results_stand_in_the_order_of_the_standard(sample_home: Any) -> None:
    root = etree.fromstring(results_document(sample_home.snapshot))
    activity = root.find("iati-activity")
    assert root.get("version") == "2.03" and activity is not None
    order = [
        "iati-identifier",
        "reporting-org",
        "title",
        "description",
        "participating-org",
        "activity-status",
    ]
    assert [child.tag for child in activity][:6] == order
    for indicator in root.iter("indicator"):
        tags = [child.tag for child in indicator]
        ranks = [["title", "description", "reference", "baseline", "period"].index(tag) for tag in tags]
        assert ranks == sorted(ranks) and indicator.get("measure") in ("1", "2")
    for period in root.iter("period"):
        assert [child.tag for child in period][:3] == ["period-start", "period-end", "target"]


def test_iati_actuals_are_the_figures_that_are_answered(sample_home: Any) -> None:
    root = etree.fromstring(results_document(sample_home.snapshot, period="2026-Q3"))
    question = Question("visits", (), date(2026, 7, 1), date(2026, 9, 30), role="partner")
    expected = answer(sample_home.snapshot, question).rows["value"][0]
    found = root.xpath("//indicator[reference/@code='visits']/period/actual/@value")
    assert found == [str(int(expected))]


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Book club"), ("ru", "Книжный клуб"), ("kk", "Кітап клубы")]
)
def test_a_calendar_holds_the_months_programmes_in_a_language(
    sample_home: Any, language: str, name: str
) -> None:
    made = calendar_file(sample_home.snapshot, date(2026, 10, 1), language)
    events = icalendar.Calendar.from_ical(made).walk("VEVENT")
    sql = (
        "select count(*) from fct_session where date between '2026-10-01' and '2026-10-31'"
        " and status in ('held', 'planned') and not one_to_one and precision <> 'month'"
    )
    assert len(events) == sample_home.snapshot.rows(sql).item() > 0
    assert name in {str(event["SUMMARY"]) for event in events}
    again = icalendar.Calendar.from_ical(calendar_file(sample_home.snapshot, date(2026, 10, 1), "en"))
    assert [str(event["UID"]) for event in events] == [str(event["UID"]) for event in again.walk("VEVENT")]
    assert len({str(event["UID"]) for event in events}) == len(events)
    assert b"ATTENDEE" not in made and b"ORGANIZER" not in made


def test_a_calendar_in_a_language_that_the_site_lacks_is_refused(sample_home: Any) -> None:
    with pytest.raises(RefusalError) as refused:
        calendar_file(sample_home.snapshot, date(2026, 10, 1), "de")
    assert refused.value.problems[0].code == "language_unknown"
