"""A delivered report is the one that the real `impact report` makes; where it makes none nothing is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.delivery.declaration import Entry
from pipelines.delivery.make import make_report
from pipelines.problems import RefusalError
from pipelines.settings import Home
from tests.browser.asking import asked_one
from tests.conftest import SampleHome

ENTRY = Entry(name="x", what="report", when="0 7 5 * *", language="kk", format="html", folder="outbox")


def test_the_report_of_a_schedule_holds_the_figures_of_its_month_in_its_language(
    sample_home: SampleHome, tmp_path: Path
) -> None:
    made = make_report(sample_home.home, ENTRY, "2026-09", tmp_path / "report.html")
    text = made.read_text("utf-8")
    visits = asked_one(sample_home.home, "visits", "--from", "2026-09-01", "--to", "2026-09-30")["value"]
    told = f"{visits:,.0f}"
    spaced = " ".join(text.split())
    assert '<html lang="kk"' in text
    assert any(told.replace(",", gap) in spaced for gap in ("\u00a0", "\u202f", " ")), told


def test_a_home_without_data_gives_no_report(tmp_path: Path) -> None:
    with pytest.raises(RefusalError) as caught:
        make_report(Home(tmp_path / "home"), ENTRY, "2026-09", tmp_path / "report.html")
    assert caught.value.problems[0].code == "report_failed"
    assert not (tmp_path / "report.html").exists()
