"""Servers that misbehave: a pull waits, tries again, or refuses in one sentence; it never takes in half of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from tests.unit.pull.server import Answer, Asked, document
from tests.unit.pull.world import World

ONE, TWO, THREE = ({"id": number, "email": f"person{number}@example.org"} for number in (1, 2, 3))
SOURCE = """
[made_up]
enabled = true
kind = "web"
mapping = "fabman_bookings"
url = "{url}/list"
paging = "{paging}"
identity = ["id"]
total_header = "X-Total-Count"
access = {{ kind = "header", variable = "IMPACT_TEST_KEY" }}
"""


@pytest.fixture
def pulled(server, world, monkeypatch) -> Callable[..., World]:
    """A pull of the server as it is scripted, by page numbers unless said otherwise."""
    monkeypatch.setenv("IMPACT_TEST_KEY", "Zz7Secret")

    def build(paging: str = "page_number", **tools) -> World:
        world.declare(SOURCE.format(url=server.url, paging=paging))
        world.report = world.pull("made_up", **tools)
        return world

    return build


def code_of(world: World) -> str | None:
    """What the pull was refused with; nothing landed then, and nothing secret was written."""
    problem = world.report.sources[0].problem
    written = [
        path.read_bytes() for path in world.home.path.rglob("*") if path.is_file() and path.suffix != ".toml"
    ]
    assert not any(b"Zz7Secret" in text or b"example.org" in text for text in written)
    if problem is not None:
        assert world.landed == []
        assert problem.message.startswith("made_up") and ". " in problem.message
        assert world.report.sources[0].cursor is None
    return problem and problem.code


def ids(world: World) -> list[int]:
    return [record["id"] for record in json.loads(world.landed[0])]


LAST = document([])


@pytest.mark.parametrize("status", [500, 502, 504, 408])
def test_a_server_that_fails_is_asked_again_after_ever_longer_waits(status, server, pulled) -> None:
    server.in_turn(Answer(status=status), Answer(status=status), Answer(status=status), document([ONE]), LAST)
    world = pulled()
    assert code_of(world) is None and ids(world) == [1]
    waits = world.clock.waited
    assert len(waits) == 3 and waits[0] < 4 and waits[2] >= 4, waits


def test_a_server_that_always_fails_is_given_up_after_some_attempts(server, pulled) -> None:
    server.in_turn(Answer(status=500))
    assert code_of(pulled()) == "source_failing"
    assert len(server.asked) == 6


@pytest.mark.parametrize("said", ["7", "date"])
def test_a_busy_server_is_left_alone_as_long_as_it_asks(said, server, pulled, world) -> None:
    text = (
        said
        if said != "date"
        else format_datetime(world.clock.now().astimezone(UTC).replace(second=7), usegmt=True)
    )
    server.in_turn(Answer(status=429, headers={"Retry-After": text}), document([ONE]), LAST)
    assert code_of(pulled()) is None
    assert world.clock.waited == [7.0]


def test_a_busy_server_that_says_no_time_is_left_alone_two_seconds_at_least(server, pulled) -> None:
    server.in_turn(*[Answer(status=429)] * 3, document([ONE]), LAST)
    world = pulled()
    assert code_of(world) is None
    assert len(world.clock.waited) == 3 and min(world.clock.waited) >= 2


def test_a_server_that_asks_for_more_than_a_pull_waits_is_not_asked_again(server, pulled) -> None:
    server.in_turn(Answer(status=429, headers={"Retry-After": "86400"}))
    world = pulled()
    assert code_of(world) == "source_busy" and world.clock.waited == [] and len(server.asked) == 1


def test_a_line_that_breaks_in_the_middle_of_a_page_is_read_anew(server, pulled) -> None:
    whole = document([ONE, TWO])
    server.in_turn(Answer(whole.body, cut=20), whole, LAST)
    world = pulled()
    assert code_of(world) is None and ids(world) == [1, 2]


def test_a_page_that_stalls_is_given_up_in_time_and_read_anew(server, pulled) -> None:
    whole = document([ONE, TWO])
    server.in_turn(Answer(whole.body, cut=20, stall=True), whole, LAST)
    world = pulled(timeout=0.2)
    assert code_of(world) is None and ids(world) == [1, 2]


def test_a_server_that_always_stalls_is_said_to_be_silent(server, pulled) -> None:
    server.in_turn(Answer(document([ONE]).body, cut=3, stall=True))
    assert code_of(pulled(timeout=0.1, attempts=2)) == "source_timeout"


def test_a_server_that_is_not_there_is_said_to_be_out_of_reach(server, pulled, world, monkeypatch) -> None:
    monkeypatch.setenv("IMPACT_TEST_KEY", "Zz7Secret")
    world.declare(SOURCE.format(url="http://127.0.0.1:9", paging="none"))
    world.report = world.pull("made_up")
    assert code_of(world) == "source_unreachable"


NEXT = {"Link": '</list?page=9>; rel="next"'}


@pytest.mark.parametrize(
    ("paging", "answers", "code"),
    [
        ("none", [Answer(document([ONE, TWO]).body[:-9])], "reply_cut_off"),
        ("none", [Answer(b"<html>Please sign in</html>")], "reply_not_json"),
        ("none", [Answer(b"")], "reply_not_json"),
        ("none", [document({"message": "moved"})], "no_list"),
        ("none", [document([ONE, "text"])], "record_not_object"),
        ("none", [document([ONE])] * 2, None),
        ("none", [document({}, status=400)], "source_status"),
        ("none", [document({}, status=404)], "source_status"),
        ("none", [Answer(status=302, headers={"Location": "/sign-in"})], "source_status"),
        ("none", [document({}, status=401)], "access_denied"),
        ("none", [document({}, status=403)], "access_denied"),
        # the second page is the first again, as where a server does not know the parameter
        ("page_number", [document([ONE, TWO])], "page_repeated"),
        # the last page was cut off: two came and the server counts three
        ("link", [document([ONE, TWO], X_Total_Count="3")], "page_missing"),
        # a record twice, and so another missing, though the number of records is right
        (
            "link",
            [document([ONE, TWO], X_Total_Count="3", **NEXT), document([TWO], X_Total_Count="3")],
            "page_missing",
        ),
        # links that go round in a circle
        ("link", [document([ONE], **NEXT), document([TWO], **NEXT)], "page_repeated"),
        ("link", [document([ONE], Link='<https://example.org/list>; rel="next"')], "next_elsewhere"),
    ],
)  # fmt: skip
def test_a_reply_that_is_not_whole_is_refused_and_nothing_of_it_is_kept(
    paging,
    answers,
    code,
    server,
    pulled,
) -> None:
    server.in_turn(*answers)
    assert code_of(pulled(paging)) == code


def test_a_list_that_changes_while_it_is_read_is_read_again_from_its_start(server, pulled) -> None:
    more = {"Link": '</list?page=2>; rel="next"'}
    server.in_turn(
        Answer(document([ONE, TWO]).body, headers={"X-Total-Count": "3"} | more),
        document([], X_Total_Count="2"),  # ONE was deleted, THREE slipped to the first page
        Answer(document([TWO, THREE]).body, headers={"X-Total-Count": "2"}),
    )
    world = pulled("link")
    assert code_of(world) is None and ids(world) == [2, 3]


def test_a_list_that_never_keeps_still_is_refused(server, pulled) -> None:
    totals = iter(range(100))

    def script(asked: Asked) -> Answer:
        number = next(totals)
        headers = {"X-Total-Count": str(number), "Link": f'</list?page={number}>; rel="next"'}
        return Answer(document([{"id": number}]).body, headers=headers)

    server.script = script
    assert code_of(pulled("link")) == "source_changing"


def test_a_reply_without_end_is_refused_at_the_limit(server, pulled) -> None:
    server.in_turn(Answer(b"[" + b" " * 300_000 + b"]"))
    assert code_of(pulled(reply_bytes=100_000)) == "reply_too_large"


def test_a_key_that_is_not_set_is_named_and_nothing_is_asked(server, pulled, world, monkeypatch) -> None:
    world.declare(SOURCE.format(url=server.url, paging="none"))
    monkeypatch.delenv("IMPACT_TEST_KEY", raising=False)
    problem = world.pull("made_up").sources[0].problem
    assert (
        problem is not None and problem.code == "credential_missing" and "IMPACT_TEST_KEY" in problem.message
    )
    assert server.asked == []


@pytest.mark.parametrize(
    "url", ["http://example.org/list", "ftp://example.org", "list", "http://localhost.example.org/"]
)
def test_a_key_never_travels_unencrypted(url, world, monkeypatch) -> None:
    monkeypatch.setenv("IMPACT_TEST_KEY", "Zz7Secret")
    world.declare(SOURCE.format(url=url, paging="none").replace("/list/list", "/list"))
    world.report = world.pull("made_up")
    assert code_of(world) == "address_not_https"


def test_a_source_that_fails_does_not_stop_the_others(server, world, monkeypatch) -> None:
    monkeypatch.setenv("IMPACT_TEST_KEY", "Zz7Secret")
    good = SOURCE.format(url=server.url, paging="none")
    world.declare(good + good.replace("[made_up]", "[broken]").replace("/list", "/broken"))
    server.script = lambda asked: document([ONE]) if asked.path == "/list" else Answer(status=404)
    report = world.pull()
    assert [(line.source, line.status) for line in report.sources] == [
        ("made_up", "published"),
        ("broken", "failed"),
    ]
    assert report.failed and report.status == "published"


def test_the_date_of_a_retry_after_counts_from_now() -> None:
    from pipelines.pull.waiting import retry_after

    now = datetime(2026, 11, 1, 6, tzinfo=UTC)
    assert retry_after("Sun, 01 Nov 2026 06:01:00 GMT", now) == 60
    assert retry_after("Sun, 01 Nov 2026 05:00:00 GMT", now) == 0
    assert retry_after("soon", now) is None and retry_after(None, now) is None


def test_a_watched_folder_goes_on_after_a_bad_file_and_changes_nothing(published, tmp_path) -> None:
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    (incoming / "bad.csv").write_bytes(b"Nobody;knows;these\n1;2;3\n")
    before = published.state
    outcome = published.run("watch", incoming, "--once", "--interval", "0", "--json")
    assert (outcome.code, outcome.json["status"], outcome.json["files"]) == (1, "refused", ["bad.csv"])
    assert outcome.json["refused"][0]["code"] == "foreign_layout"
    assert published.state == before and (incoming / "bad.csv").exists()
