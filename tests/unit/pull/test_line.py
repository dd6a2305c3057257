"""What is pulled goes the whole line: updated by what changes upstream, counted once however often it comes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.pull.report import PullReport
from pipelines.pull.run import pull
from pipelines.settings import Home
from pipelines.snapshot import Snapshots, rollback
from tests.bad_input.files import booking
from tests.unit.pull.server import Answer, Asked, Server, document
from tests.unit.pull.world import Clock

LIBCAL = """
[libcal_spaces]
enabled = true
url = "{url}/1.1/space/bookings"
window = {{ first = 2026-02-01, overlap_days = 14, span_days = 365 }}
access = {{ token_url = "{url}/1.1/oauth/token" }}
"""


class Library:
    """LibCal of one library, and the home that its bookings are pulled into."""

    def __init__(self, server: Server, home: Home) -> None:
        self.home, self.clock = home, Clock()
        self.bookings: dict[int, dict[str, Any]] = {}
        server.script = self.answer
        home.path.mkdir(parents=True)
        (home.path / "sources.toml").write_text(LIBCAL.format(url=server.url), "utf-8")

    def book(self, number: int, day: str, **more: str) -> None:
        times = {"fromDate": f"{day}T10:00:00+05:00", "toDate": f"{day}T12:00:00+05:00"}
        self.bookings[number] = booking(number, created="2026-02-01T09:00:00+05:00", **times, **more)

    def answer(self, asked: Asked) -> Answer:
        if asked.path.endswith("/token"):
            return document({"access_token": "token", "expires_in": 3600})
        first = date.fromisoformat(asked.query["date"])
        last = first + timedelta(int(asked.query["days"]))
        found = [b for b in self.bookings.values() if first <= date.fromisoformat(b["fromDate"][:10]) <= last]
        page = int(asked.query["page"]) - 1
        return document(found[page * 2 : page * 2 + 2])

    def pull(self) -> PullReport:
        return pull(self.home, tools=self.clock.tools())

    @property
    def counted(self) -> dict[str, int]:
        snapshots = Snapshots(self.home)
        rows = snapshots.open(snapshots.require_current()).rows(
            "select status::varchar as status, count(*)::int as n from fct_booking group by status"
        )
        return dict(zip(rows["status"], rows["n"], strict=True))


@pytest.fixture
def library(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setenv("IMPACT_LIBCAL_CLIENT_ID", "client")
    monkeypatch.setenv("IMPACT_LIBCAL_CLIENT_SECRET", "secret")
    return Library(server, Home(tmp_path / "home"))


def test_bookings_that_are_pulled_again_and_again_count_once_and_follow_what_changes_upstream(
    library: Library,
) -> None:
    for number, day in enumerate(("2026-02-03", "2026-10-27", "2026-10-29"), 1):
        library.book(number, day)
    first = library.pull()
    assert (first.status, library.counted) == ("published", {"confirmed": 3})
    before = Snapshots(library.home).current()
    assert before is not None

    # the last days again, in a file of their own: every record is a duplicate; then the same bytes: nothing is new
    again = library.pull().ingest
    assert again is not None and (again.sources[0].duplicate, again.sources[0].accepted) == (2, 0)
    assert library.pull().status == "unchanged"
    assert library.counted == {"confirmed": 3}

    # last week's booking is cancelled, and one came: the old record is updated
    library.clock.at += timedelta(days=2)
    library.book(2, "2026-10-27", status="Cancelled by User")
    library.book(4, "2026-11-02")
    changed = library.pull()
    assert changed.ingest is not None and changed.ingest.sources[0].updated == 1
    assert library.counted == {"confirmed": 3, "cancelled": 1}
    assert changed.sources[0].cursor == date(2026, 11, 3)

    # it is taken up again, so that the bytes of the reply are those of an earlier day
    library.book(2, "2026-10-27")
    assert library.pull().status == "published"
    assert library.counted == {"confirmed": 4}

    # after a rollback the pull begins where that snapshot ends, and brings the same figures
    rollback(library.home, before)
    assert library.counted == {"confirmed": 3}
    assert library.pull().sources[0].cursor == date(2026, 11, 3)
    assert library.counted == {"confirmed": 4}

    # a field that is needed is gone: refused, said by name, and nothing moves
    library.clock.at += timedelta(days=1)
    current = Snapshots(library.home).current()
    for record in library.bookings.values():
        del record["status"]
    broken = library.pull()
    (line,) = broken.sources
    assert (broken.status, line.status, line.drift.vanished) == ("refused", "refused", ("status",))
    assert line.problem is not None and line.problem.code == "unknown_layout"
    assert line.cursor == date(2026, 11, 3) and Snapshots(library.home).current() == current
    assert library.counted == {"confirmed": 4}
