"""What stands behind an answer: its files, the rules they had to pass, how fresh, how much is hidden."""

from __future__ import annotations

from datetime import date
from typing import get_args

from expectations.catalogue import all_tables
from pipelines.metrics import Question, answer, explain
from pipelines.metrics.explain import FILES_OF, RESTS_ON
from pipelines.metrics.metric import Table
from tests.spec.handmade import HandMade, hand_made

COVERED = ("2026-01-18", "2026-10-31")


def made() -> HandMade:
    facts = {
        "fct_visit": [{"date": "2026-02-03", "object_id": 1}, {"date": "2026-07-03", "object_id": 2}],
        "fct_response": [{"date": "2026-07-03", "object_id": 3, "respondent": 1}],
        "fct_attendance": [{"date": "2026-07-03", "object_id": 4}],
    }
    snapshot = hand_made(facts, COVERED, residents=[{"code": "all", "population": 1000}])
    for number, last in ((2, "2026-07-31"), (3, "2026-07-31"), (4, "2026-07-31")):
        first = last.replace("31", "01")
        snapshot.connection.execute(
            "insert into meta_object select ?, repeat(?, 64), ?, 'test', 'test', '2026-11-01', 9, 8, 0, 1, 0, 0,"
            " cast(? as date), cast(? as date)",
            [number, str(number), f"file-{number}.csv", first, last],
        )
    snapshot.connection.execute("update meta_object set last_date = '2026-02-28' where object_id = 1")
    snapshot.connection.execute(
        "insert into meta_verdict values ('run', 'visit', 'visit.hour_out_of_range', 'critical', 'row', 9, 1),"
        " ('run', 'loan', 'loan.lent_on_missing', 'critical', 'row', 9, 0)"
    )
    return snapshot


def files(snapshot: HandMade, question: Question) -> list[str]:
    return [file["file"] for file in explain(snapshot, answer(snapshot, question))["sources"]]


def test_only_files_with_records_of_the_days_asked_for_are_named() -> None:
    snapshot = made()
    assert files(snapshot, Question("visits")) == ["file-2.csv", "test_export.csv"]
    july = Question("visits", start=date(2026, 7, 1), end=date(2026, 7, 31))
    assert files(snapshot, july) == ["file-2.csv"]


def test_the_rules_of_the_tables_it_rests_on_and_no_others_are_named() -> None:
    snapshot = made()
    found = explain(snapshot, answer(snapshot, Question("visits")))
    assert [verdict["rule"] for verdict in found["verdicts"]] == ["visit.hour_out_of_range"]
    assert found["coverage"]["last"] == "2026-10-31"


def test_a_derived_figure_names_the_files_of_both_its_parts() -> None:
    snapshot = made()
    assert files(snapshot, Question("response_rate", role="analyst")) == ["file-3.csv", "file-4.csv"]


def test_a_figure_per_resident_names_the_day_and_source_of_its_denominator() -> None:
    snapshot = made()
    found = explain(snapshot, answer(snapshot, Question("visits_per_capita")))
    assert found["residents"] == {"as_of": "2026-01-01", "source": "a made-up census"}


def test_every_fact_table_says_which_rules_and_files_stand_behind_it() -> None:
    assert set(RESTS_ON) == set(get_args(Table))
    assert {name for names in RESTS_ON.values() for name in names} <= set(all_tables())
    assert set(FILES_OF) | set(FILES_OF.values()) <= set(RESTS_ON)
