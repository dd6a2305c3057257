"""Stories of the staff reach a report only when approved, in its language, and a picture only with consent."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from dashboard.reports.content import Options, Picture, Report, Section
from dashboard.reports.formats import html, pdf
from dashboard.reports.formats.pptx import fitting
from dashboard.reports.letters import drawable
from dashboard.reports.told_stories import as_told, told_stories
from dashboard.words import load_words
from pipelines.settings import Home
from pipelines.written import Draft, add_story, approve_story, keep_picture, stories
from tests.unit.test_office_reports import report  # noqa: F401

JULY = (date(2026, 7, 1), date(2026, 7, 31))
LABELS = {
    "en": ("Situation", "Task", "Action", "Result"),
    "ru": ("Ситуация", "Задача", "Действия", "Результат"),
    "kk": ("Жағдай", "Міндет", "Әрекет", "Нәтиже"),
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def draft(home: Home, language: str = "en") -> Draft:
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(written, "PNG")
    name = keep_picture(home, written.getvalue())
    return Draft(
        *JULY, language, "It was so ✕.", "This was to do.", "We did it.", "It helped.", name, "A lamp", True
    )


@pytest.mark.parametrize("language", list(LABELS))
def test_a_story_is_told_once_approved_in_its_own_language_and_period(home: Home, language: str) -> None:
    words, kept = load_words(language), add_story(home, "Test Person 12", draft(home, language))
    assert told_stories(home, words, *JULY) == ()
    approve_story(home, kept.item, "Test Person 13")
    (told,) = told_stories(home, words, *JULY)
    assert tuple(label for label, _ in told.parts) == LABELS[language]
    assert told.by == "" and [one.alt for one in told.pictures] == ["A lamp"]
    other = next(one for one in LABELS if one != language)
    assert told_stories(home, load_words(other), *JULY) == ()
    assert told_stories(home, words, date(2026, 9, 1), date(2026, 9, 30)) == ()


def test_a_picture_without_consent_or_description_is_left_out(home: Home) -> None:
    add_story(home, "Test Person 12", draft(home))
    (kept,) = stories(home, approved_only=False)
    words = load_words("en")
    assert as_told(home, words, kept, 1).pictures
    for lacking in (replace(kept, consent=False), replace(kept, alt=""), replace(kept, picture=None)):
        assert as_told(home, words, lacking, 1).pictures == ()


def test_pdf_and_html_show_the_story_with_its_picture(home: Home, report: Report) -> None:  # noqa: F811
    add_story(home, "Test Person 12", draft(home))
    (kept,) = stories(home, approved_only=False)
    told = as_told(home, load_words("en"), kept, 1)
    assert isinstance(told.pictures[0], Picture)
    shown = replace(report, language="en", sections=(Section("stories", "Stories", "lead", (told,)),))
    assert pdf.write(shown, Options()).startswith(b"%PDF")
    assert "alt='A lamp'" in html.write(shown, Options()).decode()


def test_what_the_fonts_lack_is_written_another_way_and_kazakh_stays() -> None:
    assert drawable({"a": ["✕ Әріп \U0001f600 ✓", 1]}) == {"a": ["× Әріп  ✓", 1]}


def test_a_long_title_of_a_slide_is_set_smaller() -> None:
    wide, high = 11_064_240, 868_680
    assert fitting("short", 26, wide, high) == 26
    assert fitting("a long finding sentence " * 10, 26, wide, high) < 26
