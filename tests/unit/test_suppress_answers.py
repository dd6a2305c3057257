"""What partner and library are given never tells a small number of people, whichever questions are put
together.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from pipelines.metrics import Question, answer
from pipelines.metrics.compute import NUMBERS
from pipelines.metrics.periods import FiscalYear, month_end, periods_between
from pipelines.problems import RefusalError
from tests.spec.handmade import HandMade, hand_made

K = 10
FISCAL = FiscalYear(10, 1)
MONTHS = [f"2026-{month:02d}" for month in range(1, 11)]
DISTRICTS = {"north": 30, "south": 20, "east": 8, "west": 3, "hills": 1, "unknown": 5}
SERVICES = {"advising": 1, "english": 6, "skills": 4}
SPANS = [(2, 4), (2, 5), (3, 9), (5, 5), (1, 10)]


@pytest.fixture(scope="module")
def snapshot() -> HandMade:
    """A year of attendance and answers of 300 made-up people, drawn with a fixed seed."""
    draw = random.Random(20260118)  # noqa: S311 - made-up people, drawn alike each time
    homes = draw.choices(list(DISTRICTS), list(DISTRICTS.values()), k=300)
    attendance, responses = [], []
    for number in range(1500):
        person, month = min(int(draw.paretovariate(0.5)), 299), draw.randint(1, 10)
        service = draw.choices(list(SERVICES), list(SERVICES.values()))[0]
        common = {"date": f"2026-{month:02d}-20", "district": homes[person], "service": service}
        # Nobody wrote down whether it was a consultation: of advising it is taken for one.
        attendance.append({**common, "person_id": person, "one_to_one": None})
        if number % 3 == 0:
            value = draw.choices([2, 3, 4, 5], [1, 2, 4, 5])[0]
            responses.append({**common, "respondent": number, "outcome": "knowledge", "value": value})
    tables = {"fct_attendance": attendance, "fct_response": responses}
    return hand_made(tables, covered=("2026-01-18", "2026-10-31"))


def ask(snapshot: HandMade, metric: str, **question: Any) -> list[dict[str, Any]]:
    question.setdefault("role", "partner")
    return answer(snapshot, Question(metric, **question)).rows.to_dicts()


def seen(snapshot: HandMade, metric: str) -> Iterator[tuple[set[tuple[str, str]], dict[str, Any]]]:
    """Everything a partner can ask about a metric by district: the inmost cells of a row, and the row."""
    spans: list[dict[str, Any]] = [{}]
    for first, last in SPANS:
        spans.append({"start": date(2026, first, 1), "end": date(2026, last, 31 if last in (5, 10) else 30)})
    for span, grain in product(spans, (None, "month", "quarter", "year", "fiscal")):
        for by, where in (((), ()), (("district",), ()), ((), (("district", "west"),)),
                          ((), (("district", "west"), ("district", "hills")))):  # fmt: skip
            for row in ask(snapshot, metric, by=by, where=where, grain=grain, **span):
                start, end = span.get("start", date(2026, 1, 1)), span.get("end", date(2026, 10, 31))
                months = list(periods_between(start, end, "month", FISCAL))
                if grain:
                    months = [m for m in months if row["period"] in of_grain(m, grain)]
                chosen = [row["district"]] if by else [value for _, value in where] or list(DISTRICTS)
                yield set(product(months, chosen)), row


def of_grain(month: str, grain: str) -> list[str]:
    day = date.fromisoformat(f"{month}-01")
    return list(periods_between(day, day, grain, FISCAL))


def ranges(known: list[tuple[set[tuple[str, str]], float]], cell: tuple[str, str]) -> tuple[float, float]:
    place = {leaf: number for number, leaf in enumerate(product(MONTHS, DISTRICTS))}
    matrix = np.zeros((len(known), len(place)))
    for number, (leaves, _) in enumerate(known):
        for leaf in leaves:
            matrix[number, place[leaf]] = 1
    cost = np.zeros(len(place))
    cost[place[cell]] = 1
    equal = {"A_eq": matrix, "b_eq": [value for _, value in known]}
    low = linprog(cost, **equal, bounds=(0, None), method="highs")
    high = linprog(-cost, **equal, bounds=(0, None), method="highs")
    assert low.status == 0, "what was shown contradicts itself"
    return float(low.fun), float("inf") if high.status == 3 else -float(high.fun)


def truth(snapshot: HandMade, metric: str) -> dict[tuple[str, str], dict[str, Any]]:
    rows = ask(snapshot, metric, by=("district",), grain="month", role="analyst")
    return {(row["period"], row["district"]): row for row in rows}


def test_attendance_by_district_cannot_be_found_by_putting_answers_together(snapshot: HandMade) -> None:
    real = truth(snapshot, "attendance")
    known = [(cells, row["value"]) for cells, row in seen(snapshot, "attendance") if not row["suppressed"]]
    known += [({leaf}, 0) for leaf in product(MONTHS, DISTRICTS) if leaf not in real]
    small = [cell for cell, row in real.items() if row["value"] < K]
    assert len(small) > 10
    assert len(known) > 50
    for cell in small:
        low, high = ranges(known, cell)
        assert low <= 1 + 1e-6, cell
        assert high >= K - 1e-6, cell


@pytest.mark.parametrize("part", ["numerator", "complement"])
def test_neither_side_of_a_share_can_be_found_by_putting_answers_together(
    snapshot: HandMade, part: str
) -> None:
    def size(row: dict[str, Any]) -> float:
        top = row["numerator"]
        return float(top if part == "numerator" else row["denominator"] - top)

    real = truth(snapshot, "outcome_knowledge")
    shown = [pair for pair in seen(snapshot, "outcome_knowledge") if not pair[1]["suppressed"]]
    known = [(cells, size(row)) for cells, row in shown]
    known += [({leaf}, 0) for leaf in product(MONTHS, DISTRICTS) if leaf not in real]
    small = [cell for cell, row in real.items() if 0 < size(row) < K]
    assert len(small) > 10
    assert len(known) > 10
    for cell in small:
        low, high = ranges(known, cell)
        assert low <= 1 + 1e-6, cell
        assert high >= K - 1e-6, cell


def test_a_hidden_row_has_no_number_left(snapshot: HandMade) -> None:
    hidden = [row for row in ask(snapshot, "outcome_knowledge", by=("district",)) if row["suppressed"]]
    assert hidden
    for row in hidden:
        assert {name for name in (*NUMBERS, "method", "indicative") if row[name] is not None} == set()


def test_a_cell_is_hidden_by_whichever_question_it_is_reached(snapshot: HandMade) -> None:
    table = ask(snapshot, "unique_participants", by=("district",), grain="month")
    for row in table:
        day = date.fromisoformat(f"{row['period']}-01")
        end = month_end(day)
        [alone] = ask(
            snapshot, "unique_participants", where=(("district", row["district"]),), start=day, end=end
        )
        assert (alone["suppressed"], alone["value"]) == (row["suppressed"], row["value"])


def test_nobody_sees_fewer_people_than_the_threshold(snapshot: HandMade) -> None:
    for by, grain in product(
        (("district",), ("service",), ("service", "district")), (None, "month", "quarter")
    ):
        if len(by) == 2 and grain == "month":
            continue
        for row in ask(snapshot, "unique_participants", by=by, grain=grain, role="library"):
            assert row["suppressed"] or row["value"] >= K or row["value"] == 0


def test_consultations_are_hidden_where_few_and_other_services_are_shown(snapshot: HandMade) -> None:
    everything = ask(snapshot, "attendance", by=("service",), grain="month", role="analyst")
    real = {(row["period"], row["service"]): row["value"] for row in everything}
    rows = ask(snapshot, "attendance", by=("service",), grain="month")
    few = [row for row in rows if row["service"] == "advising" and real[row["period"], "advising"] < K]
    assert few
    assert all(row["suppressed"] for row in few)
    others = {row["suppressed"] for row in rows if row["period"] not in {row["period"] for row in few}}
    assert others <= {False, True}
    assert any(not row["suppressed"] for row in rows if row["service"] == "english")


def test_few_consultations_are_not_found_by_adding_up_districts(snapshot: HandMade) -> None:
    few = {row["period"] for row in ask(snapshot, "attendance", by=("service",), grain="quarter")
           if row["service"] == "advising" and row["suppressed"]}  # fmt: skip
    assert few
    pairs = ask(snapshot, "attendance", by=("service", "district"), grain="quarter")
    for quarter in few:
        cells = [row for row in pairs if (row["service"], row["period"]) == ("advising", quarter)]
        assert any(row["suppressed"] for row in cells)


def test_the_analyst_sees_everything(snapshot: HandMade) -> None:
    rows = ask(snapshot, "unique_participants", by=("district",), grain="month", role="analyst")
    assert not any(row["suppressed"] for row in rows)
    assert min(row["value"] for row in rows) < K


@pytest.mark.parametrize(
    ("metric", "question", "code"),
    [
        ("attendance", {"by": ("service", "mode", "district")}, "combination_not_declared"),
        ("attendance", {"by": ("district",), "where": (("age_band", "60+"),)}, "combination_not_declared"),
        ("unique_participants", {"start": date(2026, 7, 3), "end": date(2026, 7, 31)}, "period_incomplete"),
        ("unique_participants", {"start": date(2026, 7, 1), "end": date(2026, 7, 30)}, "period_incomplete"),
        ("attendance", {"by": ("sex",), "start": date(2026, 7, 2)}, "period_incomplete"),
        ("attendance", {"by": ("service", "sex"), "grain": "month"}, "period_too_fine"),
        (
            "attendance",
            {"by": ("sex",), "where": (("service", "skills"),), "start": date(2026, 8, 1)},
            "period_too_fine",
        ),
        ("unique_participants", {"by": ("service", "sex"), "grain": "month"}, "period_too_fine"),
        ("unique_participants", {"start": date(2026, 2, 1), "end": date(2026, 3, 31)}, "period_not_declared"),
        (
            "unique_participants",
            {"where": (("service", "english"), ("service", "skills"))},
            "filter_not_declared",
        ),
    ],
)
def test_what_is_not_published_is_refused_with_a_sentence(
    snapshot: HandMade, metric: str, question: dict[str, Any], code: str
) -> None:
    for role in ("partner", "library"):
        with pytest.raises(RefusalError) as refused:
            ask(snapshot, metric, role=role, **question)
        assert [problem.code for problem in refused.value.problems] == [code]
        assert str(refused.value).endswith(".")
    assert ask(snapshot, metric, role="analyst", **question) is not None
