"""What falls silent or jumps is flagged, what is usual is not, and attendance above visits is shown."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.statistics.gaps import flags, jumps, on_site_above_visits, silences
from tests.spec.handmade import hand_made
from tests.unit.statistics.made_days import FIRST, days

LENGTH = 40 * 7


def noisy(seed: int, factor: float = 1.0, after: int = LENGTH, without: range = range(0)) -> pl.DataFrame:
    chance = Random(seed)  # noqa: S311

    def value(place: int, usual: float) -> float | None:
        level = usual * (factor if place >= after else 1.0)
        return None if place in without else round(level * chance.lognormvariate(0, 0.2))

    return days(LENGTH, value)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_an_ordinary_counter_is_not_flagged(seed: int) -> None:
    assert silences(noisy(seed)) == []
    assert jumps(noisy(seed)) == []


def test_a_counter_that_falls_silent_is_flagged_with_what_it_would_have_held() -> None:
    (found,) = silences(noisy(1, without=range(100, 105)))
    opened = [day for day in range(100, 105) if (FIRST + timedelta(days=day)).isoweekday() != 1]
    assert (found.first, found.last) == tuple(FIRST + timedelta(days=day) for day in (opened[0], opened[-1]))
    assert found.kind == "silence" and found.expected is not None and found.expected > 200


def test_a_counter_that_reports_nought_is_as_silent_as_one_that_reports_nothing() -> None:
    silent = noisy(1, without=range(100, 105))
    assert silences(silent.with_columns(pl.col("value").fill_null(0.0))) == silences(silent)


def test_a_counter_that_never_speaks_again_is_flagged_to_the_last_day() -> None:
    (found,) = silences(noisy(1, without=range(200, LENGTH)))
    assert found.last == FIRST + timedelta(days=LENGTH - 2)  # the last day is a closed Monday


def test_a_source_with_a_meeting_a_week_is_silent_on_the_other_days() -> None:
    weekly = days(LENGTH, lambda place, _: 15.0 if place % 7 == 2 else None)
    assert silences(weekly) == []


def test_a_source_with_a_meeting_a_week_that_stops_is_flagged() -> None:
    weekly = days(LENGTH, lambda place, _: 15.0 if place % 7 == 2 and not 100 <= place < 150 else None)
    (found,) = silences(weekly)
    # On the days 100, 107, ... 149.
    assert found.expected == pytest.approx(8 * 15)


@pytest.mark.parametrize("factor", [2.0, 0.5])
def test_a_counter_that_jumps_is_flagged_on_its_day(factor: float) -> None:
    (found,) = jumps(noisy(3, factor, after=140))
    assert abs((found.first - (FIRST + timedelta(days=140))).days) <= 2
    assert found.before is not None and found.after is not None
    assert found.after / found.before == pytest.approx(factor, rel=0.1)


def test_slow_growth_is_no_jump() -> None:
    chance = Random(9)  # noqa: S311
    grown = days(
        LENGTH, lambda place, usual: usual * (1 + 0.4 * place / LENGTH) * chance.lognormvariate(0, 0.2)
    )
    assert jumps(grown) == []


def test_a_jump_at_the_edge_of_a_school_break_names_it() -> None:
    jumped = noisy(3, 2.0, after=140)
    summer = pl.col("date") >= FIRST + timedelta(days=141)
    named = jumped.with_columns(pl.when(summer).then(pl.lit("Summer")).otherwise(None).alias("school_break"))
    assert jumps(named)[0].known == ("Summer",)


def test_flags_come_from_the_records_of_each_source_and_part() -> None:
    chance = Random(4)  # noqa: S311
    first = date(2026, 2, 1)
    rows = []
    for place in range(200):
        day = first + timedelta(days=place)
        if day.isoweekday() == 1:
            continue
        for zone, level in (("hall", 40), ("makerspace", 20 if place < 100 else 50)):
            count = round(level * chance.lognormvariate(0, 0.15))
            rows.append({"date": day, "kind": "door_count", "zone": zone, "count": count})
    snapshot = hand_made({"fct_visit": rows}, ("2026-02-01", (first + timedelta(days=199)).isoformat()))
    found = [flag for flag in flags(snapshot) if flag.kind == "jump"]
    assert [flag.part for flag in found] == [(("kind", "door_count"), ("zone", "makerspace"))]
    assert found[0].table == "fct_visit" and found[0].source == "test"


def test_on_site_attendance_above_visits_is_shown_by_day() -> None:
    attended = [
        {"date": "2026-06-09", "mode": "in-person", "format": "in-person", "count": 12},
        {"date": "2026-06-10", "mode": "in-person", "format": "in-person", "count": 3},
        {"date": "2026-06-11", "mode": "off-site", "format": "in-person", "count": 90},
        {"date": "2026-06-11", "mode": "hybrid", "format": "online", "count": 90},
        {"date": "2026-06-12", "mode": "hybrid", "format": "in-person", "count": 5},
        {"date": "2026-06-13", "mode": "in-person", "count": 50, "status": "no-show"},
    ]
    visits = [{"date": f"2026-06-{day}", "count": 10} for day in ("09", "10", "11", "13")]
    tables = {"fct_visit": visits, "fct_attendance": attended}
    found = on_site_above_visits(hand_made(tables, ("2026-06-09", "2026-06-13")))
    assert found.rows() == [(date(2026, 6, 9), 12.0, 10.0), (date(2026, 6, 12), 5.0, None)]
