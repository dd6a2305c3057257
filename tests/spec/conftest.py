"""The `spec` fixture: a table of records in text, and the figures that must come of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from pipelines.metrics import Question, answer, catalogue
from tests.spec.handmade import day, hand_made, records

Expected = Mapping[Any, Any] | float | None


@pytest.fixture
def spec() -> Callable[..., None]:
    """`spec(metric, given=..., expect=...)`; records without a date fall on 1 July 2026.

    `expect` is the value of the one row, or a value for each key: the codes of `by`, then the period where
    there is a grain (a tuple when there are several). Instead of a value a mapping names columns: `{"value":
    0.5, "n": 2}`. `beside` holds the records of other tables, `residents` those of `dim_district`.
    """

    def check(
        metric: str,
        given: str,
        expect: Expected,
        by: str = "",
        grain: str | None = None,
        where: Mapping[str, str] | None = None,
        between: tuple[str, str] | None = None,
        covered: tuple[str, str] | None = ("2026-01-18", "2026-10-31"),
        role: str = "analyst",
        residents: str = "",
        beside: Mapping[str, str] | None = None,
    ) -> None:
        table = catalogue()[metric].table
        facts = {
            name: [{"date": "2026-07-01", **record} for record in records(text)]
            for name, text in {table: given, **(beside or {})}.items()
        }
        start, end = (day(text) for text in between) if between else (None, None)
        names = tuple(by.split())
        question = Question(metric, names, start, end, grain, tuple((where or {}).items()), role)
        made = hand_made(facts, covered, residents=records(residents) if residents else ())
        rows = answer(made, question).rows.to_dicts()
        keys = (*names, *(["period"] if grain else []))
        found = {tuple(row[key] for key in keys): row for row in rows}
        wanted = expect if isinstance(expect, Mapping) and keys else {(): expect}
        wanted = {key if isinstance(key, tuple) else (key,): value for key, value in wanted.items()}
        assert list(found) == list(wanted)
        for key, value in wanted.items():
            columns = value if isinstance(value, Mapping) else {"value": value}
            shown = {column: found[key][column] for column in columns}
            assert shown == pytest.approx(dict(columns), abs=0.0005, nan_ok=False), key

    return check
