"""A cursor stands where what is published ends; it is the snapshot that moves it, and nothing else."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from tests.unit.pull.upstream import SOURCE
from tests.unit.pull.world import World


def test_a_pull_begins_where_the_last_published_one_ended_less_the_overlap(
    server, world, upstream, asked_since
) -> None:
    world.declare(SOURCE.format(url=server.url, more=""))
    upstream.book(1, "2026-10-30")
    assert world.pull().sources[0].cursor == date(2026, 11, 1)
    assert asked_since() == ["2026-09-01"]
    world.clock.at += timedelta(days=3)
    upstream.book(2, "2026-11-03")
    assert world.pull().sources[0].cursor == date(2026, 11, 4)
    assert asked_since() == ["2026-10-25"]


def test_a_pull_that_is_not_published_leaves_the_cursor(server, world: World, upstream, asked_since) -> None:
    world.declare(SOURCE.format(url=server.url, more=""))
    upstream.book(1, "2026-10-30")
    world.refuse = True
    (line,) = world.pull().sources
    assert (line.status, line.cursor, line.problem and line.problem.code) == (
        "refused",
        None,
        "unknown_category",
    )
    world.refuse = False
    assert world.pull().sources[0].cursor == date(2026, 11, 1)
    assert asked_since() == ["2026-09-01", "2026-09-01"]


def test_a_process_that_is_killed_after_the_publish_has_moved_the_cursor_and_before_it_has_not(
    server, world: World, upstream, asked_since
) -> None:
    world.declare(SOURCE.format(url=server.url, more=""))
    upstream.book(1, "2026-10-30")
    real = world.ingest

    def killed_before(*rest: Any) -> Any:
        raise KeyboardInterrupt

    def killed_after(*rest: Any) -> Any:
        real(*rest)
        raise KeyboardInterrupt

    for dying, since in ((killed_before, "2026-09-01"), (killed_after, "2026-09-01"), (real, "2026-10-25")):
        world.ingest = dying  # type: ignore[method-assign]
        if dying is real:
            world.pull()
        else:
            with pytest.raises(KeyboardInterrupt):
                world.pull()
        assert asked_since() == [since]


def test_a_rollback_takes_the_cursor_back(server, world, upstream, asked_since) -> None:
    world.declare(SOURCE.format(url=server.url, more=""))
    upstream.book(1, "2026-09-05")
    world.clock.at -= timedelta(days=30)
    world.pull()
    before = set(world.published)
    world.clock.at += timedelta(days=30)
    upstream.book(2, "2026-10-30")
    world.pull()
    asked_since()
    world.published = before  # what `impact rollback` leaves in the snapshot
    world.pull()
    assert asked_since() == ["2026-09-25"], "from the older snapshot's end, 2 October, less a week"


def test_a_long_first_pull_that_breaks_off_goes_on_where_it_got_to(
    server, world, upstream, asked_since
) -> None:
    world.declare(SOURCE.format(url=server.url, more=", span_days = 20"))
    for number, day in enumerate(("2026-09-05", "2026-09-25", "2026-10-20", "2026-11-01")):
        upstream.book(number, day)
    upstream.broken = {"2026-10-09"}
    (line,) = world.pull().sources
    assert (line.status, line.files, line.cursor) == ("failed", 2, date(2026, 10, 9))
    assert asked_since() == ["2026-09-01", "2026-09-20", "2026-10-09"]
    upstream.broken.clear()
    assert world.pull().sources[0].cursor == date(2026, 11, 1)
    assert asked_since() == ["2026-10-02", "2026-10-21"]


def test_days_without_records_are_bridged_but_do_not_move_the_cursor_by_themselves(
    server, world, upstream
) -> None:
    world.declare(SOURCE.format(url=server.url, more=", span_days = 20"))
    (line,) = world.pull().sources
    assert (line.status, line.records, line.cursor) == ("empty", 0, None)
    upstream.book(1, "2026-10-30")
    assert world.pull().sources[0].cursor == date(2026, 11, 1)


def test_a_source_that_asks_otherwise_begins_anew(server, world, upstream, asked_since) -> None:
    world.declare(SOURCE.format(url=server.url, more=""))
    upstream.book(1, "2026-10-30")
    world.pull()
    world.declare(SOURCE.format(url=server.url, more="").replace('days = "', 'cid = 7, days = "'))
    world.pull()
    assert asked_since() == ["2026-09-01", "2026-09-01"]


def test_everything_can_be_asked_for_again(server, world, upstream, asked_since) -> None:
    world.declare(SOURCE.format(url=server.url, more=""))
    upstream.book(1, "2026-10-30")
    world.pull()
    assert world.pull(everything=True).sources[0].cursor == date(2026, 11, 1)
    assert asked_since() == ["2026-09-01", "2026-09-01"]


def test_a_booking_that_is_cancelled_and_taken_up_again_lands_again(server, world: World, upstream) -> None:
    world.declare(SOURCE.format(url=server.url, more=""))
    for status in ("Confirmed", "Cancelled", "Confirmed", "Confirmed", "Cancelled"):
        upstream.book(1, "2026-10-30", status)
        world.pull("bookings", everything=True)
    seen = [json.loads(body)[0]["status"] for body in world.landed]
    assert seen == ["Confirmed", "Cancelled", "Confirmed", "Confirmed", "Cancelled"]
    assert world.landed[2] not in world.landed[:2], "the same bytes would be taken for the old file"
    assert world.landed[3] == world.landed[2], "what did not change is not said anew"
    assert world.landed[4] not in world.landed[:4]


def test_asking_for_everything_twice_lands_nothing_anew(server, world: World, upstream) -> None:
    world.declare(SOURCE.format(url=server.url, more=", span_days = 20"))
    for number, day in enumerate(("2026-09-05", "2026-09-20", "2026-10-20")):
        upstream.book(number, day)
    for _ in range(3):
        world.pull(everything=True)
    assert len(world.landed) == 9 and len(world.published) == 3
