"""The SQL console answers questions about the snapshot and does nothing else, whatever it is told."""

from __future__ import annotations

import os
import time
from pathlib import Path
from shutil import copy

import duckdb
import pytest

from pipelines.console import Limits, ask
from pipelines.console.schema import PAGE, declared, page
from pipelines.console.worker import opened
from pipelines.problems import RefusalError
from pipelines.settings import Home

SHORT = Limits(rows=100, seconds=3, megabytes=256)
LONG = Limits(rows=100, seconds=60, megabytes=256)  # a busy machine starts a process slowly
REFUSED = [
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select * from read_blob('/etc/passwd')",
    "select * from read_parquet('x.parquet')",
    "select * from read_json_auto('x.json')",
    "select * from '/etc/passwd'",
    "select * from 'https://example.org/x.csv'",
    "select * from glob('/etc/*')",
    "select (select content from read_text('/etc/passwd'))",
    "with a as (select * from read_csv('/etc/passwd')) select * from a",
    "copy fct_visit to '/tmp/out.csv'",
    "copy (select 1) to '/tmp/out.csv'",
    "export database '/tmp/out'",
    "import database '/tmp/out'",
    "attach '/tmp/other.duckdb' as other",
    "detach snapshot",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "reset lock_configuration",
    "pragma database_list",
    "select * from pragma_database_list()",
    "call pragma_version()",
    "create table x as select 1",
    "insert into fct_visit select * from fct_visit",
    "update fct_visit set count = 0",
    "delete from fct_visit",
    "drop table fct_visit",
    "select 1; drop table fct_visit",
    "select 1 /* a comment */; select 2 -- another",
    "/* select */ drop table fct_visit",
    "select getenv('HOME')",
    "select GetEnv('HOME')",
    "select current_setting('temp_directory')",
    "select * from duckdb_secrets()",
    "select * from duckdb_settings()",
    "select * from information_schema.tables",
    "select * from sqlite_master",
    "select * from pg_catalog.pg_tables",
    "select * from query('select 1')",
    "select * from query_table('fct_visit')",
    "select * from other.main.fct_visit",
    "prepare p as select 1",
    "explain analyze select * from fct_visit",
    "vacuum",
    "begin transaction",
    "checkpoint",
    "show all tables",
    "describe select * from read_csv('/etc/passwd')",
    "select count(*) filter (getenv('HOME') = 'x') from fct_visit",
    "",
    "-- nothing",
    "selec 1",
]
ENDLESS = [
    "with recursive a as (select 1 as x union all select x + 1 from a) select count(*) from a",
    "select count(*) from fct_visit a, fct_visit b, fct_visit c, fct_visit d where a.count + d.count < b.count",
    "select list(a) from range(1000000000) t(a)",
    "select repeat('x', 2000000000)",
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A published home with one small table; it is no more than what a console reads."""
    made = Home(tmp_path_factory.mktemp("console"))
    made.warehouse.mkdir()
    name = "000001-20260101T000000Z-aaaaaa"
    with duckdb.connect(made.warehouse / f"{name}.duckdb") as connection:
        connection.execute(
            "create table fct_visit as select range % 7 as count, 'lobby' as zone from range(5000)"
        )
        connection.execute("create table meta_snapshot as select 'x' as snapshot")
        connection.execute("create table hidden_table as select 1 as x")
    (made.warehouse / "current").write_text(name, "ascii")
    return made


@pytest.mark.parametrize("sql", REFUSED)
def test_what_is_no_question_about_the_snapshot_is_refused_with_a_sentence(home: Home, sql: str) -> None:
    with pytest.raises(RefusalError) as refused:
        ask(home, sql, SHORT)
    assert refused.value.problems[0].code.startswith("sql_")
    assert "root:" not in str(refused.value)
    assert str(home.path) not in str(refused.value)


@pytest.mark.parametrize("sql", ENDLESS)
def test_a_question_without_an_end_is_ended(home: Home, sql: str) -> None:
    began = time.monotonic()
    with pytest.raises(RefusalError) as refused:
        ask(home, sql, SHORT)
    assert refused.value.problems[0].code in ("sql_timeout", "sql_memory", "sql_ended")
    assert time.monotonic() - began < 15


def test_a_table_that_is_not_described_cannot_be_read(home: Home) -> None:
    with pytest.raises(RefusalError):
        ask(home, "select * from hidden_table", SHORT)


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_text('/etc/hostname')",
        "copy fct_visit to 'out.csv'",
        "attach 'other.duckdb' as other",
        "install httpfs",
        "set enable_external_access = true",
        "set memory_limit = '64GB'",
        "reset lock_configuration",
        "delete from fct_visit",
        "create table x as select 1",
    ],
)
def test_past_the_check_the_connection_itself_can_do_nothing_either(
    home: Home, tmp_path: Path, sql: str
) -> None:
    # A copy: one process cannot open a file twice in two ways.
    path = copy(next(home.warehouse.glob("*.duckdb")), tmp_path)
    with (
        opened({"path": str(path), "megabytes": 100, "threads": 1}) as connection,
        pytest.raises(duckdb.Error),
    ):
        connection.execute(sql).fetchall()


def test_the_process_has_nothing_of_the_environment(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipelines.console.run import _bare_environment

    monkeypatch.setenv("IMPACT_SECRET", "a" * 64)
    assert "IMPACT_SECRET" in os.environ
    assert "IMPACT_SECRET" not in _bare_environment()


def test_a_question_gives_its_rows_and_says_when_there_are_more(home: Home) -> None:
    found = ask(home, "with a as (select zone, count(*) as n from fct_visit group by all) from a;", LONG)
    assert found.rows.to_dicts() == [{"zone": "lobby", "n": 5000}]
    assert not found.cut_off
    many = ask(home, "select * from fct_visit", LONG)
    assert (many.rows.height, many.cut_off) == (100, True)
    assert ask(home, "select sum(count) as s from fct_visit", LONG).rows["s"].dtype.is_integer()


def test_an_error_is_told_in_the_words_of_the_database_without_a_path(home: Home) -> None:
    with pytest.raises(RefusalError) as refused:
        ask(home, "select nothing_of_that_name from fct_visit", LONG)
    assert "nothing_of_that_name" in str(refused.value)


def test_the_page_about_the_tables_is_made_from_their_declaration() -> None:
    assert Path(PAGE).read_text("utf-8") == page()
    assert len(declared()) > 25
