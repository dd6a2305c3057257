"""A watched folder: whole files only, a refused one is said once, and the files stay where they are."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pytest

from pipelines.problems import Problem, RefusalError
from pipelines.pull.watch import Event, look, watch
from pipelines.report import Report
from pipelines.settings import Home


class Folder:
    """A folder whose days are written down: what happens at each look, and what was taken in."""

    def __init__(self, path: Path) -> None:
        self.path, self.home = path / "incoming", Home(path / "home")
        self.path.mkdir()
        self.taken: list[list[str]] = []
        self.bad: set[str] = set()
        self.busy = 0
        self.happens: list[object] = []

    def write(self, name: str, content: bytes = b"x") -> None:
        path = self.path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)

    def sleep(self, seconds: float) -> None:
        if not self.happens:
            raise StopIteration
        happening = self.happens.pop(0)
        if callable(happening):
            happening()

    def ingest(self, home: Home, files: Sequence[Path]) -> Report:
        if self.busy:
            self.busy -= 1
            raise RefusalError(Problem("ingest_running"))
        names = [path.name for path in files]
        self.taken.append(names)
        refused = tuple(Problem("empty_file", name) for name in names if name in self.bad)
        return Report("refused" if len(refused) == len(names) else "published", "run", "s", refused=refused)

    def watched(self, *happens: object, once: bool = False) -> list[Event]:
        self.happens = list(happens)
        found = watch(self.home, self.path, 1, once, self.sleep, self.ingest)
        events: list[Event] = []
        try:
            for event in islice(found, 100):
                events.append(event)
        except RuntimeError:  # the days are over
            pass
        return events


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_a_file_is_taken_in_when_two_looks_find_it_the_same(folder: Folder) -> None:
    events = folder.watched(
        lambda: folder.write("a.csv", b"1"), lambda: folder.write("a.csv", b"12"), None, None
    )
    assert folder.taken == [["a.csv"]]
    assert [(event.status, event.files) for event in events] == [("published", ("a.csv",))]
    assert (folder.path / "a.csv").read_bytes() == b"12", "it stays where it is"


def test_a_file_that_keeps_its_size_but_is_still_written_is_not_whole(folder: Folder) -> None:
    def touched(moment: int) -> None:
        os.utime(folder.path / "a.csv", ns=(moment, moment))

    folder.write("a.csv")
    folder.watched(lambda: touched(1), lambda: touched(2), lambda: touched(3))
    assert folder.taken == []


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.csv",
        "~$book.xlsx",
        "a.csv.part",
        "a.xlsx.crdownload",
        "A.TMP",
        "a.csv~",
        ".trash/a.csv",
        "a.filepart",
    ],
)
def test_what_is_hidden_or_half_copied_by_its_name_is_left_alone(name: str, folder: Folder) -> None:
    folder.write(name)
    folder.write("empty.csv", b"")
    assert look(folder.path) == {}


def test_a_half_copied_file_that_gets_its_name_at_the_end_is_taken_in(folder: Folder) -> None:
    folder.write("a.csv.part")
    folder.watched(None, lambda: (folder.path / "a.csv.part").rename(folder.path / "a.csv"), None)
    assert folder.taken == [["a.csv"]]


def test_a_refused_file_is_said_once_and_the_others_go_on(folder: Folder) -> None:
    folder.bad = {"bad.csv"}
    folder.write("bad.csv")
    folder.write("good.csv")
    events = folder.watched(None, None, lambda: folder.write("later.csv"), None, None)
    assert folder.taken == [["bad.csv", "good.csv"], ["later.csv"]]
    assert [(event.status, event.files) for event in events] == [
        ("refused", ("bad.csv",)),
        ("published", ("good.csv",)),
        ("published", ("later.csv",)),
    ]


def test_a_refused_file_that_is_corrected_is_tried_again(folder: Folder) -> None:
    folder.bad = {"a.csv"}
    folder.write("a.csv", b"bad")

    def corrected() -> None:
        folder.bad = set()
        folder.write("a.csv", b"good now")

    events = folder.watched(None, corrected, None, None)
    assert [event.status for event in events] == ["refused", "published"]


def test_a_file_waits_without_a_word_while_another_ingest_runs(folder: Folder) -> None:
    folder.busy = 2
    folder.write("a.csv")
    events = folder.watched(None, None, None, None)
    assert [event.status for event in events] == ["published"] and folder.taken == [["a.csv"]]


def test_a_folder_that_goes_away_and_comes_back_is_watched_on(folder: Folder) -> None:
    away = folder.path.with_name("away")
    folder.watched(
        lambda: folder.path.rename(away),
        lambda: away.rename(folder.path),
        lambda: folder.write("a.csv"),
        None,
    )
    assert folder.taken == [["a.csv"]]


def test_once_takes_what_is_whole_and_ends(folder: Folder) -> None:
    folder.write("a.csv")
    events = folder.watched(lambda: folder.write("b.csv"), None, None, once=True)
    assert [event.files for event in events] == [("a.csv",)] and len(folder.happens) == 2


def test_a_folder_that_is_not_there_is_refused(folder: Folder) -> None:
    with pytest.raises(RefusalError) as refused:
        next(watch(folder.home, folder.path / "nowhere", 1))
    assert refused.value.problems[0].code == "watch_not_a_folder"
