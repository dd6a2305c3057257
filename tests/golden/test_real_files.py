"""The real exports in tests/data, each through the command line: described, ingested, counted, ingested again."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.cli import main
from tests.golden.real_files import COUNTS, NO_RECORDS, SURVEYS, RealFile

DATA = Path(__file__).parents[1] / "data"
Impact = Callable[..., tuple[int, Any]]


class Homes:
    """Homes into which the real files were taken, and what each ingest said. Files of one kind share one."""

    def __init__(self, folder: Path, run: Impact) -> None:
        self.folder, self.run = folder, run
        self.said: dict[str, dict[str, Any]] = {}

    def home(self, file: RealFile) -> str:
        """Counts have a home each, so that a figure is that of its file."""
        return str(self.folder / ("surveys" if file in SURVEYS else Path(file.path).stem))

    def words(self, file: RealFile) -> list[str]:
        """The ingest of a file: shipped mappings are found by the headers, others are named."""
        named = [] if file.mapping.startswith("@") else ["--mapping", str(self.mapping(file))]
        return ["ingest", str(DATA / file.path), *named, "--home", self.home(file), "--json"]

    def mapping(self, file: RealFile) -> Path:
        """The mapping in tests/data, else the one that is proposed, taken as it is."""
        if file.mapping:
            return DATA / "mappings" / f"{file.mapping}.toml"
        path = self.folder / f"{Path(file.path).stem}.toml"
        if not path.exists():
            code, proposal = self.run("survey", "describe", str(DATA / file.path), as_json=False)
            assert code == 0, proposal
            path.write_text(proposal, "utf-8")
        return path

    def survey(self, file: RealFile) -> str:
        folder = Path(__file__).parents[2] / "data" / "mappings"
        path = folder / f"{file.mapping[1:]}.toml" if file.mapping[:1] == "@" else self.mapping(file)
        return str(tomllib.loads(path.read_text("utf-8"))["survey"]["code"])

    def taken_in(self, file: RealFile) -> dict[str, Any]:
        """What the first ingest of the file said of it."""
        if file.path not in self.said:
            code, report = self.run(*self.words(file))
            assert code == 0, report
            self.said[file.path] = report
        (line,) = self.said[file.path]["sources"]
        return dict(line)


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    import contextlib
    import io

    def run(*words: str, as_json: bool = True) -> tuple[int, Any]:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            code = main(words)
        return code, json.loads(out.getvalue()) if as_json else out.getvalue()

    return Homes(tmp_path_factory.mktemp("real"), run)


def ask(homes: Homes, file: RealFile, metric: str, *words: str) -> dict[str, Any]:
    homes.taken_in(file)
    (row,) = homes.run("query", metric, *words, "--home", homes.home(file), "--json")[1]["rows"]
    return dict(row)


def name(file: RealFile) -> str:
    return file.path


@pytest.mark.parametrize("file", (*COUNTS, *SURVEYS), ids=name)
def test_every_row_is_accounted_for(homes: Homes, file: RealFile) -> None:
    line = homes.taken_in(file)
    assert {count: line[count] for count in file.books} == file.books
    parts = ("accepted", "quarantined", "duplicate", "excluded")
    assert line["rows"] == sum(line[part] for part in parts)


@pytest.mark.parametrize("path", NO_RECORDS)
def test_what_holds_no_records_is_refused_in_a_sentence(homes: Homes, path: str, tmp_path: Path) -> None:
    code, report = homes.run("ingest", str(DATA / path), "--home", str(tmp_path / "home"), "--json")
    assert (code, report["status"], report["snapshot"]) == (1, "refused", None)
    assert all(refusal["code"] != "fault" and refusal["message"] for refusal in report["refused"])


@pytest.mark.parametrize("file", [file for file in SURVEYS if file.nps is not None], ids=name)
def test_the_recommendation_score_is_the_published_one(homes: Homes, file: RealFile) -> None:
    homes.taken_in(file)
    words = ("survey", "summary", homes.survey(file), "--format", "json", "--home", homes.home(file))
    scores = [question["nps"] for question in homes.run(*words)[1]["questions"] if question["kind"] == "nps"]
    assert [round(score, 2) for score in scores] == [file.nps]


@pytest.mark.parametrize(("wave", "respondents"), [("2016-uk", 273), ("2017-nl", 77), ("2017-zaf", 22)])
def test_everybody_in_a_wave_of_research_software_engineers_was_asked(
    homes: Homes, wave: str, respondents: int
) -> None:
    (file,) = [file for file in SURVEYS if wave in file.path]
    homes.taken_in(file)
    words = ("survey", "summary", homes.survey(file), "--format", "json", "--home", homes.home(file))
    asked = {question["asked"] for question in homes.run(*words)[1]["questions"]}
    assert max(asked) == respondents


def test_the_definition_of_a_limesurvey_gives_its_own_words(homes: Homes) -> None:
    folder = DATA / "rse-survey"
    words = (
        "survey",
        "describe",
        str(folder / "2016-uk.csv"),
        "--definition",
        str(folder / "uk_core_survey.lss"),
    )
    code, toml = homes.run(*words, as_json=False)
    plain = homes.run(*words[:3], as_json=False)[1]
    assert code == 0
    defined, guessed = tomllib.loads(toml), tomllib.loads(plain)
    assert defined["questions"] != guessed["questions"]
    assert {question["kind"] for question in defined["questions"].values()} >= {"single", "likert"}


def test_carpentries_workshops_with_both_counts_have_the_attendance_that_is_known(homes: Homes) -> None:
    row = ask(homes, COUNTS[0], "show_rate")
    assert (row["n"], row["numerator"], row["denominator"]) == (234, 6037, 7620)
    assert round(row["value"], 3) == 0.792


def test_timberland_gives_the_totals_that_its_publisher_states(homes: Homes) -> None:
    assert ask(homes, COUNTS[1], "programmes_held")["value"] == 2195
    row = ask(homes, COUNTS[1], "attendance")
    assert (row["value"], row["n"], row["unknown"]) == (28527, 873, 435)
    assert ask(homes, COUNTS[1], "attendance", "--where", "mode=virtual")["value"] == 7145


def test_submissions_that_share_a_uuid_are_all_kept_and_reported(homes: Homes) -> None:
    (file,) = [file for file in SURVEYS if file.path.endswith("api-v2.json")]
    homes.taken_in(file)
    words = ("survey", "summary", homes.survey(file), "--format", "json", "--home", homes.home(file))
    assert max(question["asked"] for question in homes.run(*words)[1]["questions"]) == 4


@pytest.mark.parametrize("kind", [COUNTS, SURVEYS], ids=["counts", "surveys"])
def test_a_second_time_every_file_changes_nothing(homes: Homes, kind: tuple[RealFile, ...]) -> None:
    for file in kind:
        homes.taken_in(file)
    for file in kind:
        code, report = homes.run(*homes.words(file))
        (line,) = report["sources"]
        assert (code, report["status"]) == (0, "unchanged"), file.path
        counts = (line["accepted"], line["duplicate"], line["excluded"])
        assert counts == (0, file.rows - file.excluded, file.excluded), file.path
