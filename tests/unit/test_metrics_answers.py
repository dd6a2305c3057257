"""Questions are checked against what is declared, values are bound, and no data is not zero."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from pipelines.metrics import Question, answer, explain
from pipelines.metrics.periods import FiscalYear, bounds, period_of, periods_between
from pipelines.problems import RefusalError
from tests.spec.handmade import HandMade, hand_made

FISCAL = FiscalYear.of("10-01")
COLUMNS = [
    *("period", "value", "numerator", "denominator", "n", "unknown"),
    *("lower", "upper", "level", "method", "indicative", "suppressed"),
]


@pytest.fixture(scope="module")
def snapshot() -> HandMade:
    attendance = [
        {"date": "2026-02-10", "kind": "headcount", "count": 4, "mode": "in-person", "service": "english"},
        {"date": "2026-02-11", "kind": "headcount", "count": 6, "mode": "virtual", "service": "english"},
        {"date": "2026-04-01", "kind": "headcount", "count": 5, "mode": "hybrid", "service": "skills"},
        {"date": "2026-04-02", "kind": "headcount", "count": None, "mode": None, "service": "skills"},
        {"date": "2026-10-01", "kind": "headcount", "count": 9, "mode": "virtual", "service": "skills"},
    ]
    return hand_made({"fct_attendance": attendance}, covered=("2026-01-18", "2026-10-31"))


def rows(snapshot: HandMade, metric: str = "attendance", **question: Any) -> list[dict[str, Any]]:
    return answer(snapshot, Question(metric, role="analyst", **question)).rows.to_dicts()


def refusal(snapshot: HandMade, **question: Any) -> tuple[str, str]:
    with pytest.raises(RefusalError) as refused:
        answer(snapshot, Question(**{"metric": "attendance", "role": "analyst", **question}))
    [problem] = refused.value.problems
    return problem.code, problem.message


@pytest.mark.parametrize(
    ("question", "code", "named"),
    [
        ({"metric": "happiness"}, "metric_unknown", "attendance"),
        ({"by": ("shoe_size",)}, "dimension_unknown", "programme"),
        ({"by": ("weekday",)}, "dimension_unknown", "mode"),
        ({"where": (("shoe_size", "43"),)}, "dimension_unknown", "programme"),
        ({"where": (("mode", "by post"),)}, "dimension_value_unknown", "virtual"),
        ({"where": (("service", "dentistry"),)}, "dimension_value_unknown", "english"),
        ({"grain": "week"}, "grain_unknown", "quarter"),
        ({"role": "admin"}, "role_unknown", "library"),
        ({"start": date(2026, 3, 1), "end": date(2026, 2, 1)}, "period_reversed", "2026-03-01"),
    ],
)
def test_a_wrong_question_is_refused_and_told_what_there_is(
    snapshot: HandMade, question: dict[str, Any], code: str, named: str
) -> None:
    found, message = refusal(snapshot, **question)
    assert found == code
    assert named in message


def test_values_never_become_sql(snapshot: HandMade) -> None:
    evil = "x') or 1=1; drop table fct_attendance --"
    assert refusal(snapshot, where=(("service", evil),))[0] == "dimension_value_unknown"
    sql = answer(snapshot, Question("attendance", where=(("mode", "virtual"),), role="analyst")).sql
    assert "virtual" not in sql
    assert "in (?)" in sql


def test_several_values_of_a_dimension_mean_or_and_several_dimensions_mean_and(snapshot: HandMade) -> None:
    either = (("mode", "virtual"), ("mode", "in-person"))
    assert rows(snapshot, where=either)[0]["value"] == 19
    assert rows(snapshot, where=(*either, ("service", "english")))[0]["value"] == 10


def test_missing_codes_show_as_unknown_and_come_last(snapshot: HandMade) -> None:
    found = rows(snapshot, by=("mode",))
    assert [row["mode"] for row in found] == ["in-person", "virtual", "hybrid", "unknown"]
    assert (found[-1]["value"], found[-1]["n"], found[-1]["unknown"]) == (None, 0, 1)


def test_rows_come_in_key_order_with_the_contracts_columns(snapshot: HandMade) -> None:
    frame = answer(
        snapshot, Question("attendance", ("service", "mode"), grain="quarter", role="analyst")
    ).rows
    assert frame.columns == ["service", "mode", *COLUMNS]
    assert frame["service"].to_list() == sorted(frame["service"].to_list())
    assert frame.schema["value"] == pl.Int64
    assert frame.schema["suppressed"] == pl.Boolean


@pytest.mark.parametrize(
    ("grain", "expected"),
    [
        ("quarter", {"2026-Q1": 10, "2026-Q2": 5, "2026-Q3": 0, "2026-Q4": 9}),
        ("year", {"2026": 24}),
        ("fiscal", {"FY2026": 15, "FY2027": 9}),
    ],
)
def test_a_covered_period_in_which_nothing_happened_is_zero(
    snapshot: HandMade, grain: str, expected: dict[str, int]
) -> None:
    assert {row["period"]: row["value"] for row in rows(snapshot, grain=grain)} == expected


def test_a_month_outside_coverage_is_not_zero(snapshot: HandMade) -> None:
    before = {"start": date(2025, 1, 1), "end": date(2025, 12, 31)}
    assert rows(snapshot, **before)[0]["value"] is None
    assert rows(snapshot, grain="month", **before) == []
    assert rows(snapshot, start=date(2026, 7, 1), end=date(2026, 7, 31))[0]["value"] == 0
    assert rows(hand_made({}), "visits")[0]["value"] is None


def test_a_question_without_breakdown_or_grain_has_one_row_without_period(snapshot: HandMade) -> None:
    [row] = rows(snapshot)
    assert (row["period"], row["value"], row["n"], row["unknown"]) == (None, 24, 4, 1)


def test_a_month_that_ends_the_range_counts_its_last_day(snapshot: HandMade) -> None:
    assert rows(snapshot, start=date(2026, 2, 11), end=date(2026, 4, 1))[0]["value"] == 11


def test_weekdays_and_hours_sort_as_numbers() -> None:
    visits = [{"date": "2026-07-01", "hour": hour, "weekday": 3} for hour in (9, 10, 18, None)]
    found = rows(hand_made({"fct_visit": visits}), "visits", by=("hour",))
    assert [row["hour"] for row in found] == ["9", "10", "18", "unknown"]


def test_an_answer_is_explained_down_to_its_files(snapshot: HandMade) -> None:
    found = explain(snapshot, answer(snapshot, Question("attendance", role="analyst")))
    assert found["sources"] == [
        {
            "file": "test_export.csv",
            "sha256": "ab" * 32,
            "source": "test",
            "rows": 3,
            "accepted": 3,
            "quarantined": 0,
            "first_date": "2026-01-18",
            "last_date": "2026-10-31",
        }
    ]
    assert found["coverage"] == {"table": "fct_attendance", "first": "2026-01-18", "last": "2026-10-31"}
    assert found["suppressed"] == {"rows": 1, "hidden": 0, "share": 0.0}
    assert found["sql"].startswith("select")


def test_a_fiscal_year_is_named_after_the_year_in_which_it_ends() -> None:
    assert period_of(date(2026, 9, 30), "fiscal", FISCAL) == "FY2026"
    assert period_of(date(2026, 10, 1), "fiscal", FISCAL) == "FY2027"
    assert bounds("FY2026", FISCAL) == (date(2025, 10, 1), date(2026, 9, 30))
    assert bounds("FY2026", FiscalYear.of("01-01")) == (date(2026, 1, 1), date(2026, 12, 31))
    assert bounds("2026-Q1", FISCAL) == (date(2026, 1, 1), date(2026, 3, 31))
    months = list(periods_between(date(2026, 1, 18), date(2026, 3, 1), "month", FISCAL))
    assert months == ["2026-01", "2026-02", "2026-03"]
