"""A snapshot holds its suppression patterns: readers look them up, and a small ingest makes few anew."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

import pytest

from pipelines.metrics import Question, answer, attack, catalogue, making, stored
from pipelines.metrics.coverage import coverage
from pipelines.metrics.pattern import pattern
from pipelines.metrics.policy import Span
from pipelines.patterns import write_patterns
from pipelines.settings import load_site
from pipelines.snapshot import Snapshot
from pipelines.warehouse import silent
from tests.spec.handmade import HandMade, hand_made

QUESTIONS: list[dict[str, Any]] = [
    {"metric": "unique_participants", "by": ("district",), "grain": "month"},
    {"metric": "attendance", "by": ("service", "sex"), "grain": "quarter"},
    {"metric": "outcome_knowledge", "by": ("wave",), "grain": "month"},
]


def facts(seed: int = 20260401) -> dict[str, list[dict[str, Any]]]:
    """Made-up people, drawn with a fixed seed."""
    draw = random.Random(seed)  # noqa: S311 - made-up people, drawn alike each time
    attendance, responses = [], []
    for number in range(400):
        common = {
            **{"date": f"2026-{draw.randint(1, 10):02d}-20", "service": draw.choice(["english", "skills"])},
            **{
                "district": draw.choice(["north", "north", "south", "west"]),
                "person_id": draw.randint(1, 90),
            },
        }
        attendance.append({**common, "sex": draw.choice(["female", "female", "male"])})
        wave = draw.choice(["immediate", "immediate", "follow-up"])
        answered = {"respondent": number, "outcome": "knowledge", "value": draw.randint(2, 5), "wave": wave}
        responses.append({**common, **answered})
    return {"fct_attendance": attendance, "fct_response": responses}


def published(made: HandMade, former: HandMade | None = None) -> HandMade:
    earlier = Snapshot(former.id, former.connection) if former else None
    write_patterns(made.connection, Snapshot(made.id, made.connection), load_site(), earlier, silent)
    return made


@pytest.fixture(scope="module")
def snapshot() -> HandMade:
    return published(hand_made(facts()))


def spans(made: HandMade, metric: str) -> Span:
    covered = coverage(made, catalogue()[metric].table)
    assert covered is not None
    return Span.of(covered, load_site())


def test_the_pattern_in_a_snapshot_is_the_one_that_would_be_made(snapshot: HandMade) -> None:
    held = 0
    for code in ("attendance", "unique_participants", "outcome_knowledge"):
        span = spans(snapshot, code)
        for made in making.make(snapshot, making.family(catalogue()[code]), span):
            assert pattern(snapshot, made.metric, made.names, span) == made.hidden
            held += len(made.hidden)
    assert held > 100
    cells = snapshot.rows("select count(*) as n from meta_pattern")["n"][0]
    assert cells == snapshot.rows("select sum(hidden)::bigint as n from meta_pattern_table")["n"][0]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["metric"])
def test_answers_from_a_published_snapshot_solve_nothing(
    monkeypatch: pytest.MonkeyPatch, question: dict[str, Any]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("a reader made a pattern")

    made = published(hand_made(facts()))
    monkeypatch.setattr(making, "make", fail)
    monkeypatch.setattr(attack.Attack, "__init__", fail)
    for role in ("partner", "library"):
        assert answer(made, Question(**question, role=role)).rows.height


def test_a_snapshot_without_patterns_gives_the_same_answers(snapshot: HandMade) -> None:
    older, hidden = hand_made(facts()), set[bool]()
    for question in QUESTIONS:
        rows = answer(snapshot, Question(**question)).rows
        assert answer(older, Question(**question)).rows.equals(rows)
        hidden |= set(rows["suppressed"])
    assert hidden == {True, False}


def test_patterns_made_for_another_declaration_or_threshold_are_not_read(snapshot: HandMade) -> None:
    metric = catalogue()["outcome_knowledge"]
    span = spans(snapshot, metric.code)
    names = ("service", "wave")
    assert stored.read(snapshot, metric, names, span) is not None
    assert stored.read(snapshot, metric.model_copy(update={"numerator": "value >= 5"}), names, span) is None
    assert stored.read(snapshot, metric, names, Span(span.first, span.last, span.fiscal, 12)) is None


def test_a_table_whose_cells_did_not_change_keeps_its_pattern(snapshot: HandMade) -> None:
    more = facts()
    more["fct_attendance"].append({**more["fct_attendance"][0], "sex": "male", "person_id": 7})
    later = published(hand_made(more, made=datetime(2026, 11, 9)), former=snapshot)
    sql = "select metric, names, reused from meta_pattern_table where cells > 0"
    reused = {(row["metric"], row["names"]): row["reused"] for row in later.rows(sql).to_dicts()}
    assert {key for key, again in reused.items() if key[0] == "outcome_knowledge" and not again} == set()
    assert not reused["attendance", "sex"]
    fresh = published(hand_made(more, made=datetime(2026, 11, 9)))
    # Of attendance one cell more is hidden: that only one person came is nobody's to know.
    sql = "select * from meta_pattern where metric like 'outcome%' order by all"
    assert later.rows(sql).equals(fresh.rows(sql))
