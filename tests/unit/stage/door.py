"""A door of the smallest kind: its mapping, its source, and files of it as they land."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.stage import StagedFolder
from tests.unit.landed import LandedFile

DOOR = """
name = "door"
title = "Door"
source = "sign_in"
multiset = ["visited_at", "email"]
[constants]
kind = "sign_in"
[fields.visited_at]
headers = ["When"]
type = "datetime"
required = true
filled = true
[fields.email]
headers = ["E-mail"]
type = "email"
[fields.count]
headers = ["People"]
type = "integer"
[fields.zone]
headers = ["Zone"]
type = "category"
values = { makerspace = ["Мейкерспейс"] }
[fields.remark]
headers = ["Remark"]
type = "text"
exclude_only = true
[exclude]
test_entry = { field = "remark", equals = ["TEST", "тест"] }
"""
HEADERS = ("When", "E-mail", "People", "Zone", "Remark", "Full name")
Row = Sequence[str | None]
Door = Callable[..., StagedFolder]


ARRIVED = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


def shape(fields: pl.DataFrame, mapping: Mapping, site: SiteContext) -> dict[str, pl.DataFrame]:
    """A source of the smallest kind: a visit a record, and a person where there is a contact."""
    visit = fields.select("row", "kind", "count", "zone", visited_at="visited_at", visited_on="visited_at_on")
    person = fields.filter(pl.col("email").is_not_null()).select(
        "row", email_key="email", seen_on="visited_at_on"
    )
    return {"visit": visit, "person": person}


def landed(folder: Path, rows: Sequence[Row], name: str = "door.csv") -> LandedFile:
    text = io.StringIO()
    csv.writer(text).writerows([HEADERS, *rows])
    content = text.getvalue().encode()
    path = folder / name
    path.write_bytes(content)
    return LandedFile(path, name, ARRIVED)


def records(folder: StagedFolder) -> dict[int, tuple[Any, ...]]:
    frame = pl.read_parquet(folder.table("record"))
    return {
        row: (state, ordinal) for row, state, ordinal in frame.select("row", "state", "ordinal").iter_rows()
    }


def problems(folder: StagedFolder) -> list[tuple[Any, ...]]:
    return pl.read_parquet(folder.table("problem")).select("row", "column", "code", "severity").rows()
