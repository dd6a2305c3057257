"""Overlapping files: each record counts once, the later holds, and every row is accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines import accounting, assemble
from pipelines.manifest import write_manifest

FILES = st.lists(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.sampled_from("ssssqe")), max_size=8
    ),
    min_size=1,
    max_size=4,
)
STATES = {"s": "staged", "q": "staged", "e": "excluded"}
no_reset = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def resolved(files, home) -> duckdb.DuckDBPyConnection:
    """Files of (key, digest, fate) records, assembled; fate q is quarantined by validation, e excluded."""
    for records in files:
        rows = dict(enumerate(records, 2))
        object_id = home.file(
            records=[(key, digest) for key, digest, _ in records],
            states={row: STATES[fate] for row, (_, _, fate) in rows.items()},
        )
        for row, (_, _, fate) in rows.items():
            if fate == "q":
                home.quarantined(object_id, row)
    connection = duckdb.connect()
    write_manifest(connection, home.plan.manifest)
    assemble.attach(connection, home.plan.objects, home.plan.tables)
    assemble.resolve(connection, home.plan.tables)
    connection.execute(
        "create temp table prep_fact_date (object_id integer, first_date date, last_date date)"
    )
    accounting.count(connection)
    return connection


@no_reset
@given(files=FILES)
def test_whatever_overlaps_every_row_is_accounted_for(new_given: Callable, files: list) -> None:
    connection = resolved(files, new_given())
    accounting.check(connection)
    lines = connection.sql("select * from account order by object_id").pl().to_dicts()
    assert [line["rows"] for line in lines] == [len(records) for records in files]
    assert [line["excluded"] for line in lines] == [sum(r[2] == "e" for r in f) for f in files]
    assert [line["quarantined"] for line in lines] == [sum(r[2] == "q" for r in f) for f in files]


@no_reset
@given(files=FILES)
def test_of_equal_records_the_greater_multiplicity_holds_never_the_sum(
    new_given: Callable, files: list
) -> None:
    connection = resolved(files, new_given())
    held = connection.sql("""
        select s.record_key, count(*)
        from staged_record s anti join dropped d using (object_id, row) group by 1""")
    per_file = [Counter(key for key, _, fate in records if fate == "s") for records in files]
    expected = sorted(max(counter[key] for counter in per_file) for key in set().union(*per_file))
    assert sorted(count for _, count in held.fetchall()) == expected


@no_reset
@given(files=FILES)
def test_what_the_last_file_says_of_a_key_is_what_holds(new_given: Callable, files: list) -> None:
    connection = resolved(files, new_given())
    held = Counter(
        connection.sql("""
        select digest from staged_record s anti join dropped d using (object_id, row)""").pl()["digest"]
    )
    last = Counter(digest for _, digest, fate in files[-1] if fate == "s")
    assert not last - held


@no_reset
@given(files=FILES)
def test_accepted_less_updated_adds_up_to_the_records_that_hold(new_given: Callable, files: list) -> None:
    connection = resolved(files, new_given())
    new = connection.sql("select coalesce(sum(accepted - updated), 0) from account").fetchall()[0][0]
    held = connection.sql("select count(*) from staged_record s anti join dropped d using (object_id, row)")
    assert new == held.fetchall()[0][0]


@no_reset
@given(files=FILES)
def test_a_file_that_comes_again_adds_only_duplicates(new_given: Callable, files: list) -> None:
    connection = resolved([*files, files[-1]], new_given())
    again = connection.sql("select * from account order by object_id desc limit 1").pl().to_dicts()[0]
    assert again["accepted"] == again["updated"] == 0
    assert again["duplicate"] == sum(fate == "s" for _, _, fate in files[-1])


def test_lines_that_swap_places_between_two_exports_are_no_updates(given) -> None:
    connection = resolved([[("a", "x", "s"), ("a", "y", "s")], [("a", "y", "s"), ("a", "x", "s")]], given)
    assert connection.sql(
        "select accepted, updated, duplicate from account order by object_id"
    ).fetchall() == [
        (2, 0, 0),
        (0, 0, 2),
    ]


def test_a_later_export_that_lacks_one_of_two_lines_loses_neither(given) -> None:
    connection = resolved([[("a", "x", "s"), ("a", "y", "s")], [("a", "y", "s")]], given)
    held = connection.sql("select digest from staged_record s anti join dropped d using (object_id, row)")
    assert sorted(held.fetchall()) == [("x",), ("y",)]


def test_a_record_that_changes_and_changes_back_is_updated_twice(given) -> None:
    connection = resolved([[("a", "x", "s")], [("a", "y", "s")], [("a", "x", "s")]], given)
    counts = connection.sql("select accepted, updated from account order by object_id").fetchall()
    assert counts == [(1, 0), (1, 1), (1, 1)]


def test_a_quarantined_record_does_not_displace_the_accepted_one(given) -> None:
    connection = resolved([[("a", "x", "s")], [("a", "y", "q")]], given)
    held = connection.sql("select digest from staged_record s anti join dropped d using (object_id, row)")
    assert held.fetchall() == [("x",)]


def test_one_of_two_equal_lines_set_aside_leaves_one_not_two(given) -> None:
    connection = resolved([[("a", "x", "s")], [("a", "x", "q"), ("a", "x", "s")]], given)
    counts = connection.sql("select accepted, duplicate, quarantined from account order by object_id")
    assert counts.fetchall() == [(1, 0, 0), (0, 1, 1)]


def test_the_same_key_under_two_mappings_is_two_records(given) -> None:
    given.file("one", records=[("a", "x")])
    given.file("two", records=[("a", "x")])
    connection = duckdb.connect()
    write_manifest(connection, given.plan.manifest)
    assemble.attach(connection, given.plan.objects, given.plan.tables)
    assemble.resolve(connection, given.plan.tables)
    assert connection.sql("select count(*) from outcome").fetchall() == [(0,)]


def test_books_that_do_not_balance_stop_the_publish(given) -> None:
    connection = resolved([[("a", "x", "s")]], given)
    connection.execute("update account set duplicate = duplicate + 1")
    try:
        accounting.check(connection)
    except accounting.AccountingError as error:
        assert "object 1: 1 rows, 1 accepted" in str(error)
    else:
        raise AssertionError("unbalanced books passed")
