"""Rows of real databases land as files: values bound, nothing written there, nothing secret said here."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.check import mariadb
from tests.unit.pull.databases import PASSWORD, running_mariadb, running_postgresql
from tests.unit.pull.declared_databases import POSTGRESQL, SOURCE, outcome
from tests.unit.pull.world import World, staged

SIGN_IN = """
create table sign_in (visited_at timestamptz, day date, "e mail" text, zone text, hours numeric(6, 2), counted boolean,
                      changed_on date, details jsonb);
insert into sign_in values
    ('2026-10-30 10:30:00+05', '2026-10-30', 'person12@example.org', 'Мейкерспейс; "большой", 50%', 1.50, true,
     '2026-10-30', '{"a": 1}'),
    ('2026-10-31 10:30:00+05', '2026-10-31', null, E'two\\nlines', null, false, '2026-10-31', null),
    ('2026-08-01 10:30:00+05', '2026-08-01', 'person1@example.org', 'old', 1, null, '2026-08-01', null);
"""

WINDOW = "window = { first = 2026-10-01 }"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    import psycopg

    with running_postgresql() as found:
        with psycopg.connect(found, autocommit=True) as connection:
            connection.execute(SIGN_IN)
        yield found


@pytest.fixture
def rows(address: str, world: World, monkeypatch: pytest.MonkeyPatch):
    """The rows that a declaration brings out of PostgreSQL, or the problem it is refused with."""
    monkeypatch.setenv("IMPACT_TEST_DATABASE", address)

    def build(rest: str) -> Any:
        world.declare(SOURCE.format(kind="postgresql", place=POSTGRESQL, rest=rest))
        return outcome(world)

    return build


def test_a_query_of_postgresql_lands_as_a_table_whose_values_are_whole(rows) -> None:
    query = """select visited_at, day, "e mail" as "E-mail", zone, hours, counted from sign_in
               where visited_at >= :since::date and zone not like '%nothing' and '12:30' <> '' order by day"""
    first, second = rows(f"query = '''{query}'''\n{WINDOW}")
    assert first == {
        "visited_at": "2026-10-30T05:30:00Z", "day": "2026-10-30", "E-mail": "person12@example.org",
        "zone": 'Мейкерспейс; "большой", 50%', "hours": "1.50", "counted": "true",
    }  # fmt: skip
    assert (second["E-mail"], second["zone"], second["hours"]) == ("", "two\nlines", "")


def test_a_table_of_postgresql_gives_the_columns_that_are_named_and_the_rows_that_changed(rows) -> None:
    found = rows(f'table = "public.sign_in"\ncolumns = ["day", "zone"]\nchanged = "changed_on"\n{WINDOW}')
    assert [(row["day"], list(row)) for row in found] == [
        ("2026-10-30", ["day", "zone"]),
        ("2026-10-31", ["day", "zone"]),
    ]


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ('table = "sign_in"\ncolumns = ["day", "nothing"]', "database_unknown_column"),
        ('table = "nowhere"\ncolumns = ["day"]', "database_unknown_column"),
        ('query = "select details from sign_in"', "database_column_type"),
        ('query = "select nothing from sign_in"', "database_failed"),
        ('query = "select 1/(length(zone) - length(zone)) from sign_in"', "database_failed"),
        ("query = \"with gone as (delete from sign_in returning *) select * from gone\"", "database_failed"),
        ('query = "select 1; drop table sign_in"', "database_failed"),
    ],
)  # fmt: skip
def test_a_query_that_cannot_be_run_is_refused_without_the_databases_own_words(rest, code, rows) -> None:
    assert rows(rest).code == code
    assert len(rows('query = "select day from sign_in"')) == 3, "nothing was written"


def test_a_query_without_rows_is_an_empty_pull(rows) -> None:
    assert rows('query = "select day from sign_in where false"') == []


def test_a_wrong_password_names_neither_user_nor_host(rows, address, monkeypatch) -> None:
    monkeypatch.setenv("IMPACT_TEST_DATABASE", address.replace("Zz7", "Wrong"))
    problem = rows('query = "select day from sign_in"')
    assert problem.code == "database_unreachable" and "owner" not in problem.message


def test_sqlite_is_read_and_a_file_that_is_not_there_is_not_made(world, tmp_path: Path) -> None:
    path = tmp_path / "sign-in.sqlite"
    declared = SOURCE.format(
        kind="sqlite", place=f'path = "{path.as_posix()}"',
        rest="query = \"select day as Date, zone from sign_in where day >= :since and zone <> '%' order by day\"\n"
        + WINDOW,
    )  # fmt: skip
    world.declare(declared)
    assert outcome(world).code == "database_unreachable"
    assert not path.exists()
    with sqlite3.connect(path) as connection:
        connection.execute("create table sign_in (day text, zone text)")
        connection.execute("insert into sign_in values ('2026-10-30', 'Makerspace'), ('2026-01-30', 'Hall')")
    assert outcome(world) == [{"Date": "2026-10-30", "zone": "Makerspace"}]
    world.declare(declared.replace("select day as Date, zone", "delete").replace(" order by day", ""))
    assert outcome(world).code == "database_failed"


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_the_shipped_queries_of_sign_ins_stage_as_a_sign_in_sheet_would(
    kind: str, address: str, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    moment = "timestamptz" if kind == "postgresql" else "text"
    made = [
        "drop table if exists sign_in",
        f"create table sign_in (visited_at {moment}, email text, zone text)",
        "insert into sign_in values ('2026-10-30 10:30:00+05', 'person12@example.org', 'Makerspace'),"
        " ('2026-10-30 11:30:00+05', null, null)",
    ]
    path = tmp_path / "sign-in.sqlite"
    if kind == "postgresql":
        with psycopg.connect(address, autocommit=True) as owner:
            owner.execute("create database visits")
        address = address.replace("/postgres", "/visits")
        with psycopg.connect(address, autocommit=True) as owner:
            for statement in made:
                owner.execute(statement)
    else:
        with sqlite3.connect(path) as connection:
            for statement in made:
                connection.execute(statement)
    monkeypatch.setenv("IMPACT_SIGN_IN_DATABASE", address)
    place = f'path = "{path.as_posix()}"\n' if kind == "sqlite" else ""
    world.declare(f"[sign_ins_{kind}]\nenabled = true\n{place}")
    (line,) = world.pull().sources
    assert (line.status, line.records) == ("published", 2), line.problem
    summary = staged(world, world.landed[0], "sign_in_sheet", tmp_path)
    assert (summary["staged"], summary["quarantined"]) == (2, 0)


KOHA = """
create table issues (issue_id int, borrowernumber int, itemnumber int, issuedate datetime, returndate datetime);
create table old_issues like issues;
create table borrowers (borrowernumber int, cardnumber varchar(32), categorycode varchar(10), dateenrolled date,
    dateofbirth date, sex varchar(1), email text, mobile varchar(50), surname text);
create table items (itemnumber int, biblionumber int, itype varchar(10));
create table biblio_metadata (biblionumber int, metadata longtext);
insert into issues values (2, 31, 7, '2026-10-30 10:00:00', null), (3, 31, 7, '2026-08-01 10:00:00', null);
insert into old_issues values (1, 31, 7, '2026-09-03 10:00:00', '2026-10-29 12:00:00');
insert into borrowers values (31, 'KZ0001', 'ST', '2026-01-20', '2005-01-01', 'F', 'person8@example.org', null, 'Test');
insert into items values (7, 9, 'BK');
insert into biblio_metadata values (9, '<r><datafield tag="041"><subfield code="a">eng</subfield></datafield></r>');
"""


@pytest.mark.skipif(mariadb() is None, reason="MariaDB is not on this machine (tests/check.py asks for it)")
def test_the_shipped_queries_run_on_koha_in_mariadb(world, monkeypatch, tmp_path) -> None:
    from urllib.parse import quote

    import pymysql

    with running_mariadb() as (place, port):
        with pymysql.connect(unix_socket=place, user="root") as owner, owner.cursor() as cursor:
            cursor.execute("create database koha character set utf8mb4")
            cursor.execute("use koha")
            for statement in filter(str.strip, KOHA.split(";")):
                cursor.execute(statement)
            cursor.execute("create user reader@'127.0.0.1' identified by %s", [PASSWORD])
            cursor.execute("grant all on koha.* to reader@'127.0.0.1'")
            owner.commit()
        monkeypatch.setenv(
            "IMPACT_KOHA_DATABASE", f"mysql://reader:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/koha"
        )
        world.declare(
            "[koha_loans]\nenabled = true\nwindow = { first = 2026-10-20 }\n[koha_patrons]\nenabled = true\n"
        )
        report = world.pull()
        assert [(line.source, line.status, line.records) for line in report.sources] == [
            ("koha_loans", "published", 2),
            ("koha_patrons", "published", 1),
        ], report.sources
        loans, patrons = (list(csv.DictReader(io.StringIO(body.decode()))) for body in world.landed)
        assert loans[0] == {
            "issue_id": "1", "borrowernumber": "31", "cardnumber": "KZ0001", "itype": "BK", "language": "eng",
            "issuedate": "2026-09-03T10:00:00", "returndate": "2026-10-29T12:00:00",
        }  # fmt: skip
        for body, mapping, rows in zip(world.landed, ("koha_loans", "koha_patrons"), (2, 1), strict=True):
            assert staged(world, body, mapping, tmp_path)["staged"] == rows
        assert loans[1]["returndate"] == "" and "surname" not in patrons[0]
        world.declare(
            '[rows]\nenabled = true\nkind = "mariadb"\nmapping = "koha_loans"\nconnection = "IMPACT_KOHA_DATABASE"\n'
            'query = "delete from issues"\n'
        )
        assert outcome(world).code == "database_failed", "the session can only read"
        monkeypatch.setenv("IMPACT_KOHA_DATABASE", f"mysql://reader:wrong@127.0.0.1:{port}/koha")
        assert outcome(world).code == "database_unreachable"
