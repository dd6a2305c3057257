"""A cursor stands where what is published ends; it is the snapshot that moves it, and nothing else."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from pipelines.problems import RefusalError
from pipelines.pull.declaration import Window
from pipelines.pull.overview import overview
from pipelines.pull.window import spans
from pipelines.state import open_state
from tests.unit.pull.server import Answer, Asked, Server, document
from tests.unit.pull.world import World

SOURCE = """
[bookings]
enabled = true
kind = "web"
mapping = "libcal_space_bookings"
url = "{url}/bookings"
parameters = {{ date = "{{since}}", days = "{{days}}" }}
identity = ["id"]
window = {{ first = 2026-09-01, overlap_days = 7{more} }}
"""


class Upstream:
    """A system of bookings that anybody may change; `broken` are days on which it fails."""

    def __init__(self, server: Server) -> None:
        self.records: dict[int, dict[str, Any]] = {}
        self.broken: set[str] = set()
        server.script = self.answer

    def book(self, number: int, day: str, status: str = "Confirmed", **more: Any) -> None:
        self.records[number] = {"id": number, "fromDate": f"{day}T10:00:00+05:00", "status": status, **more}

    def answer(self, asked: Asked) -> Answer:
        if asked.query["date"] in self.broken:
            return Answer(status=404)
        first = date.fromisoformat(asked.query["date"])
        last = first + timedelta(int(asked.query["days"]))
        found = [r for r in self.records.values() if first <= date.fromisoformat(r["fromDate"][:10]) <= last]
        return document(found)


@pytest.fixture
def upstream(server: Server) -> Upstream:
    return Upstream(server)


@pytest.fixture
def asked_since(server: Server):
    """The first days that were asked for, in order; forgets them."""

    def taken() -> list[str]:
        found = [asked.query["date"] for asked in server.asked]
        server.asked.clear()
        return found

    return taken


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


def test_asking_for_everything_twice_lands_nothing_anew(server, world: World, upstream) -> None:
    world.declare(SOURCE.format(url=server.url, more=", span_days = 20"))
    for number, day in enumerate(("2026-09-05", "2026-09-20", "2026-10-20")):
        upstream.book(number, day)
    for _ in range(3):
        world.pull(everything=True)
    assert len(world.landed) == 9 and len(world.published) == 3
