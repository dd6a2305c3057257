"""A snapshot made by hand: tables written as text, in a DuckDB in memory, with the contract's columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any

import duckdb
import polars as pl
import polars.selectors as cs

PERSON = """person_id integer, sex varchar default 'unknown', age_band varchar default 'unknown',
    age_band_imls varchar default 'unknown', district varchar default 'unknown',
    occupation varchar default 'unknown', home_language varchar default 'unknown',
    first_time varchar default 'unknown'"""
PROGRAMME = """programme varchar default 'unknown', service varchar default 'unknown',
    core_program varchar default 'unknown'"""
MEETING = f"""session_id integer default 1, {PROGRAMME}, theme varchar default 'unknown',
    partner varchar default 'unknown', mode varchar default 'unknown', zone varchar default 'unknown',
    language varchar default 'unknown'"""
BOOKABLE = """resource varchar default 'unknown', resource_kind varchar default 'room',
    zone varchar default 'unknown', service varchar default 'unknown'"""
TABLES = {
    "fct_visit": f"""hour tinyint, weekday tinyint, kind varchar default 'sign_in',
        counted boolean default true, zone varchar default 'unknown', service varchar default 'unknown',
        count integer default 1, {PERSON}""",
    "fct_session": f"""{MEETING}, precision varchar default 'time', weekday tinyint, hour tinyint,
        hours double, sessions integer default 1, capacity integer, status varchar default 'held',
        one_to_one boolean default false, registered integer, attended integer,
        stated boolean default true""",
    "fct_attendance": f"""{MEETING}, kind varchar default 'person', status varchar default 'attended',
        format varchar default 'unknown', count integer default 1, one_to_one boolean default false,
        is_first boolean default false, next_days integer, known_days integer, services tinyint,
        {PERSON}""",
    "fct_booking": f"""{BOOKABLE}, weekday tinyint, hour tinyint, hours double default 1,
        status varchar default 'confirmed', checked_in varchar default 'unknown', no_show boolean,
        lead_days integer, {PERSON}""",
    "fct_resource_day": f"""{BOOKABLE}, open_hours double, booked_hours double, used_hours double,
        cancelled integer default 0""",
    "fct_response": f"""survey varchar default 'outcome', wave varchar default 'immediate',
        respondent integer, question varchar default 'q', kind varchar default 'likert',
        outcome varchar default 'unknown',
        state varchar default 'answered', value double, option varchar, {PROGRAMME},
        language varchar default 'unknown', {PERSON}""",
    "fct_machine_log": f"""{BOOKABLE}, hours double, type varchar default 'allowed',
        reason varchar default 'unknown', is_first boolean default false, trained boolean,
        next_days integer, known_days integer, {PERSON}""",
    "fct_training": f"""course varchar default 'a course', is_first boolean default true,
        used boolean, {PERSON}""",
    "fct_loan": f"""item_kind varchar default 'book', language varchar default 'unknown', {PERSON}""",
    "fct_advising_contact": f"""mode varchar default 'in-person', step varchar default 'unknown',
        outcome varchar default 'unknown', aid_usd double, is_first boolean default false,
        next_days integer, known_days integer, {PERSON}""",
    "fct_advising_step": f"""mode varchar default 'in-person', step varchar default 'research', {PERSON}""",
    "fct_downtime": f"""{BOOKABLE}, open_hours double, down_hours double default 0""",
    "fct_move": """programme varchar default 'unknown', service varchar default 'unknown',
        came_from varchar default 'unknown', place tinyint default 2, person_id integer""",
    "fct_return_month": "months_since integer default 1, attended boolean, person_id integer",
    "fct_pair": f"""survey varchar default 'outcome', respondent integer, before double, after double,
        gain double, items integer default 1, {PROGRAMME}, language varchar default 'unknown', {PERSON}""",
}
META = """
    create table meta_snapshot (snapshot varchar, run varchar, created_at timestamp, site varchar,
        versions varchar);
    create table meta_object (object_id integer, sha256 varchar, file varchar, source varchar,
        mapping varchar, landed_at timestamp, rows bigint, accepted bigint, updated bigint,
        quarantined bigint, duplicate bigint, excluded bigint, first_date date, last_date date);
    create table meta_verdict (run varchar, table_name varchar, rule varchar, severity varchar, scope varchar,
        checked bigint, failed bigint);
    create table dim_district (code varchar, population integer, men integer, women integer, as_of date,
        source varchar);
    create table meta_coverage (table_name varchar, first_date date, last_date date, rows bigint);
    insert into meta_object values (1, repeat('ab', 32), 'test_export.csv', 'test', 'test', '2026-11-01',
        3, 3, 0, 0, 0, 0, '2026-01-18', '2026-10-31');
"""
_numbers = count(1)


@dataclass(frozen=True)
class HandMade:
    """A snapshot in memory; what metrics need of one."""

    id: str
    connection: duckdb.DuckDBPyConnection

    def rows(self, sql: str, parameters: Sequence[Any] | None = None) -> pl.DataFrame:
        frame = self.connection.cursor().sql(sql, params=parameters or None).pl()
        return frame.with_columns((cs.categorical() | cs.enum()).cast(pl.String))


def hand_made(
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    covered: tuple[str, str] | None = None,
    made: datetime = datetime(2026, 11, 2),
    residents: Sequence[Mapping[str, Any]] = (),
) -> HandMade:
    """A snapshot whose fact tables hold the given records; what one leaves out takes the column's default."""
    connection = duckdb.connect()
    name = f"hand-made-{next(_numbers)}"
    for table, columns in TABLES.items():
        connection.execute(f"create table {table} (date date, object_id integer default 1, {columns})")
    connection.execute(META)
    for place in residents:
        row = {"as_of": "2026-01-01", "source": "a made-up census", **place}
        places = ", ".join("?" for _ in row)
        connection.execute(
            f"insert into dim_district ({', '.join(row)}) values ({places})", list(row.values())
        )
    connection.execute("insert into meta_snapshot values (?, 'run', ?, 'test', '')", [name, made])
    for table, records in tables.items():
        for record in records:
            names = ", ".join(record)
            places = ", ".join("?" for _ in record)
            connection.execute(f"insert into {table} ({names}) values ({places})", list(record.values()))
        days = covered or (f"(select min(date) from {table})", f"(select max(date) from {table})")
        first, last = (f"date '{day}'" if covered else day for day in days)
        at_least = int(bool(covered))
        connection.execute(
            f"insert into meta_coverage select '{table}', {first}, {last}, greatest(count(*), {at_least})"
            f" from {table}"
        )
    return HandMade(name, connection)


def records(text: str) -> list[dict[str, Any]]:
    """The records of a table in text: a line of names, then a line each, cells between bars; blank is null.

    `yes` and `no` stay words where the column holds words: use `true` and `false` for flags.
    """
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    header, *body = lines
    return [dict(zip(header, map(_value, cells), strict=True)) for cells in body]


def day(text: str) -> date:
    return date.fromisoformat(text)


def _value(cell: str) -> Any:
    if cell == "":
        return None
    return {"true": True, "false": False}.get(cell, cell)
