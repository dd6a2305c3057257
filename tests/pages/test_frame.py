"""What a reader meets before there are figures, and as whom the pages are read."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.frame import role
from dashboard.words import load_words
from pipelines.settings import PROJECT

APPLICATION = PROJECT / "dashboard" / "app.py"


def opened(home: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> AppTest:
    monkeypatch.setenv("IMPACT_HOME", str(home))
    app = AppTest.from_file(str(APPLICATION), default_timeout=60)
    app.query_params["lang"] = language
    return app.run()


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_an_empty_home_says_how_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    app = opened(tmp_path, monkeypatch, language)
    assert not app.exception
    assert app.title[0].value == load_words(language)("empty.title")
    assert [block.value for block in app.code] == ["impact demo", "impact ingest FILE"]


def test_a_snapshot_that_cannot_be_read_is_a_sentence_and_not_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "warehouse").mkdir()
    (tmp_path / "warehouse" / "000001-damaged.duckdb").write_bytes(b"not a database")
    (tmp_path / "warehouse" / "current").write_text("000001-damaged\n")
    app = opened(tmp_path, monkeypatch, "en")
    assert not app.exception
    assert app.title[0].value == load_words("en")("broken.title")


@pytest.mark.parametrize(("asked", "given"), [("", "partner"), ("library", "library"), ("root", "partner")])
def test_whoever_is_not_known_reads_as_a_partner(
    monkeypatch: pytest.MonkeyPatch, asked: str, given: str
) -> None:
    monkeypatch.setenv("IMPACT_ROLE", asked)
    assert role() == given
