"""Answers of a survey become values and options, whatever language or shape the export has."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from pipelines.cast.answers import Answered, read_answers
from pipelines.mapping import QuestionColumns, QuestionMapping
from pipelines.settings import load_site

AGREEMENT = [
    ["Strongly disagree", "Полностью не согласен", "Мүлдем келіспеймін"],
    ["Disagree", "Не согласен", "Келіспеймін"],
    ["Neither", "Нейтрально", "Бейтарап"],
    ["Agree", "Согласен", "Келісемін"],
    ["Strongly agree", "Полностью согласен", "Толық келісемін"],
]
TOOLS = {"printer": ["3D printer", "3D-принтер"], "laser": ["Laser, cutting"], "lathe": ["Lathe"]}


def question(kind: str, **declared: Any) -> QuestionMapping:
    return QuestionMapping.model_validate({"headers": ["Question"], "kind": kind, **declared})


def answers(asked: QuestionMapping, *texts: str | None) -> Answered:
    batch = pl.DataFrame({"row": range(2, 2 + len(texts)), "c0": pl.Series(texts, dtype=pl.String)})
    return read_answers("asked", asked, QuestionColumns(0), batch, load_site())


def read(answered: Answered) -> list[tuple[str, float | None, Any]]:
    rows = pl.Series(range(2, 2 + answered.frame.height), dtype=pl.Int64)
    return answered.long(rows, ~answered.misfit).select("state", "value", "option").rows()


@pytest.mark.parametrize("label", ["Agree", "согласен", "КЕЛІСЕМІН", "4", "4 - Agree"])
def test_a_step_of_a_scale_is_its_place_in_every_language(label: str) -> None:
    assert read(answers(question("likert", scale=AGREEMENT), label)) == [("answered", 4.0, None)]


def test_not_applicable_and_blank_are_kept_apart() -> None:
    asked = question("likert", scale=AGREEMENT, not_applicable=["N/A", "Не применимо"])
    assert read(answers(asked, "не применимо", None)) == [
        ("not_applicable", None, None),
        ("blank", None, None),
    ]


@pytest.mark.parametrize(
    ("kind", "text"),
    [("likert", "6"), ("likert", "perhaps"), ("nps", "11"), ("nps", "-1"), ("number", "many"),
     ("date", "31.02.2026"), ("yes_no", "perhaps")],
)  # fmt: skip
def test_an_answer_off_the_scale_is_a_misfit(kind: str, text: str) -> None:
    assert answers(question(kind), text).misfit.to_list() == [True]


def test_each_kind_gives_value_and_option() -> None:
    assert read(answers(question("nps"), "0", "10")) == [("answered", 0.0, None), ("answered", 10.0, None)]
    assert read(answers(question("number"), "2,5")) == [("answered", 2.5, None)]
    assert read(answers(question("date"), "28.02.2026")) == [("answered", None, "2026-02-28")]
    assert read(answers(question("yes_no"), "иә", "нет")) == [
        ("answered", 1.0, "yes"),
        ("answered", 0.0, "no"),
    ]
    assert read(answers(question("single", options=TOOLS), "3d-принтер")) == [("answered", None, "printer")]


def test_an_unlisted_answer_is_kept_only_as_other_and_never_as_it_was_typed() -> None:
    keeping = question("single", options=TOOLS, other="keep")
    assert read(answers(keeping, "my friend Test Person 12")) == [("answered", None, "other")]
    assert answers(question("single", options=TOOLS), "something").misfit.to_list() == [True]


@pytest.mark.parametrize(
    "text", ["3D printer, Laser, cutting", "3D printer;Laser, cutting", "printer laser", "laser\nprinter"]
)
def test_ticked_options_of_one_column_are_one_row_each(text: str) -> None:
    found = read(answers(question("multi", options=TOOLS), text, None))
    assert found == [("answered", None, "laser"), ("answered", None, "printer"), ("blank", None, None)]


def test_ticked_options_of_single_columns_win_over_the_joined_one() -> None:
    batch = pl.DataFrame({
        "row": [2, 3, 4, 5],
        "c0": ["printer", "lathe", None, None],
        "c1": ["1", None, "0", None],
        "c2": ["TRUE", None, "0", None],
    })  # fmt: skip
    asked = question("multi", options=TOOLS)
    columns = QuestionColumns(0, {"printer": 1, "laser": 2})
    found = read(read_answers("tools", asked, columns, batch, load_site()))
    assert found == [
        ("answered", None, "laser"),
        ("answered", None, "printer"),
        ("answered", None, "lathe"),
        ("answered", None, None),  # asked, and nothing ticked
        ("blank", None, None),
    ]


def test_a_scale_says_its_ends() -> None:
    rows = pl.Series([2], dtype=pl.Int64)
    asked = answers(question("likert", scale=AGREEMENT[:4], outcome="knowledge"), "1")
    long = asked.long(rows, ~asked.misfit)
    assert long.row(0, named=True) == {
        "row": 2, "question": "asked", "kind": "likert", "outcome": "knowledge", "state": "answered",
        "value": 1.0, "option": None, "scale_low": 1.0, "scale_high": 4.0,
    }  # fmt: skip
