"""Every record of every file is accounted for: rows = accepted + quarantined + duplicate + excluded."""

from __future__ import annotations

import duckdb

# Facts with one row for each accepted row of a staged table. (Attendance takes repeats and headcounts
# together, sessions several records of one meeting.)
ROW_FOR_ROW = ("visit", "booking", "response", "machine_log", "advising_contact", "training", "loan")
COUNTS = ("rows", "accepted", "updated", "quarantined", "duplicate", "excluded")


class AccountingError(Exception):
    """The books of a file do not balance; nothing may be published."""


def count(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `account(object_id, rows, accepted, updated, quarantined, duplicate, excluded, first_date,
    last_date)`.

    `rows` is counted from the records, the rest from their outcomes, so that a record lost between the two
    shows. Expects what `assemble.resolve` makes, and `prep_fact_date(object_id, first_date, last_date)`.
    """
    connection.execute("""
        create or replace temp table account as
        with came as (select object_id, count(*) as rows from staged_record group by object_id),
        decided as (
            select object_id, count(*) as special,
                count(*) filter (outcome in ('accepted', 'updated')) as accepted,
                count(*) filter (outcome = 'updated') as updated,
                count(*) filter (outcome = 'quarantined') as quarantined,
                count(*) filter (outcome = 'duplicate') as duplicate,
                count(*) filter (outcome = 'excluded') as excluded
            from outcome group by object_id
        ),
        plain as (
            select object_id, count(*) as accepted
            from staged_record s anti join outcome o using (object_id, row)
            where s.state = 'staged' group by object_id
        )
        select o.object_id,
            coalesce(c.rows, 0) as rows,
            coalesce(p.accepted, 0) + coalesce(d.accepted, 0) as accepted,
            coalesce(d.updated, 0) as updated,
            coalesce(d.quarantined, 0) as quarantined,
            coalesce(d.duplicate, 0) as duplicate,
            coalesce(d.excluded, 0) as excluded,
            f.first_date, f.last_date
        from object o
        left join came c using (object_id)
        left join decided d using (object_id)
        left join plain p using (object_id)
        left join prep_fact_date f using (object_id)""")


def check(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise AccountingError naming each object whose counts do not add up."""
    wrong = connection.sql("""
        select object_id, rows, accepted, quarantined, duplicate, excluded from account
        where rows != accepted + quarantined + duplicate + excluded or updated > accepted""").fetchall()
    if wrong:
        lines = "; ".join(
            f"object {i}: {rows} rows, {a} accepted, {q} quarantined, {d} duplicate, {e} excluded"
            for i, rows, a, q, d, e in wrong
        )
        raise AccountingError(f"rows are not accounted for: {lines}")


def check_facts(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise AccountingError where a model lost or multiplied rows between a staged table and its fact."""
    for table in ROW_FOR_ROW:
        accepted, fact = connection.sql(
            f"select (select count(*) from accepted_{table}), (select count(*) from fct_{table})"
        ).fetchall()[0]
        if accepted != fact:
            raise AccountingError(f"{accepted} accepted rows of {table} became {fact} rows of fct_{table}")
