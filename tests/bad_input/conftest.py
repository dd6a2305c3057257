"""A home with a published snapshot, the command line in this process, and what holds after any refusal."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipelines.cli import main
from pipelines.settings import Home
from pipelines.snapshot import Snapshots
from tests.bad_input.files import SECRET, sign_in, visit
from tests.unit.pull.conftest import server, world  # noqa: F401

VISITS_BEFORE = 30


@dataclass(frozen=True)
class Outcome:
    """How one command ended: exit code, what it printed, and its JSON where it printed that."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.out)

    @property
    def refused(self) -> list[dict[str, Any]]:
        return self.json["refused"]


class Line:
    """The whole line over one home. `ingest` takes the bytes of a file, as a user drops it into a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, Home(folder / "home")

    def run(self, *words: str | Path) -> Outcome:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = main([*map(str, words), "--home", str(self.home.path)])
            except SystemExit as ended:
                code = int(ended.code or 0)
        return Outcome(code, out.getvalue(), err.getvalue())

    def file(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return path

    def ingest(self, name: str, content: bytes, *words: str | Path) -> Outcome:
        return self.run("ingest", self.file(name, content), "--json", *words)

    def quarantine(self, file: str) -> list[dict[str, Any]]:
        return self.run("quarantine", "--file", file, "--json").json["quarantine"]

    def figure(self, metric: str, *words: str) -> Any:
        (row,) = self.run("query", metric, "--format", "json", *words).json["rows"]
        return row["value"]

    @property
    def snapshot(self) -> str | None:
        return Snapshots(self.home).current()

    @property
    def state(self) -> tuple[str | None, list[str], list[str]]:
        """What no refusal may change: the snapshot that is read, those there are, and no scratch left."""
        work = [path.name for path in self.home.work.glob("*")] if self.home.work.exists() else []
        return self.snapshot, sorted(path.name for path in self.home.warehouse.iterdir()), work


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Line:
    """A line whose home holds one good file of 30 visits. Tests of refusals share it: they change nothing."""
    line = Line(tmp_path_factory.mktemp("refusals"))
    rows = [visit(Phone=f"+7 700 000 01 {number:02}") for number in range(VISITS_BEFORE)]
    assert line.ingest("before.csv", sign_in(*rows)).json["status"] == "published"
    return line


@pytest.fixture
def refused(published: Line) -> Callable[..., dict[str, Any]]:
    """The first refusal of a file of these bytes; the snapshot stays and nothing raw got out."""

    def build(name: str, content: bytes, *words: str | Path) -> dict[str, Any]:
        before = published.state
        outcome = published.ingest(name, content, *words)
        assert outcome.code == 1, outcome
        document = outcome.json
        assert (document["status"], document["sources"]) == ("refused", []), document
        assert document["snapshot"] == before[0]
        assert published.state == before
        assert SECRET not in outcome.out + outcome.err
        first = document["refused"][0]
        assert_readable(first, name)
        return first

    return build


def assert_readable(problem: dict[str, Any], name: str) -> None:
    """The sentence begins with the place and ends with what to do."""
    place = name
    if problem.get("row") is not None:
        place += f", row {problem['row']}"
    if column := problem.get("column") or problem.get("column_name"):
        place += f", column “{column}”"
    message = problem["message"]
    assert message.startswith(f"{place}: "), message
    assert "\n" not in message and "{" not in message, message
    why, _, remedy = message.removeprefix(f"{place}: ").rstrip(".").rpartition(". ")
    assert (why and remedy[:1].isupper()) or ";" in remedy, f"says not what to do: {message}"
    assert len(message) < 500
