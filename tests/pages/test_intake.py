"""The intake page in every language: who may see it, what it says of a rehearsal, a refusal and a publish."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.intake_visit import KEY, Visit
from dashboard.words import load_words
from pipelines.problems import Problem
from pipelines.remembered import read_toml
from pipelines.settings import Home
from pipelines.snapshot import Snapshots
from tests.pages.conftest import LANGUAGES
from tests.pages.reading import texts

LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]{2,}")
# File names, formats and the columns of the made-up file are written alike in all languages.
ALIKE = re.compile(r"\b(CSV|XLSX|JSON|ICS|UTF|count)\b|\w+\.(csv|xlsx)|made_up_\w+")
SOURCE = {
    "source": "sign_in", "file": "sheet.csv", "sha256": "0" * 64, "rows": 12, "accepted": 8, "updated": 1,
    "quarantined": 2, "duplicate": 1, "excluded": 1,
}  # fmt: skip
TABLE = {
    "file": "sheet.csv", "sheet": "", "kind": "table", "headers": ["made_up_date", "made_up_zone", "made_up_name"],
    "nearest": [{"mapping": "sign_in_sheet", "columns": 2, "missing": []}],
}  # fmt: skip
READ = {
    "file": "sheet.csv",
    "sheet": "",
    "mapping": "sign_in_sheet",
    "source": "sign_in",
    "columns": [
        {"part": "visited_date", "kind": "date", "needed": True, "headers": ["made_up_date"]},
        {"part": "zone", "kind": "category", "needed": False, "headers": ["made_up_zone"]},
        {"part": "age", "kind": "integer", "needed": False, "headers": []},
        {"part": None, "kind": None, "needed": False, "headers": ["made_up_name"]},
    ],
    "first_rows": [
        {
            "table": "visit",
            "columns": ["row", "visited_at", "visited_on", "hour", "count", "kind", "zone"],
            "rows": [[2, "2026-02-01T05:24:00+00:00", "2026-02-01", 10, 1, "sign_in", "makerspace"]],
        },
        {"table": "person", "columns": ["row", "email_key", "sex"], "rows": [[2, "key", "female"]]},
    ],
    "aside": [
        {"row": 4, "column": "made_up_date", "code": "not_a_date", "values": {}, "table": None, "rule": None},
        {"row": 9, "column": "made_up_date", "code": None, "values": {}, "table": "visit",
         "rule": "visit.count_negative"},
    ],
    "more_aside": 0,
    "excluded": [{"reason": "blank", "rows": 1}],
    "warnings": [{"column": "made_up_zone", "code": "unknown_category", "rows": 1}],
}  # fmt: skip


def report(status: str = "dry-run", **changes: Any) -> dict[str, Any]:
    told = {
        "status": status,
        "run": "1",
        "snapshot": None,
        "sources": [SOURCE],
        "expectations": [],
        "refused": [],
    }
    return told | {"details": {"tables": [TABLE], "read": [READ], "refused": []} | changes}


def script(language: str) -> None:
    from dashboard.app import show
    from dashboard.frame import choose_language

    show("intake", choose_language(), None)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("IMPACT_HOME", str(tmp_path))
    monkeypatch.setenv("IMPACT_ROLE", "library")
    return Home(tmp_path)


def opened(language: str = "en", visit: Visit | None = None) -> AppTest:
    app = AppTest.from_function(script, args=(language,), default_timeout=60)
    app.query_params["lang"] = language
    if visit is not None:
        app.session_state[KEY] = visit
    return app.run()


def said(app: AppTest) -> str:
    return " ".join(
        [*texts(app), *(button.label for button in app.button), *(box.label for box in app.selectbox)]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_partner_gets_a_sentence_and_nothing_to_drop_into(
    home: Home, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("IMPACT_ROLE", "partner")
    app = opened(language)
    assert load_words(language)("frame.not_for_role") in said(app)
    assert not app.get("file_uploader")
    assert not app.button


@pytest.mark.parametrize("role", ["library", "analyst"])
def test_staff_is_offered_a_place_to_drop_a_file(
    home: Home, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    monkeypatch.setenv("IMPACT_ROLE", role)
    app = opened()
    assert not app.exception
    assert len(app.get("file_uploader")) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rehearsal_is_told_in_the_readers_language(home: Home, language: str) -> None:
    words = load_words(language)
    app = opened(language, Visit(name="sheet.csv", content=b"x", rehearsal=report()))
    assert not app.exception
    text = said(app)
    for key in ("kind", "columns", "rows", "aside", "confirm"):
        assert words(f"intake.{key}.title") in text
    assert words("intake.rows.key") in text
    assert words("intake.confirm.button") in [button.label for button in app.button]
    if language != "en":
        # Kinds of files are also called by the names of their systems.
        kinds = {option for box in app.selectbox for option in box.options}
        shown = " ".join(text for text in texts(app) if text not in kinds)
        assert LATIN.findall(ALIKE.sub(" ", shown)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_file_is_offered_a_kind_and_no_publish(home: Home, language: str) -> None:
    words = load_words(language)
    problem = {"code": "unknown_layout", "file": "sheet.csv", "row": 1, "column": "x", "message": "",
               "values": {"nearest": "sign_in_sheet", "missing": "x"}}  # fmt: skip
    app = opened(
        language,
        Visit(name="sheet.csv", content=b"x", rehearsal=report("refused", read=[], refused=[problem])),
    )
    assert not app.exception
    assert words("intake.problem.unknown_layout") in said(app)
    assert app.selectbox[0].label == words("intake.correct.kind")
    assert words("intake.confirm.button") not in [button.label for button in app.button]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_running_ingest_and_an_unfit_file_are_sentences(home: Home, language: str) -> None:
    words = load_words(language)
    busy = {"error": {"code": "ingest_running", "message": "English"}}
    app = opened(language, Visit(name="sheet.csv", content=b"x", rehearsal=busy))
    text = said(app)
    assert "English" not in text
    assert words("intake.try_again") in text
    unfit = (Problem("workbook_with_macros", "sheet.xlsm"),)
    app = opened(language, Visit(name="sheet.xlsm", content=b"x", unfit=unfit))
    assert not app.exception
    assert len(app.button) == 1


def test_a_correction_without_a_needed_column_is_refused_with_its_name(home: Home) -> None:
    app = opened("en", Visit(name="sheet.csv", content=b"x", rehearsal=report()))
    again = next(button for button in app.button if button.label == load_words("en")("intake.correct.again"))
    again.click().run()
    assert not app.exception
    assert "Date and time" in app.error[0].value
    assert app.session_state[KEY].rehearsal is not None


def test_the_empty_first_page_leads_staff_to_the_intake_and_a_partner_to_the_demo(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def first(role: str) -> AppTest:
        monkeypatch.setenv("IMPACT_ROLE", role)
        from pipelines.settings import PROJECT

        return AppTest.from_file(str(PROJECT / "dashboard" / "app.py"), default_timeout=60).run()

    link = load_words("en")("empty.to_intake")
    assert link in said(first("library"))
    partner = first("partner")
    assert link not in said(partner)
    assert "impact demo" in [block.value for block in partner.code]


def test_looking_at_the_page_makes_no_file(home: Home) -> None:
    opened("en", Visit(name="sheet.csv", content=b"x", rehearsal=report()))
    assert list(home.path.iterdir()) == []
    assert Snapshots(home).current() is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_survey_is_proposed_corrected_and_looked_at_again(
    home: Home, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr("dashboard.app_pages.intake.follow", lambda *_: report())
    words = load_words(language)
    answers = ["Timestamp,I learned something new,Would you recommend us? (0-10),Your e-mail"]
    scale = ["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"]
    answers += [f"2026-03-0{day} 10:00,{scale[day % 5]},{day},person{day}@example.org" for day in range(1, 9)]
    visit = Visit(name="robot-club.csv", content="\n".join([*answers, ""]).encode(), rehearsal=report())
    app = opened(language, visit)
    button = next(one for one in app.button if one.label == words("intake.survey.button"))
    button.click().run()
    assert not app.exception
    assert visit_of(app).proposal is not None
    text = said(app)
    assert "I learned something new" in text
    assert "person1@example.org" not in text
    wave = next(box for box in app.selectbox if box.label == words("dimension.wave"))
    wave.set_value("after")
    again = [one for one in app.button if one.label == words("intake.correct.again")][-1]
    again.click().run()
    assert not app.exception
    mapping = read_toml(visit_of(app).mapping or "")
    assert mapping.survey is not None
    assert mapping.survey.wave == "after"
    assert mapping.questions["knowledge"].outcome == "knowledge"


def visit_of(app: AppTest) -> Visit:
    found = app.session_state[KEY]
    assert isinstance(found, Visit)
    return found
