"""A home with two waves of one made-up survey: 40 people paired by their own code, and some who are not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import validate

from pipelines.cli import main

PROJECT = Path(__file__).resolve().parents[3]
HEADER = "Moment;Code;Learned;Tools;Recommend;Joined"
MAPPING = """
name = "wave_@wave"
title = "Made up, @wave"
source = "google_forms"
multiset = ["submitted_at", "respondent_code"]
[survey]
code = "made_up"
wave = "@wave"
[fields.submitted_at]
headers = ["Moment"]
type = "datetime"
required = true
filled = true
[fields.respondent_code]
headers = ["Code"]
type = "code"
[questions.learned]
headers = ["Learned"]
text = "I learned something."
kind = "likert"
outcome = "knowledge"
required = true
scale = [["Strongly disagree"], ["Disagree"], ["Neutral"], ["Agree"], ["Strongly agree"]]
[questions.tools]
headers = ["Tools"]
kind = "multi"
options = { laser = ["Laser cutter"], printer = ["3D printer"], saw = ["Saw"] }
[questions.recommend]
headers = ["Recommend"]
kind = "nps"
outcome = "nps"
[questions.joined]
headers = ["Joined"]
kind = "yes_no"
"""
STEPS = ("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree")


def lines(wave: str) -> list[str]:
    """40 people in both waves, 12 only before, 11 only after, 3 without a code, one code twice before.

    Before, all 40 say Neutral or Disagree by turns; after, three of four say two steps more.
    """
    month, found = (5, []) if wave == "before" else (9, [])
    codes = [f"PAIR{number:02}" for number in range(40)]
    codes += [f"ONLY{wave[0]}{number:02}" for number in range(12 if wave == "before" else 11)]
    codes += ["", "", "", "TWICE"] if wave == "before" else ["TWICE"]
    codes += ["TWICE"] if wave == "before" else []
    for place, code in enumerate(codes):
        step = 1 + place % 2 + (2 if wave == "after" and place % 4 else 0)
        tools = ("Laser cutter;3D printer", "3D printer", "Saw", "")[place % 4]
        score = (10, 9, 7, 3)[place % 4]
        joined = "Yes" if wave == "after" and place % 3 else "No"
        moment = f"{1 + place % 28:02}.{month:02}.2026 {place // 28 + 10}:00"
        found.append(f'{moment};{code};{STEPS[step]};"{tools}";{score};{joined}')
    return found


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Both waves ingested."""
    folder = tmp_path_factory.mktemp("surveys")
    for wave in ("before", "after"):
        mapping = folder / f"wave_{wave}.toml"
        mapping.write_text(MAPPING.replace("@wave", wave), "utf-8")
        export = folder / f"{wave}.csv"
        export.write_text("\n".join([HEADER, *lines(wave)]), "utf-8")
        words = ["ingest", str(export), "--mapping", str(mapping), "--home", str(folder / "home")]
        assert main(words) == 0
    return str(folder / "home")


@pytest.fixture
def survey(capsys: pytest.CaptureFixture[str], home: str) -> Callable[..., dict[str, Any]]:
    """`impact survey ...` as JSON, held against its schema; the error's document where it is refused."""

    def run(step: str, *words: str) -> dict[str, Any]:
        capsys.readouterr()
        code = main(["survey", step, *words, "--home", home, "--format", "json"])
        document: dict[str, Any] = json.loads(capsys.readouterr().out)
        name = "error" if code else f"survey_{step}"
        validate(document, json.loads((PROJECT / "docs" / "contract" / f"{name}.json").read_text("utf-8")))
        return document

    return run
