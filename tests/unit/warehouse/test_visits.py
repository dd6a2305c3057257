"""Which counts visits are made of, and what a counter's running total says."""

from __future__ import annotations

from datetime import date

import pytest

DAY = date(2026, 3, 3)


def visit(row, kind, count, on=DAY, **more):
    return {"row": row, "visited_on": on, "kind": kind, "count": count, **more}


def reading(row, on, total, **more):
    return {
        "row": row, "visited_on": date(2026, 3, on), "kind": "door_count", "precision": "day",
        "counter": "main", "reading": total, "digits": 6, "most_a_day": 20_000, **more,
    }  # fmt: skip


def counted(snapshot):
    return snapshot.rows("select kind, count from fct_visit where counted order by date, kind, count").rows()


def people(snapshot):
    return [count for (count,) in snapshot.rows("select count from fct_visit order by date, hour").rows()]


def test_of_a_counter_and_a_sheet_of_one_day_the_counter_is_counted(given) -> None:
    given.file("counter", visit=[visit(2, "door_count", 50, hour=9), visit(3, "door_count", 20, hour=10)])
    given.file("sheet", visit=[visit(2, "sign_in", 1), visit(3, "sign_in", 1, date(2026, 3, 4))])
    assert counted(given.published()) == [("door_count", 20), ("door_count", 50), ("sign_in", 1)]


def test_where_the_counter_was_broken_the_sheet_is_counted(given) -> None:
    given.file("counter", visit=[visit(2, "door_count", None)])
    given.file("sheet", visit=[visit(2, "sign_in", 1)])
    assert counted(given.published()) == [("sign_in", 1)]


def test_a_day_of_which_nothing_else_is_known_stays_unknown(given) -> None:
    given.file("counter", visit=[visit(2, "door_count", None)])
    assert counted(given.published()) == [("door_count", None)]


def test_people_present_are_never_counted_as_visits(given) -> None:
    given.file("walk", visit=[visit(2, "occupancy", 30, hour=9), visit(3, "occupancy", 31, hour=10)])
    given.file("sheet", visit=[visit(2, "sign_in", 1)])
    assert counted(given.published()) == [("sign_in", 1)]


@pytest.mark.parametrize(
    ("daily", "expected"),
    [("sign_in", [("door_count", 900)]), ("door_count", [("door_count", 5)])],
)
def test_the_count_of_a_month_holds_unless_a_counter_counted_its_days(given, daily, expected) -> None:
    given.file("months", visit=[visit(2, "door_count", 900, date(2026, 3, 1), precision="month")])
    given.file("days", visit=[visit(2, daily, 5)])
    snapshot = given.published()
    assert counted(snapshot) == expected
    weekdays = snapshot.rows("select weekday from fct_visit order by date").to_series().to_list()
    assert weekdays == [None, 2]


def test_people_are_the_difference_to_the_reading_before_also_over_the_highest_number(given) -> None:
    given.file("register", visit=[reading(2, 3, 999_900), reading(3, 4, 999_999), reading(4, 5, 9_776)])
    assert people(given.published()) == [None, 99, 9_777]


def test_a_reading_after_one_that_could_not_be_read_holds_the_people_of_both_days(given) -> None:
    unread = {"row": 3, "visited_on": date(2026, 3, 4), "kind": "door_count", "precision": "day"}
    given.file("register", visit=[reading(2, 3, 100), unread, reading(4, 5, 160)])
    assert people(given.published()) == [None, None, 60]


def test_a_counter_that_was_reset_is_unknown_and_never_negative(given) -> None:
    given.file("register", visit=[reading(2, 3, 523_410), reading(3, 4, 12), reading(4, 5, 40)])
    assert people(given.published()) == [None, None, 28]


def test_the_reading_before_may_stand_in_another_file(given) -> None:
    given.file("april", visit=[reading(2, 5, 300)])
    given.file("march", visit=[reading(2, 3, 100), reading(3, 4, 250)])
    assert people(given.published()) == [None, 150, 50]


def test_each_counter_has_its_own_total(given) -> None:
    rows = [reading(2, 3, 100), reading(3, 3, 900, counter="side"), reading(4, 4, 130)]
    given.file("register", visit=[*rows, reading(5, 4, 905, counter="side")])
    assert sorted(filter(None, people(given.published()))) == [5, 30]


def test_a_counter_at_one_zone_takes_the_place_of_that_zones_sheet_only(given) -> None:
    given.file("counter", visit=[visit(2, "door_count", 40, zone="makerspace")])
    sheet = [visit(2, "sign_in", 1, zone="makerspace"), visit(3, "sign_in", 1, zone="classroom")]
    given.file("sheet", visit=[*sheet, visit(4, "sign_in", 1)])
    assert counted(given.published()) == [("door_count", 40), ("sign_in", 1), ("sign_in", 1)]


def test_a_counter_at_the_main_door_takes_the_place_of_everything_else(given) -> None:
    given.file("main", visit=[visit(2, "door_count", 90, zone="Main door")])
    given.file("zone", visit=[visit(2, "door_count", 40, zone="makerspace")])
    given.file("sheet", visit=[visit(2, "sign_in", 1, zone="makerspace"), visit(3, "sign_in", 1)])
    assert counted(given.published()) == [("door_count", 90)]


def test_where_the_counter_of_a_zone_was_broken_that_zones_sheet_is_counted(given) -> None:
    given.file("counter", visit=[visit(2, "door_count", None, zone="makerspace")])
    given.file("sheet", visit=[visit(2, "sign_in", 1, zone="makerspace")])
    assert counted(given.published()) == [("sign_in", 1)]


def test_days_that_a_later_reading_holds_are_not_counted_from_the_sheet_again(given) -> None:
    given.file("register", visit=[reading(2, 3, 100), reading(3, 6, 160)])
    sheet = [visit(row, "sign_in", 1, date(2026, 3, row)) for row in (3, 4, 5, 6, 7)]
    given.file("sheet", visit=sheet)
    assert counted(given.published()) == [("sign_in", 1), ("door_count", 60), ("sign_in", 1)]
