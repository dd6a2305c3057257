"""A home whose snapshots are made by hand, so that a month is closed and late data arrive in a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from pipelines.settings import Home
from pipelines.snapshot import write_pointer
from tests.spec.handmade import hand_made

COVERED = ("2026-01-18", "2026-10-31")
TODAY = date(2026, 11, 2)
HERE = {"kind": "headcount", "mode": "in-person", "format": "in-person"}
Facts = Mapping[str, Sequence[Mapping[str, Any]]]


def ordinary(attended: int = 20) -> dict[str, list[dict[str, Any]]]:
    """A quiet year: 60 visits every day but Sunday, a session each Tuesday, answers to a survey each month."""
    days = [date(2026, 1, 19) + timedelta(days=number) for number in range(286)]
    open_days = [day for day in days if day.isoweekday() != 7]
    tuesdays = [day for day in open_days if day.isoweekday() == 2]
    firsts = [date(2026, month, 3) for month in range(2, 11)]
    return {
        "fct_visit": [
            {"date": day, "count": 60, "weekday": day.isoweekday(), "object_id": 1} for day in open_days
        ],
        "fct_session": [
            {"date": day, "mode": "in-person", "attended": attended, "session_id": number}
            for number, day in enumerate(tuesdays)
        ],
        "fct_attendance": [
            {"date": day, "count": attended, "age_band_imls": "19+", "session_id": number, **HERE}
            for number, day in enumerate(tuesdays)
        ],
        "fct_response": [{"date": day, "respondent": 1} for day in firsts],
    }


def publish(
    home: Home, number: int, facts: Facts, made: datetime = datetime(2026, 11, 1, 20), quarantined: int = 0
) -> str:
    """Write one more snapshot of these facts and make it the current one."""
    snapshot = hand_made(facts, COVERED, made)
    name = f"{number:06d}-20261101T200000Z-{number:06x}"
    cursor = snapshot.connection
    cursor.execute("update meta_snapshot set snapshot = ?", [name])
    cursor.execute("update meta_object set quarantined = ?", [quarantined])
    cursor.execute(
        "create table meta_flag (table_name varchar, source varchar, part varchar, kind varchar, first date,"
        " last date, before double, after double, expected double, known varchar)"
    )
    home.warehouse.mkdir(parents=True, exist_ok=True)
    path: Path = home.warehouse / f"{name}.duckdb"
    cursor.execute(f"attach '{path}' as written")
    cursor.execute("copy from database memory to written")
    cursor.execute("detach written")
    write_pointer(home, name)
    return name
