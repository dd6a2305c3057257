"""What two snapshots tell together: corrections by few people, and months that are not closed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime

import pytest

from pipelines.metrics import Question, answer
from pipelines.problems import RefusalError
from tests.spec.handmade import hand_made
from tests.unit.suppressing import K, ask, people, published


def test_a_correction_by_few_people_is_not_found_from_two_snapshots() -> None:
    records = people(3, range(5, 7), 500)
    covered = ("2026-05-01", "2026-06-30")
    before = published(hand_made({"fct_attendance": records}, covered, made=datetime(2026, 7, 2)))
    late = [{**records[0], "person_id": 1000 + n, "district": "north", "is_first": True} for n in range(3)]
    after = published(
        hand_made({"fct_attendance": records + late}, covered, made=datetime(2026, 8, 2)), former=before
    )
    increments: dict[str, dict[tuple[str, ...], float]] = defaultdict(dict)
    for metric in ("attendance", "unique_participants"):
        for grain in (None, "month", "quarter"):
            old, new = (ask(made, metric, "district", grain=grain) for made in (before, after))
            for key in old.keys() & new.keys():
                if not old[key]["suppressed"] and not new[key]["suppressed"]:
                    increments[metric][key] = abs(new[key]["value"] - old[key]["value"])
    assert increments
    assert not [change for found in increments.values() for change in found.values() if 0 < change < K]
    # A third snapshot that adds enough more tells the sum, and nothing of the first three.
    many = [{**records[0], "person_id": 2000 + n, "district": "north", "is_first": True} for n in range(30)]
    third = published(
        hand_made({"fct_attendance": records + late + many}, covered, made=datetime(2026, 9, 2)), former=after
    )
    [old], [new] = (
        [row for key, row in ask(made, "attendance", "district", grain="month").items()
         if key == ("2026-05", "north")]
        for made in (before, third)
    )  # fmt: skip
    assert not new["suppressed"]
    assert new["value"] - old["value"] == 33


def test_former_snapshots_tell_partners_of_closed_months_only() -> None:
    made = hand_made({"fct_attendance": people(7)}, ("2026-05-01", "2026-07-31"), made=datetime(2026, 8, 2))
    question = Question("attendance", grain="month", closed=True)
    assert answer(made, question).rows["period"].to_list() == ["2026-05", "2026-06"]
    assert answer(made, replace(question, role="analyst")).rows.height == 3
    with pytest.raises(RefusalError):
        answer(made, replace(question, start=date(2026, 7, 1)))
