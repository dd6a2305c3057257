"""The effects planted in the sample come out of the whole line again.

Planted shares are what chance drew from, so a recovered share may differ from them by three standard errors.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from math import sqrt
from typing import Any

import pytest

from pipelines.metrics import Question
from pipelines.sample.history import History
from tests.conftest import SampleHome
from tests.golden.asking import ask, one, values


def assert_drawn_from(row: dict[str, Any], share: float) -> None:
    """The row's share is within three standard errors of the share that chance drew from."""
    error = sqrt(share * (1 - share) / row["n"])
    assert abs(row["value"] - share) < 3 * error, (row, share)


def test_intention_to_apply_differs_by_service_as_planted(sample_home: SampleHome, history: History) -> None:
    planted = history.reference.plan["planted"]["application"]
    rows = ask(sample_home, Question("outcome_application", by=("service",), where=(("wave", "immediate"),)))
    found = {row["service"]: row for row in rows}
    for service, share in planted.items():
        assert_drawn_from(found[service], share)
    assert found["skills"]["value"] > found["literature"]["value"]
    assert found["skills"]["lower"] > found["literature"]["upper"]


def test_the_follow_up_finds_less_applied_than_was_intended(
    sample_home: SampleHome, history: History
) -> None:
    loss = history.reference.plan["planted"]["follow_up_loss"]
    where = (("survey", "programme_outcome"),)
    rows = ask(sample_home, Question("outcome_application", by=("wave",), where=where))
    found = {row["wave"]: row for row in rows}
    first, later = found["immediate"], found["follow-up"]
    error = sqrt(sum(row["value"] * (1 - row["value"]) / row["n"] for row in (first, later)))
    assert abs(first["value"] - later["value"] - loss) < 3 * error
    assert later["value"] < first["value"]


def test_recommendation_is_as_planted(sample_home: SampleHome, history: History) -> None:
    row = one(sample_home, "nps")
    shares = history.reference.plan["surveys"]
    spread = shares["promoters"] + shares["detractors"] - (shares["promoters"] - shares["detractors"]) ** 2
    assert history.reference.plan["planted"]["nps"] == round(
        100 * (shares["promoters"] - shares["detractors"])
    )
    assert abs(row["value"] - history.reference.plan["planted"]["nps"]) < 300 * sqrt(spread / row["n"])


def test_evening_bookings_are_missed_more_often(sample_home: SampleHome, history: History) -> None:
    planted = history.reference.plan["planted"]
    rows = ask(sample_home, Question("no_show_rate", by=("hour",)))
    for evening, share in ((False, planted["no_show_daytime"]), (True, planted["no_show_evening"])):
        mine = [row for row in rows if (int(row["hour"]) >= planted["evening"]) is evening]
        n = sum(row["n"] for row in mine)
        missed = sum(row["value"] * row["n"] for row in mine) / n
        assert_drawn_from({"value": missed, "n": n}, share)
    assert 0.14 < one(sample_home, "no_show_rate")["value"] < 0.21


def test_booking_rates_are_those_that_were_booked(sample_home: SampleHome, history: History) -> None:
    assert 0.30 < one(sample_home, "booking_rate")["value"] < 0.60
    found = values(sample_home, "booking_rate", "resource")
    for resource, rate in history.reference.plan["bookings"]["rate"].items():
        assert found[resource] == pytest.approx(rate, abs=0.07), resource


def test_visits_for_the_makerspace_double_in_july(sample_home: SampleHome, history: History) -> None:
    planted = history.reference.plan["planted"]
    turn: date = planted["makerspace_doubles_on"]
    where = (("service", "makerspace"),)
    rows = ask(sample_home, Question("visits", grain="month", where=where))
    visits, days = Counter[bool](), Counter[bool]()
    for row in rows:
        visits[date.fromisoformat(f"{row['period']}-01") >= turn] += row["value"]
    for day in history.days:
        days[day.date >= turn] += 1
    ratio = (visits[True] / days[True]) / (visits[False] / days[False])
    assert ratio == pytest.approx(planted["makerspace_factor"], rel=0.1)


def test_one_programme_stands_half_empty(sample_home: SampleHome, history: History) -> None:
    found = values(sample_home, "fill_rate", "programme")
    low = history.reference.plan["planted"]["low_fill"]
    assert min(found, key=lambda programme: found[programme]) == low
    assert found[low] < 0.4


def test_saturday_afternoon_is_the_busiest(sample_home: SampleHome, history: History) -> None:
    rows = ask(sample_home, Question("visits", by=("weekday", "hour")))
    busiest = max(rows, key=lambda row: row["value"])
    assert int(busiest["weekday"]) == history.reference.plan["planted"]["peak_weekday"]
    assert 12 <= int(busiest["hour"]) <= 16


def test_women_are_the_share_of_participants_that_was_planted(
    sample_home: SampleHome, history: History
) -> None:
    found = values(sample_home, "unique_participants", "sex")
    known = found["female"] + found["male"]
    share = history.reference.plan["people"]["sex"]["female"]
    assert_drawn_from({"value": found["female"] / known, "n": known}, share)
    assert 0.05 < found["unknown"] / (known + found["unknown"]) < 0.20


def test_one_district_comes_less_than_its_people_would_suggest(
    sample_home: SampleHome, history: History
) -> None:
    sparse = history.reference.plan["planted"]["sparse_district"]
    found = values(sample_home, "unique_participants", "district")
    known = sum(count for district, count in found.items() if district != "unknown")
    (city,) = [
        {row["district"]: int(row["total"]) for row in history.reference.rows("population") if row["men"]}
    ]
    ratios = {code: found[code] / known / (city[code] / city["all"]) for code in history.reference.districts}
    assert min(ratios, key=lambda code: ratios[code]) in (sparse, "alatau")
    assert ratios[sparse] < 0.6


def test_first_visits_fall_as_people_come_back(sample_home: SampleHome) -> None:
    share: dict[str, float] = {}
    for row in ask(sample_home, Question("visits", by=("first_time",), grain="quarter")):
        if row["first_time"] == "yes":
            share[row["period"]] = row["value"]
    total = {row["period"]: row["value"] for row in ask(sample_home, Question("visits", grain="quarter"))}
    shares = [share[period] / total[period] for period in sorted(total)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 3 * shares[-1]
