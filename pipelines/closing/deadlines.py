"""By when a month or a year has to be handed in, and how many days are left.

What is due is declared in `deadlines.toml` of the site's folder.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pipelines.metrics.periods import month_end
from pipelines.settings import Home, load_site, site_folder
from pipelines.state_read import read_state


class Deadline(BaseModel):
    """Something that is handed in every month or year. Names are keyed by language code."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    every: Literal["month", "year"]
    name: dict[str, str]
    months_after: int = Field(default=1, ge=0, le=12)
    day: str = Field(default="12-31", pattern=r"^\d\d-\d\d$")
    rule_book: str | None = None
    source: str = ""

    def due_on(self, period: str) -> date:
        """The last day on which `2026-09` or `2026` may be handed in."""
        if self.every == "year":
            return date.fromisoformat(f"{int(period) + 1:04d}-{self.day}")
        year, month = (int(part) for part in period.split("-"))
        months = year * 12 + month - 1 + self.months_after
        return month_end(date(months // 12, months % 12 + 1, 1))


@dataclass(frozen=True)
class Due:
    """What is to be handed in next: `period` is a month or a year; `days_left` is negative once it is late."""

    deadline: Deadline
    period: str
    day: date
    days_left: int


@lru_cache(maxsize=8)
def deadlines(folder: Path | None = None) -> tuple[Deadline, ...]:
    """Every declared deadline; none where the site declares none."""
    path = (folder or site_folder()) / "deadlines.toml"
    if not path.exists():
        return ()
    found = tomllib.loads(path.read_text("utf-8")).get("deadline", [])
    return tuple(Deadline.model_validate(one) for one in found)


def days_left(home: Home, today: date | None = None) -> tuple[Due, ...]:
    """What is due next of each deadline, the most urgent first. `today` is the local day, by default the clock's."""
    day = today or local_today()
    opened = load_site().opened_on
    found = []
    for one in deadlines():
        if one.every == "month":
            period = next_month(closed_months_of(home, one.rule_book or one.code), day, opened)
        else:
            period = str(day.year - 1 if day <= one.due_on(str(day.year - 1)) else day.year)
        if period is not None:
            due = one.due_on(period)
            found.append(Due(one, period, due, (due - day).days))
    return tuple(sorted(found, key=lambda due: (due.day, due.deadline.code)))


def next_month(closed: Collection[str], today: date, opened: date) -> str | None:
    """The next month to close: the oldest open one since closing began, else the last that is over.

    Where every month that is over is closed it is the running one. None before the first month of the Space.
    """
    running = today.replace(day=1)
    if running < opened.replace(day=1):
        return None
    before = running - timedelta(days=1)
    day = date.fromisoformat(f"{min(closed)}-01") if closed else before.replace(day=1)
    day = max(day, opened.replace(day=1))
    while f"{day:%Y-%m}" in closed:
        day = month_end(day) + timedelta(days=1)
    return f"{min(day, running):%Y-%m}"


def closed_months_of(home: Home, rule_book: str) -> frozenset[str]:
    """The months that were closed under a rule book."""
    if not home.state.exists():
        return frozenset()
    with read_state(home) as connection:
        rows = connection.execute("select distinct month from month_close where rule_book = ?", [rule_book])
        return frozenset(month for (month,) in rows.fetchall())


def local_today(now: datetime | None = None) -> date:
    """The day it is at the site."""
    return (now or datetime.now(UTC)).astimezone(load_site().zone).date()
