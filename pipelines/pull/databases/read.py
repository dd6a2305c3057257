"""Rows of a database as the bytes of a CSV: they land as a file and go down the same line as any other."""

from __future__ import annotations

import io
from contextlib import closing
from typing import Any

import polars as pl

from pipelines.problems import Problem, RefusalError
from pipelines.pull.databases.connect import connected
from pipelines.pull.databases.statement import bound, refuse_unknown_columns, statement
from pipelines.pull.declaration import DatabaseSource
from pipelines.pull.fetched import Fetched, columns
from pipelines.pull.log import PullLog
from pipelines.pull.tools import Tools

BATCH = 50_000
PROBED = 100
"""Rows that `impact sources test` reads."""
PLAIN = (pl.String, pl.Boolean, pl.Date, pl.Time, pl.Decimal, pl.Null, pl.Datetime)


def read_database(
    name: str, source: DatabaseSource, values: dict[str, str], tools: Tools, log: PullLog, probe: bool = False
) -> Fetched:
    """The rows that the statement gives, moments in ISO 8601, null as an empty cell.

    RefusalError: `database_failed` without the database's own words, which may quote a row;
    `database_column_type` for a column that is no plain value.
    """
    with connected(name, source, tools) as connection:
        try:
            refuse_unknown_columns(name, source, connection)
            found = _table(name, source, values, tools, connection, probe)
        except (RefusalError, MemoryError):
            raise
        except Exception as error:
            # The drivers share no base class, and their messages may quote what stands in a row.
            log.say("failed", source=name, code=type(error).__name__)
            raise RefusalError(Problem("database_failed", name)) from None
    log.say("asked", source=name, records=found.records, bytes=len(found.body))
    return found


def _table(
    name: str, source: DatabaseSource, values: dict[str, str], tools: Tools, connection: Any, probe: bool
) -> Fetched:
    body, rows = io.BytesIO(), 0
    # Not polars.read_database: it takes the number that PyMySQL's `execute` gives for the result.
    with closing(connection.cursor()) as cursor:
        # With values also where none is named: without them the drivers would not read %% as one %.
        cursor.execute(statement(source), bound(source, values))
        header = [str(column[0]) for column in cursor.description]
        while batch := cursor.fetchmany(PROBED if probe else BATCH):
            frame = pl.DataFrame(list(batch), schema=header, orient="row", infer_schema_length=None)
            body.write(_text(name, frame).write_csv(include_header=rows == 0).encode())
            rows += frame.height
            if body.tell() > tools.reply_bytes:
                limit = {"megabytes": tools.reply_bytes >> 20}
                raise RefusalError(Problem("reply_too_large", name, values=limit))
            if probe:
                break
    return Fetched(body.getvalue(), "csv", rows, columns(header))


def _text(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with moments as text that staging reads: with Z where the database knows the instant."""
    changed = []
    for column, kind in frame.schema.items():
        if isinstance(kind, pl.Datetime):
            moment = pl.col(column).dt.convert_time_zone("UTC") if kind.time_zone else pl.col(column)
            ends = "Z" if kind.time_zone else ""
            changed.append(moment.dt.strftime(f"%Y-%m-%dT%H:%M:%S%.f{ends}"))
        elif not (kind.is_numeric() or isinstance(kind, PLAIN)):
            raise RefusalError(Problem("database_column_type", name, column=column))
    return frame.with_columns(changed)
