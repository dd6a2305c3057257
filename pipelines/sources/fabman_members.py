"""Fabman members: each record is one member, with the machine trainings that were embedded."""

from __future__ import annotations

import json
from datetime import date

import polars as pl

from pipelines.context import SiteContext
from pipelines.mapping import Mapping
from pipelines.sources._fields import INSTANT, Types, complete
from pipelines.sources._people import person

TABLES = ("person", "training")
FIELDS: Types = {"joined_at": INSTANT, "trainings": pl.String}
TRAINING = {
    "row": pl.Int64,
    "trained_on": pl.Date,
    "course": pl.String,
    "kind": pl.String,
    "result": pl.String,
}


def shape(fields: pl.DataFrame, mapping: Mapping, site: SiteContext) -> dict[str, pl.DataFrame]:
    """A `person` a record, by the member's number and contacts, and a `training` for each that is embedded.

    A training without a day is left out: it cannot be placed in any period.
    """
    records = complete(fields, FIELDS)
    taken = [
        (row, day, course, "machine", "completed")
        for row, text in records.select("row", "trainings").drop_nulls().iter_rows()
        for day, course in _trainings(text)
    ]
    trainings = pl.DataFrame(taken, schema=TRAINING, orient="row")
    return {"person": person(records, "joined_at_on", site), "training": trainings}


def _trainings(text: str) -> list[tuple[date, str]]:
    """Day and course of each training in the JSON text that the reader keeps of a list of objects."""
    try:
        listed = json.loads(text)
    except json.JSONDecodeError:
        return []
    found = []
    for item in listed if isinstance(listed, list) else []:
        day = _day(item.get("date") or item.get("fromDate")) if isinstance(item, dict) else None
        if day is not None and item.get("trainingCourse") is not None:
            found.append((day, course_code(item["trainingCourse"])))
    return found


def course_code(course: int | str | dict[str, object]) -> str:
    """A course by its title where Fabman embedded it, as in the trainings pulled one by one; else its number."""
    if isinstance(course, dict) and course.get("title"):
        return str(course["title"])
    number = course.get("id") if isinstance(course, dict) else course
    return f"fabman-course-{number}"


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
