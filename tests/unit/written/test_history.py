"""What is written stays: an edit keeps its author, its time and what was there before."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.problems import RefusalError
from pipelines.settings import Home
from pipelines.state import VERSIONS, open_state, statements
from pipelines.statistics.targets import read_targets
from pipelines.written import (
    Draft,
    add_note,
    add_story,
    approve_story,
    correct_note,
    correct_story,
    last_version,
    notes,
    set_target,
    stories,
    target_edits,
    targets,
    withdraw_note,
    withdraw_story,
    withdraw_target,
)
from pipelines.written.store import versions, write

JULY = (date(2026, 7, 1), date(2026, 7, 31))
DRAFT = Draft(*JULY, "en", "It was so.", "This was to be done.", "We did it.", "It helped.")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def held(
    home: Home, metric: str = "visits", period: str = "2026-Q3", at: datetime | None = None
) -> float | None:
    return next((t.target for t in targets(home, at) if (t.metric, t.period) == (metric, period)), None)


def test_a_home_in_which_nobody_wrote_has_the_references_targets_and_no_file(home: Home) -> None:
    assert targets(home) == read_targets()
    assert notes(home) == stories(home) == target_edits(home) == ()
    assert not home.path.exists()


def test_an_edited_target_takes_the_place_of_the_references_from_its_time_on(home: Home) -> None:
    before = datetime.now(UTC)
    set_target(home, "Test Person 12", "visits", "2026-Q3", 6000.0)
    assert held(home) == 6000.0
    assert held(home, at=before) == 5000.0
    assert len(targets(home)) == len(read_targets())


def test_an_edit_keeps_its_author_its_time_and_the_former_value(home: Home) -> None:
    set_target(home, "Test Person 12", "visits", "2026-Q3", 6000.0)
    set_target(home, "Test Person 13", "visits", "2026-Q3", 6500.0, comments={"en": "More rooms."})
    second, first = target_edits(home)
    assert first.former is not None and first.now is not None and first.former.target == 5000.0
    assert (first.author, first.now.target) == ("Test Person 12", 6000.0)
    assert second.former == first.now
    assert (second.author, second.now.target if second.now else None) == ("Test Person 13", 6500.0)
    assert first.written_at <= second.written_at <= datetime.now(UTC)


def test_a_target_that_was_taken_back_holds_no_more_and_stays_in_the_history(home: Home) -> None:
    withdraw_target(home, "Test Person 12", "visits", "2026-Q3")
    assert held(home) is None
    (edit,) = target_edits(home)
    assert edit.now is None and edit.former is not None and edit.former.target == 5000.0
    with pytest.raises(RefusalError):
        withdraw_target(home, "Test Person 12", "visits", "2026-Q3")
    set_target(home, "Test Person 12", "visits", "2026-Q3", 5100.0)
    assert held(home) == 5100.0


@pytest.mark.parametrize("statement", ["update written set author = 'x'", "delete from written"])
def test_the_file_itself_refuses_to_overwrite_or_delete(home: Home, statement: str) -> None:
    add_note(home, "Test Person 12", *JULY, {"en": "The laser cutter was away."})
    with closing(sqlite3.connect(home.state)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    assert [note.author for note in notes(home)] == ["Test Person 12"]


def test_a_corrected_note_shows_its_last_words_and_keeps_the_first(home: Home) -> None:
    first = add_note(home, "Test Person 12", *JULY, {"en": "Closd."})
    correct_note(home, first.item, "Test Person 13", *JULY, {"en": "Closed."}, after=first.version)
    assert [note.text("en") for note in notes(home)] == [("en", "Closed.")]
    one, two = versions(home, "note", first.item)
    assert (one.author, one.former) == ("Test Person 12", None)
    assert two.former == one.content and two.content["texts"] == {"en": "Closed."}


def test_two_who_correct_the_same_words_do_not_overwrite_each_other(home: Home) -> None:
    seen = add_note(home, "Test Person 12", *JULY, {"en": "One."})
    correct_note(home, seen.item, "Test Person 13", *JULY, {"en": "Two."}, after=seen.version)
    with pytest.raises(RefusalError) as refused:
        correct_note(home, seen.item, "Test Person 14", *JULY, {"en": "Three."}, after=seen.version)
    assert refused.value.problems[0].code == "written_meanwhile"
    set_target(home, "Test Person 12", "visits", "2026-Q3", 6000.0, after=0)
    with pytest.raises(RefusalError):
        set_target(home, "Test Person 13", "visits", "2026-Q3", 6100.0, after=0)
    assert held(home) == 6000.0
    seen_now = last_version(home, "visits", "2026-Q3")
    assert seen_now is not None
    set_target(home, "Test Person 13", "visits", "2026-Q3", 6100.0, after=seen_now)
    assert held(home) == 6100.0


def test_a_withdrawn_note_is_shown_no_more_and_cannot_be_corrected(home: Home) -> None:
    note = add_note(home, "Test Person 12", *JULY, {"ru": "Ремонт."})
    withdraw_note(home, note.item, "Test Person 13")
    assert notes(home) == ()
    assert [version.withdrawn for version in versions(home, "note")] == [False, True]
    with pytest.raises(RefusalError):
        correct_note(home, note.item, "Test Person 12", *JULY, {"ru": "Ремонт зала."})


def test_notes_are_those_about_any_day_asked_for(home: Home) -> None:
    add_note(home, "Test Person 12", *JULY, {"en": "July."})
    add_note(home, "Test Person 12", date(2026, 8, 1), None, {"en": "One day."})
    assert [note.text("en")[1] for note in notes(home, date(2026, 7, 31), date(2026, 7, 31))] == ["July."]
    assert len(notes(home, date(2026, 7, 31), date(2026, 8, 1))) == 2
    assert notes(home, date(2026, 8, 2)) == ()


def test_a_story_goes_into_reports_once_approved_and_waits_again_after_an_edit(home: Home) -> None:
    story = add_story(home, "Test Person 12", DRAFT)
    assert stories(home) == ()
    assert len(stories(home, approved_only=False)) == 1
    approve_story(home, story.item, "Test Person 13")
    (approved,) = stories(home, *JULY)
    assert approved.approved_by == "Test Person 13"
    correct_story(home, story.item, "Test Person 12", DRAFT)
    assert stories(home) == ()
    withdraw_story(home, story.item, "Test Person 12")
    assert stories(home, approved_only=False) == ()


edits = st.lists(
    st.tuples(st.sampled_from(("note-a", "note-b")), st.text(max_size=8), st.booleans()), max_size=8
)


@settings(max_examples=25, deadline=None)
@given(edits)
def test_whatever_is_edited_every_version_stays_with_the_one_before_it(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[str, str, bool]]
) -> None:
    home = Home(tmp_path_factory.mktemp("home"))
    for item, text, withdrawn in made:
        write(home, "note", item, "Test Person 12", {"text": text}, withdrawn=withdrawn)
    found = versions(home, "note")
    assert [(v.item, v.content["text"], v.withdrawn) for v in found] == made
    for item in ("note-a", "note-b"):
        mine = versions(home, "note", item)
        assert [v.former for v in mine] == [None, *(v.content for v in mine)][: len(mine)]
        assert [v.written_at for v in mine] == sorted(v.written_at for v in mine)


def test_a_home_of_before_gets_the_table_without_losing_its_runs(home: Home) -> None:
    home.path.mkdir()
    with closing(sqlite3.connect(home.state)) as connection, connection:
        for script in VERSIONS[:2]:
            for part in statements(script):
                connection.execute(part)
        connection.execute("insert into run (run, started_at, status) values ('1', '2026', 'published')")
        connection.execute("pragma user_version = 2")
    assert versions(home, "note") == []
    add_note(home, "Test Person 12", *JULY, {"en": "A note."})
    with open_state(home) as connection:
        assert connection.execute("select run from run").fetchall() == [("1",)]
        assert connection.execute("pragma user_version").fetchone() == (len(VERSIONS),)
