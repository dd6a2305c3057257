"""Attacks on what a partner can see that go beyond one table: offers within offers, metrics over the same
records, two snapshots, somebody who knows his own part.
"""

from __future__ import annotations

import random
import subprocess
import sys
from typing import Any

import pytest

from pipelines.problems import RefusalError
from tests.spec.handmade import HandMade, hand_made
from tests.unit.suppressing import K, ask, extent, people, published

PROGRAMMES = {
    **{"clinic": ("english", "education"), "club": ("english", "culture"), "lab": ("skills", "stem")},
    **{"repair": ("skills", "stem"), "forum": ("civic", "culture"), "games": ("civic", "education")},
}


@pytest.fixture(scope="module")
def offered() -> HandMade:
    """Answers about programs of which some have few; services and core programs cut across each other."""
    answered, respondent = [], 0
    for (programme, (service, core)), few in zip(PROGRAMMES.items(), (4, 40, 60, 25, 3, 30), strict=True):
        for number in range(few):
            respondent += 1
            answered.append(
                {
                    **{"date": "2026-07-01", "programme": programme, "service": service},
                    **{"core_program": core, "respondent": respondent, "outcome": "knowledge"},
                    "value": 5 if number % 2 else 2,
                }
            )
    return published(hand_made({"fct_response": answered}, ("2026-07-01", "2026-07-31")))


def test_programs_are_not_found_by_their_services_and_core_programs(offered: HandMade) -> None:
    real = ask(offered, "response_count", "programme", role="analyst")
    leaves = sorted(PROGRAMMES)
    known: list[tuple[set[str], float]] = []
    # Core programs are for analysts only: each further way to divide the same answers tells more of them.
    with pytest.raises(RefusalError, match="not published by core_program"):
        ask(offered, "response_count", "core_program")
    for name, place in (("programme", None), ("service", 0)):
        for (_, code), row in ask(offered, "response_count", name).items():
            if not row["suppressed"]:
                members = {p for p in leaves if (p if place is None else PROGRAMMES[p][place]) == code}
                known.append((members, row["value"]))
    for row in ask(offered, "response_count").values():
        known += [] if row["suppressed"] else [(set(leaves), row["value"])]
    assert known
    for (_, programme), row in real.items():
        if row["value"] < K:
            low, high = extent(leaves, known, {programme})
            assert low <= 1
            assert high >= K


def test_a_service_of_one_program_has_the_status_of_that_program() -> None:
    few = [{"date": "2026-07-01", "programme": "only", "service": "civic", "respondent": n} for n in range(5)]
    more = [
        {"date": "2026-07-01", "programme": f"p{n % 3}", "service": "english", "respondent": n}
        for n in range(10, 90)
    ]
    made = published(hand_made({"fct_response": few + more}, ("2026-07-01", "2026-07-31")))
    assert ask(made, "response_count", "programme")["", "only"]["suppressed"]
    assert ask(made, "response_count", "service")["", "civic"]["suppressed"]


def test_people_who_came_back_are_not_found_from_all_and_new_ones() -> None:
    made = published(hand_made({"fct_attendance": people(1, number=240)}, ("2026-05-01", "2026-07-31")))
    looked_at = 0
    for by, grain in (
        ((), "month"),
        (("district",), "month"),
        (("district",), None),
        (("service",), "month"),
    ):
        every = ask(made, "unique_participants", *by, grain=grain)
        new = ask(made, "new_participants", *by, grain=grain)
        for key in every.keys() & new.keys():
            if not every[key]["suppressed"] and not new[key]["suppressed"]:
                looked_at += 1
                assert not 0 < every[key]["value"] - new[key]["value"] < K, key
    assert looked_at


def test_answers_to_two_questions_by_the_same_people_hide_the_same_few() -> None:
    draw = random.Random(5)  # noqa: S311 - made-up people, drawn alike each time
    answered = []
    for n in range(150):
        district = draw.choices(["north", "south", "west", "hills", "east"], [50, 40, 14, 5, 4])[0]
        for outcome in ("knowledge", "confidence", "use"):
            given = {"date": "2026-07-01", "respondent": n, "district": district, "outcome": outcome}
            answered.append({**given, "value": draw.choice([1, 2, 4, 5]), "service": "english"})
    made = published(hand_made({"fct_response": answered}, ("2026-07-01", "2026-07-31")))
    metrics = ("outcome_knowledge", "outcome_confidence", "outcome_use", "response_count")
    shown: dict[str, float] = {}
    total = None
    for metric in metrics:
        for (_, district), row in ask(made, metric, "district").items():
            if not row["suppressed"]:
                assert shown.setdefault(district, row["n"]) == row["n"]
        for row in ask(made, metric).values():
            total = total if row["suppressed"] else row["n"]
    real = {key[1]: row["n"] for key, row in ask(made, metrics[0], "district", role="analyst").items()}
    leaves = sorted(real)
    known = [({district}, number) for district, number in shown.items()]
    known += [] if total is None else [(set(leaves), total)]
    assert any(number < K for number in real.values())
    for district, number in real.items():
        if number < K:
            low, high = extent(leaves, known, {district})
            assert low <= 1
            assert high >= K


def test_two_pairs_with_a_dimension_in_common_do_not_tell_on_each_other() -> None:
    draw = random.Random(9)  # noqa: S311 - made-up people, drawn alike each time
    attended = [
        {
            **{"date": "2026-08-03", "person_id": n, "service": draw.choice(["english", "skills", "civic"])},
            "sex": draw.choice(["female", "female", "male"]),
            "age_band": draw.choices(["14-17", "18-24", "25-34", "60+"], [20, 30, 20, 4])[0],
        }
        for n in range(170)
    ]
    made = published(hand_made({"fct_attendance": attended}, ("2026-07-01", "2026-09-30")))
    names = ("age_band", "service", "sex")
    leaves = sorted({tuple(row[name] for name in names) for row in attended})
    known: list[tuple[set[Any], float]] = []
    for by in (
        (),
        *((name,) for name in names),
        ("age_band", "service"),
        ("age_band", "sex"),
        ("service", "sex"),
    ):
        for (_, *codes), row in ask(made, "attendance", *by).items():
            if not row["suppressed"]:
                members = {
                    leaf
                    for leaf in leaves
                    if all(leaf[names.index(n)] == c for n, c in zip(by, codes, strict=True))
                }
                known.append((members, row["value"]))
    looked_at = 0
    for by in (("age_band", "service"), ("age_band", "sex"), ("service", "sex")):
        for (_, *codes), row in ask(made, "attendance", *by, role="analyst").items():
            if row["value"] < K:
                looked_at += 1
                target = {
                    leaf
                    for leaf in leaves
                    if all(leaf[names.index(n)] == c for n, c in zip(by, codes, strict=True))
                }
                low, high = extent(leaves, known, target, least=0)
                assert low <= 1
                assert high >= K
    assert looked_at > 3


def test_who_made_most_hours_is_not_found_by_the_second() -> None:
    hours = [{"date": "2026-07-02", "person_id": n, "sex": "male", "hours": 0.5} for n in range(15)]
    hours += [{"date": "2026-07-02", "person_id": 99, "sex": "male", "hours": 200.0}]
    hours += [{"date": "2026-07-02", "person_id": n, "sex": "female", "hours": 4.0} for n in range(30, 60)]
    made = published(hand_made({"fct_machine_log": hours}, ("2026-07-01", "2026-07-31")))
    by_sex = ask(made, "machine_hours", "sex")
    assert by_sex["", "male"]["suppressed"]
    assert by_sex["", "female"]["suppressed"], "the total less one sex is the other"
    even = [{**row, "hours": 4.0} for row in hours]
    made = published(hand_made({"fct_machine_log": even}, ("2026-07-01", "2026-07-31")))
    assert not any(row["suppressed"] for row in ask(made, "machine_hours", "sex").values())


def test_a_question_loads_no_solver_and_the_solver_prints_nothing() -> None:
    light = (
        "import sys, pipelines.metrics.answer, pipelines.metrics.compare, pipelines.metrics.explain;"
        "sys.exit(any(name.partition('.')[0] in ('scipy', 'highspy') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", light], check=False).returncode == 0
    solve = (
        "from pipelines.metrics.knowledge import Counts, Relation\n"
        "from pipelines.metrics.protect import protect\n"
        "cells = {('t',): 60.0, ('a',): 3.0, ('b',): 40.0, ('c',): 17.0}\n"
        "made = Relation(('t',), (('a',), ('b',), ('c',)))\n"
        "assert len(protect([Counts(cells, frozenset({('a',)}))], [made], 10)) == 2\n"
    )
    said = subprocess.run([sys.executable, "-c", solve], check=True, capture_output=True)
    assert (said.stdout, said.stderr) == (b"", b"")
