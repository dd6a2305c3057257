"""What the checklist of a month finds: given records, expected states."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from pipelines.closing.checklist import ITEMS, Item, checklist
from pipelines.closing.figures import count, month_days
from pipelines.closing.sentences import sentence
from tests.spec.handmade import hand_made, records

VISITS = """
    date       | count | weekday
    2026-09-01 | 60    | 2
    2026-09-02 | 60    | 3
    """
SESSION = """
    date       | mode      | attended
    2026-09-01 | in-person | 20
    """
LIST = """
    date       | kind      | mode      | format    | count | age_band_imls
    2026-09-01 | headcount | in-person | in-person | 20    | 19+
    """
ANSWERS = """
    date       | survey  | respondent
    2026-08-03 | outcome | 1
    2026-09-03 | outcome | 2
    """
GIVEN = {"fct_visit": VISITS, "fct_session": SESSION, "fct_attendance": LIST, "fct_response": ANSWERS}


def found(
    made: datetime = datetime(2026, 11, 2), files: str = "", flags: str = "", **given: str
) -> dict[str, Item]:
    facts = {name: records(text) for name, text in {**GIVEN, **given}.items()}
    snapshot = hand_made(facts, ("2026-01-18", "2026-10-31"), made)
    snapshot.connection.execute(
        "create table meta_flag (table_name varchar, source varchar, part varchar default '[]', kind varchar,"
        " first date, last date, before double, after double, expected double, known varchar default '[]')"
    )
    for table, rows in (
        ("meta_object", records(files) if files else []),
        ("meta_flag", records(flags) if flags else []),
    ):
        for row in rows:
            places: list[Any] = list(row.values())
            marks = ", ".join("?" for _ in row)
            snapshot.connection.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", places)
    first, last = month_days("2026-09")
    items = checklist(snapshot, first, last, count(snapshot, "2026-09"))
    assert tuple(item.code for item in items) == ITEMS
    assert all(sentence(item) for item in items)
    return {item.code: item for item in items}


def test_a_month_in_order_is_green_throughout() -> None:
    assert {item.state for item in found().values()} == {"green"}


def test_a_snapshot_older_than_the_end_of_the_month_is_red() -> None:
    assert found(made=datetime(2026, 9, 29))["fresh"].state == "red"


def test_the_end_of_the_month_is_the_sites_and_not_greenwichs() -> None:
    """At 20:00 UTC on 30 September it is 1 October in the Space."""
    assert found(made=datetime(2026, 9, 30, 20))["fresh"].state == "green"
    assert found(made=datetime(2026, 9, 30, 18))["fresh"].state == "red"


def test_a_month_without_a_visit_or_a_session_is_red() -> None:
    empty = {"fct_visit": VISITS.replace("-09-", "-08-"), "fct_session": SESSION.replace("-09-", "-08-")}
    assert found(**empty)["fresh"].facts == {"reason": "empty"}


def test_a_source_that_has_not_come_since_before_the_month_is_amber_and_one_given_up_is_not() -> None:
    files = """
        source  | file  | quarantined | landed_at  | first_date | last_date
        sign_in | a.csv | 0           | 2026-09-02 | 2026-08-01 | 2026-08-31
        kobo    | b.csv | 0           | 2026-09-20 | 2026-09-01 | 2026-09-19
        fabman  | c.csv | 0           | 2026-10-02 | 2026-09-01 | 2026-09-19
        koha    | d.csv | 0           | 2026-03-02 | 2026-02-01 | 2026-02-28
        """
    item = found(files=files)["fresh"]
    assert (item.state, list(item.named)) == ("amber", ["kobo", "sign_in"])


def test_records_set_aside_count_where_their_file_reaches_into_the_month() -> None:
    files = """
        source  | file  | quarantined | first_date | last_date  | landed_at
        sign_in | a.csv | 2           | 2026-08-15 | 2026-10-15 | 2026-10-16
        sign_in | b.csv | 5           | 2026-10-01 | 2026-10-31 | 2026-11-01
        """
    item = found(files=files)["quarantine"]
    assert (item.state, item.facts["records"], list(item.named)) == ("amber", 2, ["a.csv"])


def test_a_day_with_more_people_at_sessions_than_at_the_door_is_amber() -> None:
    item = found(fct_attendance=LIST.replace("| 20 ", "| 61 "))["above"]
    assert (item.state, list(item.named)) == ("amber", ["2026-09-01"])


@pytest.mark.parametrize(
    ("kind", "first", "last", "state"),
    [
        ("silence", "2026-08-20", "2026-09-02", "amber"),
        ("silence", "2026-08-20", "2026-08-31", "green"),
        ("jump", "2026-09-10", "2026-10-31", "amber"),
        ("jump", "2026-08-10", "2026-10-31", "green"),
    ],
)
def test_a_silence_in_the_month_and_a_jump_that_begins_in_it_are_amber(
    kind: str, first: str, last: str, state: str
) -> None:
    flags = f"""
        table_name | source        | kind   | first   | last
        fct_visit  | door_counters | {kind} | {first} | {last}
        """
    assert found(flags=flags)["silent"].state == state


def test_a_survey_that_was_answered_before_and_not_in_the_month_is_amber() -> None:
    only_before = "\n".join(ANSWERS.splitlines()[:3])
    item = found(fct_response=only_before)["surveys"]
    assert (item.state, list(item.named)) == ("amber", ["outcome"])


def test_a_session_without_a_number_is_amber() -> None:
    silent = SESSION + "2026-09-05 | in-person |"
    item = found(fct_session=silent)["numbers"]
    assert (item.state, item.facts["sessions"]) == ("amber", 1)


def test_an_explanation_speaks_of_what_was_found_and_of_nothing_else() -> None:
    one, two = (Item("above", "amber", {"count": 1}, (day,)) for day in ("2026-09-01", "2026-09-02"))
    assert one.finding != two.finding
    assert one.finding == Item("above", "amber", {"count": 1}, (date(2026, 9, 1).isoformat(),)).finding
