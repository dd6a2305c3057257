"""LimeSurvey's RemoteControl: what it gives, and its session given back."""

from __future__ import annotations

import base64
import json

import pytest

from pipelines.problems import RefusalError
from pipelines.pull.probe import probe
from tests.unit.pull.server import Answer, Asked, document

LIMESURVEY = """
[limesurvey]
enabled = true
url = "{url}/admin/remotecontrol"
survey = 42
mapping = "survey.toml"
"""


SURVEY = """
name = "survey"
title = "Made-up survey"
source = "limesurvey"
format = "table"
identity = ["submission_id"]
[survey]
code = "made_up"
wave = "immediate"
[fields.submission_id]
headers = ["id"]
type = "text"
required = true
filled = true
[fields.submitted_at]
headers = ["submitdate"]
type = "datetime"
required = true
[questions.recommend]
headers = ["Q1"]
kind = "nps"
"""


@pytest.fixture
def limesurvey_keys(monkeypatch, world) -> None:
    world.home.path.mkdir(parents=True)
    (world.home.path / "survey.toml").write_text(SURVEY, "utf-8")
    monkeypatch.setenv("IMPACT_LIMESURVEY_USER", "reader")
    monkeypatch.setenv("IMPACT_LIMESURVEY_PASSWORD", "the-password")


@pytest.mark.parametrize(
    ("result", "status", "code"),
    [
        (
            base64.b64encode(
                '\ufeff"id","submitdate","Q1[SQ001]"\r\n"1","2026-10-01 10:00:00","A1"\r\n'.encode()
            ).decode(),
            "published",
            None,
        ),
        ({"status": "No Data, survey table does not exist."}, "empty", None),
        ({"status": "Invalid permission"}, "failed", "survey_not_exported"),
        ("not base64!", "failed", "reply_cut_off"),
    ],
)
def test_limesurvey_gives_its_export_and_gets_its_session_back(
    result, status, code, server, world, limesurvey_keys
) -> None:
    def script(asked: Asked) -> Answer:
        call = json.loads(asked.body)
        if call["method"] == "get_session_key":
            assert call["params"] == ["reader", "the-password"]
            return document({"id": 1, "result": "session", "error": None})
        if call["method"] == "export_responses":
            assert call["params"] == ["session", 42, "csv", None, "all", "code", "short"]
            return document({"id": 1, "result": result, "error": None})
        return document({"id": 1, "result": "OK", "error": None})

    server.script = script
    world.declare(LIMESURVEY.format(url=server.url))
    (line,) = world.pull().sources
    assert (line.status, line.problem and line.problem.code) == (status, code)
    assert json.loads(server.asked[-1].body)["method"] == "release_session_key"
    if status == "published":
        assert line.records == 1 and world.landed[0].startswith("\ufeff".encode())


def test_a_survey_is_tried_under_the_mapping_that_stands_in_the_home(server, world, limesurvey_keys) -> None:
    table = '"id","submitdate","Q1"\n"1","2026-10-01 10:00:00","5"\n'
    answers = {"get_session_key": "session", "export_responses": base64.b64encode(table.encode()).decode()}
    server.script = lambda asked: document({"result": answers.get(json.loads(asked.body)["method"], "OK")})
    world.declare(LIMESURVEY.format(url=server.url))
    (world.home.path / "survey.toml").unlink()
    with pytest.raises(RefusalError) as refused:
        probe(world.home, "limesurvey", world.clock.tools())
    assert refused.value.problems[0].code == "mapping_not_readable"
    (line,) = world.pull().sources
    assert line.problem and (line.status, line.problem.code) == ("failed", "mapping_not_readable")
    (world.home.path / "survey.toml").write_text(SURVEY, "utf-8")
    found = probe(world.home, "limesurvey", world.clock.tools())
    assert found["records"] == 1
    assert {field["field"]: field["read"] for field in found["fields"]} == {
        "Q1": True,
        "id": True,
        "submitdate": True,
    }


def test_limesurvey_with_a_wrong_password_is_said_to_be_that(server, world, limesurvey_keys) -> None:
    server.in_turn(document({"result": {"status": "Invalid user name or password"}}))
    world.declare(LIMESURVEY.format(url=server.url))
    problem = world.pull().sources[0].problem
    assert problem is not None and problem.code == "access_denied"
