"""What runs when, as `schedule.toml` says: the home's, else the site's."""

from __future__ import annotations

import os
import tomllib
from datetime import date, datetime, timedelta
from typing import Literal

from apscheduler.triggers.cron import CronTrigger
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from pipelines.people import normalise_email
from pipelines.problems import Problem, RefusalError
from pipelines.settings import Home, load_site, site_folder

WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
# So long a moment that was missed is made up for: a machine that was off over a weekend.
CATCH_UP = timedelta(days=3)


class Entry(BaseModel):
    """One thing that runs by itself. `when` is a cron line in the site's time zone, 0 and 7 being Sunday."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z0-9_-]{1,40}$")
    what: Literal["pull", "inbox", "remind", "report"]
    when: str
    period: Literal["last_month", "last_quarter", "last_year"] = "last_month"
    language: str = "en"
    format: Literal["pdf", "pptx", "xlsx", "html"] = "pdf"
    audience: Literal["consulate", "library", "public"] = "consulate"
    folder: str | None = None
    to: tuple[str, ...] = ()
    days_before: int = 7

    @field_validator("when")
    @classmethod
    def _is_cron(cls, text: str) -> str:
        trigger(text, "UTC")
        return text

    @model_validator(mode="after")
    def _goes_somewhere(self) -> Entry:
        if self.what == "report" and not self.folder and not self.to:
            raise ValueError("a report needs `folder` or `to`")
        return self

    def last_due(self, now: datetime) -> datetime | None:
        """The latest moment at which it was due, up to three days ago."""
        ticks, found = trigger(self.when, load_site().time_zone), None
        moment = ticks.get_next_fire_time(None, now - CATCH_UP)
        while moment is not None and moment <= now:
            found, moment = moment, ticks.get_next_fire_time(moment, moment + timedelta(seconds=1))
        return found

    def period_of(self, due: datetime) -> str:
        """The period that a report is about when it is due at a moment: the last whole one at the site."""
        day = due.astimezone(load_site().zone).date()
        before = day.replace(day=1) - timedelta(days=1)
        if self.period == "last_month":
            return f"{before:%Y-%m}"
        if self.period == "last_year":
            return str(day.year - 1)
        quarter = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1) - timedelta(days=1)
        return f"{quarter.year}-Q{(quarter.month + 2) // 3}"


class Schedule(BaseModel):
    """Every entry, and who is told when something fails: an address, or a variable that holds some."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    steward: tuple[str, ...] = ()
    entry: tuple[Entry, ...] = ()


def load_schedule(home: Home) -> Schedule:
    """The schedule of a home, else of the site; empty where neither has one. RefusalError naming a wrong field."""
    for folder in (home.path, site_folder()):
        path = folder / "schedule.toml"
        if path.exists():
            try:
                return Schedule.model_validate(tomllib.loads(path.read_text("utf-8")))
            except ValidationError as fault:
                first = fault.errors(include_input=False, include_url=False)[0]
                values = {"field": ".".join(str(part) for part in first["loc"]), "reason": first["msg"]}
                raise RefusalError(Problem("schedule_invalid", values=values)) from None
            except tomllib.TOMLDecodeError as fault:
                values = {"field": "schedule.toml", "reason": str(fault)}
                raise RefusalError(Problem("schedule_invalid", values=values)) from None
    return Schedule()


def trigger(line: str, zone: str) -> CronTrigger:
    """A cron line as cron understands it. ValueError where it is none, or restricts both kinds of day."""
    parts = line.split()
    if len(parts) != 5:
        raise ValueError("write five fields: minute hour day month weekday")
    if parts[2] != "*" and parts[4] != "*":
        raise ValueError("cron takes either of day and weekday, which nobody expects: leave one as *")
    # The library counts weekdays from Monday, cron from Sunday: by name there is no doubt.
    named = "".join(WEEKDAYS[int(sign)] if sign in "01234567" else sign for sign in parts[4])
    return CronTrigger.from_crontab(
        " ".join([*parts[:4], parts[4] if "/" in parts[4] else named]), timezone=zone
    )


def addresses(named: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses that a declaration names: by themselves, or in variables of the environment.

    RefusalError where a variable holds none; the text of the refusal names the variable and never an address.
    """
    found: dict[str, None] = {}
    for name in named:
        texts = [name] if "@" in name else os.environ.get(name, "").replace(";", ",").split(",")
        good = [text.strip() for text in texts if normalise_email(text)]
        if not good:
            where = "the declaration" if "@" in name else name
            raise RefusalError(Problem("mail_no_recipient", values={"variable": where}))
        found |= dict.fromkeys(good)
    return tuple(found)
