"""What may be written: no way to reach a person, at least one language, sensible numbers, agreed pictures."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pipelines.problems import RefusalError
from pipelines.settings import Home
from pipelines.written import Draft, add_note, add_story, keep_picture, notes, picture_path, set_target
from pipelines.written.personal import kinds

DAY = date(2026, 7, 1)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def refusal(home: Home, **texts: str) -> tuple[str, ...]:
    with pytest.raises(RefusalError) as refused:
        add_note(home, "Test Person 12", DAY, None, texts)
    assert not any(text in str(refused.value) for text in texts.values() if text)
    assert notes(home) == ()
    return tuple(problem.code for problem in refused.value.problems)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Write to person12@example.org", "written_e_mail"),
        ("Пишите на person12＠example.org", "written_e_mail"),
        ("Call +7 700 000 00 12 before noon", "written_phone"),
        ("Звоните 8 (700) 000-00-12", "written_phone"),
        ("Their number is +996 555 123 456", "written_phone"),
        ("ЖСН 990101300012", "written_identity_number"),
        ("IIN 990101 300 012", "written_identity_number"),
        ("Came from 10.20.30.40", "written_ip_address"),
        ("Came from 2001:db8::12", "written_ip_address"),
    ],
)
def test_a_note_that_reaches_a_person_is_refused_without_repeating_it(
    home: Home, text: str, code: str
) -> None:
    assert refusal(home, en=text) == (code,)
    assert refusal(home, en="A quiet week.", kk=text) == (code,)


@pytest.mark.parametrize(
    "text",
    [
        "5,587 of 5,000 visits, 12 % more than in 2026-Q2",
        "Open 10:00–18:00 from 18.01.2026 to 31.03.2026",
        "1 200 300 tenge for 3D printers; 12 of 15 came at 18:30:00",
        "Снимок 20261105T090000-0001, зал 2, с 10 до 19 часов",
    ],
)
def test_dates_hours_and_counts_are_no_contacts(text: str) -> None:
    assert kinds(text, "KZ") == []


@given(st.integers(0, 9_999_999), st.sampled_from(("+7", "8")), st.sampled_from((" ", "-", "")))
def test_a_telephone_number_is_found_however_it_is_grouped(tail: int, first: str, gap: str) -> None:
    digits = f"{tail:07d}"
    number = gap.join((first, "700", digits[:3], digits[3:5], digits[5:]))
    assert "phone" in kinds(f"Тел. {number}.", "KZ")


def test_a_note_says_something_in_one_language_at_least_and_in_none_that_the_site_has_not(home: Home) -> None:
    assert refusal(home, en="  ", ru="") == ("written_empty",)
    assert refusal(home, de="Umbau.") == ("written_language",)
    assert refusal(home, en="x" * 401) == ("written_too_long",)
    kept = add_note(home, "Test Person 12", DAY, None, {"kk": " Жөндеу \n жүрді. ", "en": ""})
    assert kept.texts == (("kk", "Жөндеу жүрді."),)
    assert kept.text("en") == ("kk", "Жөндеу жүрді.")


def test_a_note_is_about_days_metrics_and_programmes_that_there_are(home: Home) -> None:
    asked = {"en": "A note."}
    with pytest.raises(RefusalError, match="after the last day"):
        add_note(home, "Test Person 12", DAY, date(2026, 6, 30), asked)
    with pytest.raises(RefusalError, match="no metric"):
        add_note(home, "Test Person 12", DAY, None, asked, "visit_count")
    with pytest.raises(RefusalError, match="no program"):
        add_note(home, "Test Person 12", DAY, None, asked, None, "knitting")
    assert add_note(home, "Test Person 12", DAY, None, asked, "visits", "robotics-club").metric == "visits"


@pytest.mark.parametrize(
    ("metric", "period", "number"),
    [("visits", "2026-Q5", 10.0), ("visits", "soon", 10.0), ("visits", "2026", 0.0), ("visits", "2026", -3.0),
     ("visits", "2026", float("nan")), ("visits", "2026", float("inf")), ("outcome_application", "2026", 70.0),
     ("nps", "2026", 101.0), ("representation_ratio", "2026", 1.0), ("footfall", "2026", 1.0)],
)  # fmt: skip
def test_a_target_that_no_figure_could_be_held_against_is_refused(
    home: Home, metric: str, period: str, number: float
) -> None:
    with pytest.raises(RefusalError):
        set_target(home, "Test Person 12", metric, period, number)
    assert not home.state.exists()


def picture(form: str = "JPEG") -> bytes:
    drawn, kept = Image.new("RGB", (40, 30), "teal"), BytesIO()
    noted = drawn.getexif()
    noted[0x010F] = "Test Camera of Test Person 12"
    drawn.save(kept, form, exif=noted)
    return kept.getvalue()


def test_a_picture_is_kept_without_what_the_camera_noted(home: Home) -> None:
    assert b"Test Camera" in picture()
    name = keep_picture(home, picture())
    assert b"Test Camera" not in picture_path(home, name).read_bytes()
    assert keep_picture(home, picture()) == name
    for wrong in (b"", b"GIF89a", b"%PDF-1.7", picture()[:80]):
        with pytest.raises(RefusalError):
            keep_picture(home, wrong)
    with pytest.raises(RefusalError):
        picture_path(home, "../secret")


def test_a_picture_needs_a_description_and_consent(home: Home) -> None:
    name = keep_picture(home, picture("PNG"))

    def code(**changes: object) -> str:
        draft = Draft(DAY, DAY, "ru", "Было.", "Надо было.", "Сделали.", "Помогло.", name, **changes)
        with pytest.raises(RefusalError) as refused:
            add_story(home, "Test Person 12", draft)
        return refused.value.problems[0].code

    assert code(consent=True) == "picture_alt"
    assert code(alt="Робот на столе") == "picture_consent"
    assert code(alt="Пишите person12@example.org", consent=True) == "written_e_mail"
    told = Draft(DAY, DAY, "ru", "Было.", "Надо.", "Сделали.", "Помогло.", name, "Робот на столе", True)
    assert add_story(home, "Test Person 12", told).picture == name


def test_a_story_has_all_four_parts(home: Home) -> None:
    with pytest.raises(RefusalError) as refused:
        add_story(home, "Test Person 12", Draft(DAY, DAY, "en", "It was so.", "", "We did it.", " "))
    assert [problem.column for problem in refused.value.problems] == ["task", "result"]
