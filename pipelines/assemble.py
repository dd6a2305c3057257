"""Which records hold: the staged files of a snapshot taken together, each record once.

Files are replayed in the order they came in. Across files a record is (mapping, record_key, ordinal): the
same digest again is a duplicate, another digest updates it, and the later one holds. For records without an
id the ordinal counts equal keys within a file, so between overlapping files the greater multiplicity holds,
never the sum.

A file's counts are those of the moment it came in: a record that a later file updates was accepted here and
is accepted (as updated) there. So rows = accepted + quarantined + duplicate + excluded holds for every file
at any time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from expectations.schema import Table

Key = tuple[str, str]  # mapping, record key
Place = tuple[int, int]  # object_id, row


@dataclass(frozen=True)
class Staged:
    """One landed file (or sheet) of a snapshot and the folder with its staged Parquet."""

    object_id: int
    mapping: str
    folder: Path


def attach(connection: duckdb.DuckDBPyConnection, objects: Sequence[Staged], tables: Iterable[Table]) -> None:
    """Make `object` and, of every staged file, `staged_record`, `staged_<table>`..., all with `object_id`."""
    connection.execute("create or replace temp table object (object_id integer, mapping varchar)")
    if objects:
        connection.executemany(
            "insert into object values (?, ?)", [[o.object_id, o.mapping] for o in objects]
        )
    for name, columns in BESIDE.items():
        _scan(connection, name, columns, objects)
    for table in tables:
        columns = {column.name: SQL_TYPE[column.type] for column in table.columns}
        _scan(connection, table.name, {"row": "bigint", **columns}, objects)


SQL_TYPE = {
    "text": "varchar",
    "integer": "integer",
    "double": "double",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamptz",
}


# What staging writes beside the tables (docs/architecture.md).
BESIDE = {
    "record": {
        "row": "bigint",
        "record_key": "varchar",
        "ordinal": "integer",
        "digest": "varchar",
        "state": "varchar",
    },
    "problem": {
        "row": "bigint",
        "column": "varchar",
        "code": "varchar",
        "severity": "varchar",
        "values": "varchar",
    },
    "excluded": {"reason": "varchar", "rows": "bigint"},
}


def _scan(
    connection: duckdb.DuckDBPyConnection, name: str, columns: dict[str, str], objects: Sequence[Staged]
) -> None:
    """A view over the Parquet files of one table; `file_index` tells DuckDB which object a row is of."""
    found = [(o.object_id, o.folder / f"{name}.parquet") for o in objects]
    found = [(object_id, path) for object_id, path in found if path.exists()]
    listed = ", ".join(f'"{column}"::{kind} as "{column}"' for column, kind in columns.items())
    if not found:
        empty = ", ".join(f'null::{kind} as "{column}"' for column, kind in columns.items())
        query = f"select null::integer as object_id, {empty} where false"
    else:
        # A view takes no parameters: paths are quoted here, and are made by us of hexadecimal digits.
        paths = ", ".join("'" + path.as_posix().replace("'", "''") + "'" for _, path in found)
        ids = ", ".join(str(object_id) for object_id, _ in found)
        query = f"""select ([{ids}])[file_index::bigint + 1] as object_id, {listed}
            from read_parquet([{paths}], union_by_name = true)"""
    connection.execute(f'create or replace temp view "staged_{name}" as {query}')


def resolve(connection: duckdb.DuckDBPyConnection, tables: Iterable[Table]) -> None:
    """Decide every record's outcome and make `accepted_<table>` views of what holds.

    Expects `quarantined(object_id, row)`. Makes `outcome(object_id, row, outcome, holds)` for every record
    that is not simply accepted and held (outcome is accepted, updated, duplicate, quarantined or excluded),
    and `dropped(object_id, row)`, the records that are not part of the snapshot.
    """
    connection.execute("""
        -- A mapping with one file needs no comparison: nearly always the big first file.
        create or replace temp view candidate as
        select s.object_id, s.row, o.mapping, s.record_key, s.ordinal, s.digest
        from staged_record s
        join object o using (object_id)
        anti join quarantined q using (object_id, row)
        where s.state = 'staged'
            and o.mapping in (select mapping from object group by mapping having count(*) > 1);

        -- Keys are narrowed down by a number first: comparing millions of texts costs most of the time.
        create or replace temp table maybe_again as
        select hash(mapping, record_key) as number from candidate
        group by number having min(object_id) < max(object_id);

        -- Where contents differ, or validation set one of several aside, ordinals alone do not pair them.
        create or replace temp table met_again as
        with in_file as (
            select mapping, record_key, object_id, max(ordinal) as last, count(*) as records,
                min(digest) as least, max(digest) as greatest
            from candidate semi join maybe_again on hash(mapping, record_key) = number
            group by mapping, record_key, object_id
        )
        select mapping, record_key, max(last) > 1
            and (min(least) != max(greatest) or bool_or(last != records)) as swappable
        from in_file
        group by mapping, record_key
        having count(*) > 1;

        create or replace temp table outcome as
        with in_order as (
            select object_id, row, digest, mapping, record_key, ordinal, lag(digest) over earlier as former
            from candidate join met_again using (mapping, record_key)
            where not swappable
            window earlier as (partition by mapping, record_key, ordinal order by object_id)
        ),
        compared as (
            select *, case when former is null then 'accepted'
                when former = digest then 'duplicate' else 'updated' end as outcome
            from in_order
        )
        select object_id, row, outcome, outcome != 'duplicate' and object_id = max(object_id)
            filter (outcome != 'duplicate') over (partition by mapping, record_key, ordinal) as holds
        from compared
        union all
        select s.object_id, s.row, if(s.state = 'staged', 'quarantined', s.state), false
        from staged_record s
        left join (select distinct object_id, row from quarantined) q using (object_id, row)
        where s.state != 'staged' or q.row is not null""")
    _pair_swappable(connection)
    connection.execute("""
        create or replace temp table dropped as select object_id, row from outcome where not holds;
        drop table met_again; drop table maybe_again""")
    for table in tables:
        # An anti-join with the few dropped records is cheaper than a join with the many that hold.
        connection.execute(f"""create or replace temp view accepted_{table.name} as
            select * from staged_{table.name} t anti join dropped d using (object_id, row)""")


def _pair_swappable(connection: duckdb.DuckDBPyConnection) -> None:
    """Add to `outcome` the records whose key comes several times a file with differing content.

    Their ordinals may be swapped between two exports, so equal contents are paired first and only what is
    left over updates, in order. Few records are like that, so they are replayed one key at a time.
    """
    rows = connection.sql("""
        select mapping, record_key, object_id, row, digest
        from candidate join met_again using (mapping, record_key)
        where swappable order by mapping, record_key, object_id, ordinal, row""").fetchall()
    by_key: dict[Key, dict[int, list[tuple[int, str]]]] = defaultdict(lambda: defaultdict(list))
    for mapping, record_key, object_id, row, digest in rows:
        by_key[mapping, record_key][object_id].append((row, digest))
    decided: list[tuple[int, int, str, bool]] = []
    for files in by_key.values():
        decided += replay(files)
    if decided:
        frame = pl.DataFrame(decided, ["object_id", "row", "outcome", "holds"], orient="row")
        connection.register("paired", frame)
        connection.execute("insert into outcome select object_id, row, outcome, holds from paired")
        connection.unregister("paired")


def replay(files: dict[int, list[tuple[int, str]]]) -> list[tuple[int, int, str, bool]]:
    """Outcome of every record of one key; `files` gives each file's (row, digest), in order of arrival."""
    held: list[tuple[str, Place]] = []
    outcomes: dict[Place, str] = {}
    for object_id, records in files.items():
        unmatched = Counter(digest for digest, _ in held)
        left = []
        for row, digest in records:
            if unmatched[digest] > 0:
                unmatched[digest] -= 1
                outcomes[object_id, row] = "duplicate"
            else:
                left.append((row, digest))
        # Slots whose content did not come again are what the remaining records may update.
        free = []
        for slot, (digest, _) in enumerate(held):
            if unmatched[digest] > 0:
                unmatched[digest] -= 1
                free.append(slot)
        for row, digest in left:
            place = (object_id, row)
            if free:
                held[free.pop(0)] = (digest, place)
                outcomes[place] = "updated"
            else:
                held.append((digest, place))
                outcomes[place] = "accepted"
    holding = {place for _, place in held}
    return [(*place, outcome, place in holding) for place, outcome in outcomes.items()]
