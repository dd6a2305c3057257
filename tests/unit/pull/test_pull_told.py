"""What a pull tells: the days asked for, fields that came or went, and what went wrong."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from pipelines.problems import RefusalError
from pipelines.pull.declaration import Window
from pipelines.pull.overview import overview
from pipelines.pull.window import spans
from pipelines.state import open_state
from tests.unit.pull.upstream import SOURCE


def test_fields_that_came_or_went_are_reported_by_name(server, world, upstream) -> None:
    world.declare(SOURCE.format(url=server.url, more=""))
    upstream.book(1, "2026-10-29", seat="A1", user={"name": "Test Person 1"})
    upstream.book(2, "2026-10-30", seat="A2", user={"name": "Test Person 2"}, note="Zz7Secret")
    assert not world.pull().sources[0].drift, "there is nothing to compare the first one with"
    upstream.records.clear()
    upstream.book(1, "2026-10-29", user={"nick": "Test Person 1"})
    upstream.book(3, "2026-10-31", user={"nick": "Test Person 3"}, place="Room 1")
    drift = world.pull().sources[0].drift
    assert drift.new == ("place", "user.nick")
    assert drift.vanished == ("seat", "user.name"), "`note` was not in every record, so it is not missed"
    (line,) = [line for line in overview(world.home)["sources"] if line["source"] == "bookings"]
    assert line["vanished_fields"] == ["seat", "user.name"]
    assert b"Test Person" not in world.home.state.read_bytes()
    assert not world.pull().sources[0].drift, "said once"


def test_the_overview_says_what_went_wrong_until_it_goes_well(server, world, upstream) -> None:
    world.declare(SOURCE.format(url=server.url, more=""))

    def line() -> dict[str, Any]:
        now = world.clock.now() + timedelta(hours=5)
        return next(line for line in overview(world.home, now)["sources"] if line["source"] == "bookings")

    upstream.book(1, "2026-10-30")
    upstream.broken = {"2026-09-01"}
    world.pull()
    assert line()["last_error"]["code"] == "source_status" and line()["last_success"] is None
    upstream.broken.clear()
    world.pull()
    assert line()["last_error"] is None
    assert (line()["lag_hours"], line()["cursor"]) == (5.0, "2026-11-01")


def test_a_home_of_before_there_were_pulls_is_brought_up_to_date(world) -> None:
    from pipelines.state import VERSIONS

    with open_state(world.home) as state:
        assert state.execute("pragma user_version").fetchone() == (len(VERSIONS),)
        assert state.execute("select count(*) from pull").fetchone() == (0,)


@pytest.mark.parametrize(
    ("window", "cursor", "wanted"),
    [
        (None, None, [(None, 10)]),
        (Window(), None, [(1, 10)]),
        (Window(span_days=4), None, [(1, 4), (4, 7), (7, 10)]),
        (Window(overlap_days=2), 8, [(6, 10)]),
        (Window(overlap_days=30), 8, [(1, 10)]),
        (Window(overlap_days=1, ahead_days=5), 10, [(9, 15)]),
        (Window(overlap_days=1), 25, [(24, 24)]),
    ],
)
def test_the_days_of_a_pull(window, cursor, wanted) -> None:
    def day(number: int | None) -> date | None:
        return number and date(2026, 10, number)

    found = [
        (span.since, span.until) for span in spans(window, day(cursor), date(2026, 10, 1), date(2026, 10, 10))
    ]
    assert found == [(day(since), day(until)) for since, until in wanted]


def test_a_name_that_is_unknown_or_switched_off_is_refused(world) -> None:
    for name, code in (("nowhere", "source_unknown"), ("libcal_spaces", "source_disabled")):
        with pytest.raises(RefusalError) as refused:
            world.pull(name)
        assert refused.value.problems[0].code == code
    with pytest.raises(RefusalError) as refused:
        world.pull()
    assert refused.value.problems[0].code == "no_source_enabled"
