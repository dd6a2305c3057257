"""`impact survey describe`: one questionnaire from six systems gives one mapping, and the mapping loads."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from jsonschema import validate

from pipelines.cli import main
from pipelines.context import SiteContext
from pipelines.describe import describe
from pipelines.mapping import load_mapping
from pipelines.people import Keyer
from pipelines.problems import RefusalError
from pipelines.programmes import Programmes
from pipelines.settings import PROJECT, load_site
from pipelines.stage import stage
from tests.unit.surveys import exports, exports_with_header_rows

DATA = PROJECT / "tests" / "data"
SYSTEMS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "google_forms": ("evening.csv", exports.google_forms),
    "microsoft_forms": ("evening.xlsx", exports.microsoft_forms),
    "kobo": ("evening.csv", exports.kobo),
    "limesurvey": ("evening.csv", exports.limesurvey),
    "qualtrics": ("evening.csv", exports_with_header_rows.qualtrics),
    "surveymonkey": ("evening.csv", exports_with_header_rows.surveymonkey),
}
COUNTED = {"limesurvey": 23, "qualtrics": 21}  # one incomplete; a preview, an unfinished and a hasty one


class Export:
    """A file on disk, as `stage` takes it."""

    def __init__(self, path: Path) -> None:
        self.path, self.name, self.sha256 = path, path.name, path.stem.ljust(64, "0")
        self.landed_at = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def proposed(tmp_path: Path):
    """The document of a proposal, held against its schema, and the staged folder that its mapping gives."""

    def run(content: bytes, name: str) -> tuple[dict[str, Any], Any]:
        path = tmp_path / name
        path.write_bytes(content)
        document = describe(path).as_json()
        schema = json.loads((PROJECT / "docs" / "contract" / "survey_describe.json").read_text("utf-8"))
        validate(document, schema)
        mapping = tmp_path / "corrected by hand.toml"
        mapping.write_text(document["toml"], "utf-8")
        context = SiteContext(load_site(), Keyer(b"k" * 32, "KZ"), Programmes({}, {}), tmp_path / "staged")
        return document, stage(Export(path), load_mapping(mapping, named=False), context)

    return run


def kinds(document: dict[str, Any]) -> dict[str, str]:
    return {question["question"]: question["kind"] for question in document["questions"]}


def of_kind(document: dict[str, Any], kind: str) -> dict[str, Any]:
    (found,) = [question for question in document["questions"] if question["kind"] == kind]
    return found


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_proposal_knows_system_kinds_scale_outcome_and_key(proposed, system) -> None:
    name, make = SYSTEMS[system]
    document, _ = proposed(make(), name)
    assert (document["system"], document["survey"]) == (system, "evening")
    assert sorted(kinds(document).values()) == ["likert", "multi", "nps", "number", "single", "text"]
    likert = of_kind(document, "likert")
    assert (likert["question"], likert["outcome"]) == ("knowledge", "knowledge")
    assert [step[0].casefold() for step in likert["scale"]] == [
        "strongly disagree",
        "disagree",
        "neither agree nor disagree",
        "agree",
        "strongly agree",
    ]
    assert (of_kind(document, "nps")["question"], of_kind(document, "nps")["outcome"]) == ("recommend", "nps")
    assert document["key"] is not None


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_proposed_mapping_loads_every_answer(proposed, system) -> None:
    name, make = SYSTEMS[system]
    _, staged = proposed(make(), name)
    people = exports.people()
    if system == "limesurvey":
        people = people[:-1]
    if system == "qualtrics":
        people = people[3:]
    summary = staged.summary
    assert (summary["staged"], summary["quarantined"]) == (COUNTED.get(system, 24), 0)
    response = pl.read_parquet(staged.table("response"))
    assert response["respondent"].n_unique() == len(people)
    steps = exports.AGREE["en"]
    learned = response.filter(pl.col("kind") == "likert").sort("answered_on")["value"].to_list()
    assert learned == [1.0 + steps.index(str(person["learned"])) for person in people]
    scores = response.filter(pl.col("kind") == "nps").sort("answered_on")["value"].to_list()
    assert scores == [float(str(person["score"])) for person in people]
    ticked = response.filter(pl.col("kind") == "multi", pl.col("option").is_not_null())
    wanted = [sum(tool in person["tools"] for person in people) for tool in exports.TOOLS]
    assert sorted(ticked.group_by("option").len()["len"].to_list()) == sorted(wanted)
    assert pl.read_parquet(staged.table("person"))["code_key"].n_unique() == len(people)


@pytest.mark.parametrize("system", SYSTEMS)
def test_nothing_personal_is_proposed_and_nothing_personal_is_staged(proposed, system) -> None:
    name, make = SYSTEMS[system]
    document, staged = proposed(make(), name)
    mapping = "\n".join(line for line in document["toml"].splitlines() if not line.startswith("#"))
    for header in (
        "Full name",
        "Name",
        "First Name",
        "RecipientLastName",
        "IP Address",
        "IPAddress",
        "ipaddr",
    ):
        assert f'"{header}"' not in mapping
    assert document["personal"] or system == "kobo"
    for path in staged.path.iterdir():
        content = path.read_bytes()
        assert not any(word in content for word in (b"Test Person", b"10.0.0.", b"@example.org", b"AB07"))


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_russian_and_kazakh_scales_and_outcomes_are_known(proposed, language) -> None:
    document, staged = proposed(exports.google_forms(language), "evening.csv")
    assert of_kind(document, "likert")["outcome"] == "knowledge"
    assert of_kind(document, "nps")["outcome"] == "nps"
    assert of_kind(document, "number")["text"] == exports.WORDS[language][6]
    response = pl.read_parquet(staged.table("response"))
    learned = response.filter(pl.col("kind") == "likert").sort("answered_on")["value"].to_list()
    steps = exports.AGREE[language]
    assert learned == [1.0 + steps.index(str(person["learned"])) for person in exports.people(language)]


def test_a_label_that_holds_the_separator_stays_one_label(proposed) -> None:
    document, _ = proposed(exports.google_forms(), "evening.csv")
    assert set(of_kind(document, "multi")["options"]) == set(exports.TOOLS)


def test_the_wave_is_read_off_the_name_of_the_file(proposed) -> None:
    document, _ = proposed(exports.google_forms(), "evening follow-up 2026-06.csv")
    assert (document["wave"], document["survey"]) == ("follow-up", "evening_follow_up")


def test_hasty_is_a_third_of_the_median_and_shared_uuids_are_watched(proposed) -> None:
    qualtrics, _ = proposed(exports_with_header_rows.qualtrics(), "evening.csv")
    assert 'too_fast = { field = "duration", below = 40 }' in qualtrics["toml"]
    kobo, staged = proposed(exports.kobo(), "evening.csv")
    assert 'unique   = ["submission_uuid"]' in kobo["toml"]
    assert staged.summary["problems"] == {"shared_value": 2}


def test_a_limesurvey_definition_gives_texts_scales_and_kinds() -> None:
    folder = DATA / "rse-survey"
    document = describe(folder / "2017-nl.csv", folder / "uk_core_survey.lss").as_json()
    questions = {question["question"]: question for question in document["questions"]}
    assert questions["rse1"]["kind"] == "yes_no"
    assert questions["currentemp13"]["kind"] == "multi"
    assert "Accounting & Finance" in questions["currentemp13"]["options"]
    assert "Doctorate" in questions["edu1"]["options"]
    satisfied = questions["likert4_affsat1"]
    assert satisfied["text"].endswith("I find real enjoyment in my job")
    assert [step[0].casefold() for step in satisfied["scale"]][::4] == ["strongly disagree", "strongly agree"]


def test_scales_that_share_words_are_told_apart_by_the_whole_battery() -> None:
    questions = {
        question["question"]: question
        for question in describe(DATA / "rse-survey" / "2017-zaf.csv").as_json()["questions"]
    }
    wanted = ["Never", "Sometimes", "Often", "Very often", "Always"]
    # Its neighbours also have "Very Often" and "Always", which this question's 22 answers leave out.
    assert [step[0] for step in questions["likert1_turnover3"]["scale"]] == wanted
    assert len(questions["likert0_time3can"]["scale"]) == 10


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"a,b\nx1,y1\nx2,y2\n", "not_a_survey"), (b"", "empty_file"), (b"a,b\n", "header_only")],
)
def test_what_holds_no_question_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(RefusalError) as refusal:
        describe(path)
    assert refusal.value.problems[0].code == code


def test_what_is_no_definition_is_refused(tmp_path: Path) -> None:
    path, wrong = tmp_path / "evening.csv", tmp_path / "wrong.lss"
    path.write_bytes(exports.limesurvey())
    for content in ("<document/>", "no xml", '<!DOCTYPE a [<!ENTITY b "c">]><document/>'):
        wrong.write_text(content, "utf-8")
        with pytest.raises(RefusalError) as refusal:
            describe(path, wrong)
        assert refusal.value.problems[0].code == "not_a_definition"


@pytest.mark.parametrize(
    "name",
    [
        "newcastle/Group session.csv",
        "rse-survey/2016-uk.csv",
        "rse-survey/2017-zaf.csv",
        "kobo/submissions-api-v2.json",
        "kobo/export-with-labels.xls",
        "qualtrics/sample_legacy.csv",
        "newcastle/2016-10-01 Datamorphosis.csv",
        "carpentries/20200326-longterm-other_questions-no-open.csv",
    ],
)
def test_a_proposal_for_a_real_file_loads_without_setting_a_record_aside(proposed, name) -> None:
    path = DATA / name
    _, staged = proposed(path.read_bytes(), path.name)
    summary = staged.summary
    assert summary["staged"] + summary["excluded"] == summary["rows"]
    assert summary["staged"] > 0


def test_what_describe_prints_is_what_ingest_loads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export, mapping = tmp_path / "evening.csv", tmp_path / "any name.toml"
    export.write_bytes(exports_with_header_rows.qualtrics())
    assert main(["survey", "describe", str(export)]) == 0
    mapping.write_text(capsys.readouterr().out, "utf-8")
    home = ["--home", str(tmp_path / "home")]
    assert main(["ingest", str(export), "--mapping", str(mapping), *home, "--json"]) == 0
    (line,) = json.loads(capsys.readouterr().out)["sources"]
    assert (line["rows"], line["accepted"], line["excluded"]) == (24, 21, 3)
    assert main(["survey", "summary", "evening", *home, "--json"]) == 0
    questions = json.loads(capsys.readouterr().out)["questions"]
    assert [question["answered"] for question in questions if question["kind"] == "likert"] == [21]
