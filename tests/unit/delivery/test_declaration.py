"""The schedule says when, as cron does, in the site's time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from pipelines.delivery.declaration import Entry, load_schedule
from pipelines.problems import RefusalError
from pipelines.settings import Home

ALMATY = ZoneInfo("Asia/Almaty")
MONDAY = datetime(2026, 10, 5, 12, 0, tzinfo=ALMATY)


@pytest.mark.parametrize(
    ("when", "due"),
    [
        ("0 7 * * 1", "2026-10-05T07:00"),
        ("0 7 * * mon", "2026-10-05T07:00"),
        ("0 7 * * 0", "2026-10-04T07:00"),
        ("0 7 * * 7", "2026-10-04T07:00"),
        ("0 7 * * 1-5", "2026-10-05T07:00"),
        ("30 6 5 * *", "2026-10-05T06:30"),
        ("0 7 1 * *", None),
    ],
)
def test_a_line_means_what_cron_means_by_it_at_the_site(when: str, due: str | None) -> None:
    found = Entry(name="x", what="pull", when=when).last_due(MONDAY)
    assert (found and f"{found.astimezone(ALMATY):%Y-%m-%dT%H:%M}") == due


@pytest.mark.parametrize(
    ("period", "day", "expected"),
    [
        ("last_month", datetime(2026, 10, 1, 1, tzinfo=ALMATY), "2026-09"),
        ("last_month", datetime(2027, 1, 5, tzinfo=ALMATY), "2026-12"),
        ("last_quarter", datetime(2026, 11, 5, tzinfo=ALMATY), "2026-Q3"),
        ("last_quarter", datetime(2027, 2, 5, tzinfo=ALMATY), "2026-Q4"),
        ("last_year", datetime(2027, 2, 5, tzinfo=ALMATY), "2026"),
    ],
)
def test_a_report_is_about_the_last_whole_period_at_the_site(
    period: str, day: datetime, expected: str
) -> None:
    entry = Entry.model_validate({"name": "x", "what": "pull", "when": "0 7 * * *", "period": period})
    assert entry.period_of(day) == expected


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ('name = "x"\nwhat = "pull"\nwhen = "daily"', "entry.0.when"),
        ('name = "x"\nwhat = "pull"\nwhen = "0 7 5 * 1"', "entry.0.when"),
        ('name = "x"\nwhat = "report"\nwhen = "0 7 5 * *"', "entry.0"),
        ('name = "x y"\nwhat = "pull"\nwhen = "0 7 5 * *"', "entry.0.name"),
    ],
)
def test_a_schedule_that_cannot_be_meant_is_refused_with_the_place_named(
    schedule: Callable[[str], Home], entry: str, field: str
) -> None:
    with pytest.raises(RefusalError) as caught:
        load_schedule(schedule(f"[[entry]]\n{entry}\n"))
    assert caught.value.problems[0].values["field"] == field
