"""Each system's way to answer, as it is documented, comes out as the file that its export would be."""

from __future__ import annotations

import json

import pytest

from tests.unit.pull.server import Answer, Asked, document

BOOKING = {
    "bookId": "cs_1", "id": 11, "eid": 5, "cid": 2, "lid": 3, "nickname": "Test", "item_name": "Study room 1",
    "category_name": "Rooms", "location_name": "Test", "fromDate": "2026-10-03T10:00:00+05:00",
    "toDate": "2026-10-03T11:00:00+05:00", "created": "2026-10-01T10:00:00+05:00", "firstName": "Test",
    "lastName": "Person 1", "email": "person1@example.org", "account": "test", "status": "Confirmed",
    "check_in_code": "X", "check_in_status": "Checked In", "cancelled": None,
}  # fmt: skip
LIBCAL = """
[libcal_spaces]
enabled = true
url = "{url}/1.1/space/bookings"
window = {{ first = 2026-10-01, overlap_days = 7, span_days = 40 }}
access = {{ token_url = "{url}/1.1/oauth/token" }}
"""


@pytest.fixture
def libcal_keys(monkeypatch) -> None:
    monkeypatch.setenv("IMPACT_LIBCAL_CLIENT_ID", "the-client")
    monkeypatch.setenv("IMPACT_LIBCAL_CLIENT_SECRET", "the-secret")


def test_libcal_is_read_page_by_page_with_a_token(server, world, libcal_keys) -> None:
    pages = [[{**BOOKING, "id": 1}, {**BOOKING, "id": 2}], [{**BOOKING, "id": 3}], []]

    def script(asked: Asked) -> Answer:
        if asked.path.endswith("/token"):
            assert b"client_id=the-client" in asked.body and b"grant_type=client_credentials" in asked.body
            return document({"access_token": "token-1", "expires_in": 3600})
        assert asked.headers["Authorization"] == "Bearer token-1"
        return document(pages[int(asked.query["page"]) - 1])

    server.script = script
    world.declare(LIBCAL.format(url=server.url))
    report = world.pull()
    (line,) = report.as_json()["sources"]
    assert (line["status"], line["records"], line["cursor"]) == ("published", 3, "2026-11-01")
    assert [record["id"] for record in json.loads(world.landed[0])] == [1, 2, 3]
    first = server.asked[1].query
    assert (first["date"], first["days"], first["include_cancel"]) == ("2026-10-01", "31", "1")
    assert "formAnswers" not in first, "form answers are open text"


def test_a_token_is_renewed_before_it_ends_and_when_the_server_no_longer_takes_it(
    server, world, libcal_keys
) -> None:
    tokens = iter(range(1, 9))
    valid: list[str] = []
    pages = [[{**BOOKING, "id": number}] for number in range(4)] + [[]]

    def script(asked: Asked) -> Answer:
        if asked.path.endswith("/token"):
            valid[:] = [f"token-{next(tokens)}"]
            return document({"access_token": valid[0], "expires_in": 3600})
        page = int(asked.query["page"])
        if page == 2:
            world.clock.passed += 3590  # this page took nearly an hour
        if page == 4 and valid != ["token-3"]:
            return document({"error": "expired"}, 401)
        assert asked.headers["Authorization"] == f"Bearer {valid[0]}"
        return document(pages[page - 1])

    server.script = script
    world.declare(LIBCAL.format(url=server.url))
    report = world.pull(reply_seconds=1e9)
    assert report.sources[0].records == 4
    assert valid == ["token-3"], "one was renewed in time, one because it was refused"


def test_fabman_follows_links_and_counts_what_it_says_there_is(server, world, monkeypatch) -> None:
    monkeypatch.setenv("IMPACT_FABMAN_KEY", "fab-key")
    logs = [
        {"id": number, "resource": 11, "type": "allowed", "createdAt": "2026-03-03T06:00:00Z"}
        for number in range(5)
    ]

    def script(asked: Asked) -> Answer:
        assert asked.headers["Authorization"] == "Bearer fab-key"
        start = int(asked.query.get("offset", 0))
        more = start + 2 < len(logs)
        link = f'</api/v1/resource-logs?limit=2&offset={start + 2}>; rel="next"' if more else ""
        return document(logs[start : start + 2], X_Total_Count="5", Link=link)

    server.script = script
    world.declare(f'[fabman_resource_logs]\nenabled = true\nurl = "{server.url}/api/v1/resource-logs"\n')
    assert world.pull().sources[0].records == 5
    assert [record["id"] for record in json.loads(world.landed[0])] == [0, 1, 2, 3, 4]


def test_kobo_follows_next_and_its_document_keeps_the_shape_of_one_page(server, world, monkeypatch) -> None:
    monkeypatch.setenv("IMPACT_KOBO_TOKEN", "kobo-token")
    answers = [
        {"_id": number, "_uuid": f"u{number}", "_submission_time": "2026-10-03T06:00:00"}
        for number in range(3)
    ]

    def script(asked: Asked) -> Answer:
        assert asked.headers["Authorization"] == "Token kobo-token"
        start = int(asked.query.get("start", 0))
        # Behind a proxy the server believes that it is reached by http on another port.
        more = f"http://127.0.0.1/data/?start={start + 2}" if start + 2 < len(answers) else None
        return document({"count": 3, "next": more, "previous": None, "results": answers[start : start + 2]})

    server.script = script
    world.declare(f'[kobo_outcomes]\nenabled = true\nurl = "{server.url}/data/"\n')
    assert world.pull().sources[0].records == 3
    landed = json.loads(world.landed[0])
    assert (landed["count"], landed["next"], len(landed["results"])) == (3, None, 3)
    assert json.loads(server.asked[0].query["query"]) == {"_submission_time": {"$gte": "2026-01-17T19:00:00"}}


def test_vea_is_asked_for_days_whose_end_is_exclusive(server, world, monkeypatch) -> None:
    monkeypatch.setenv("IMPACT_VEA_CLIENT_ID", "a")
    monkeypatch.setenv("IMPACT_VEA_CLIENT_SECRET", "b")
    hours = {
        "results": [
            {"recordDate_hour_1": "2026-10-31T06:00:00.000Z", "name": "Main door", "sumins": 3, "sumouts": 1}
        ]
    }

    def script(asked: Asked) -> Answer:
        if asked.path == "/token":
            assert json.loads(asked.body)["client_id"] == "a"
            return document({"access_token": "t", "expires_in": 86400})
        assert (asked.query["startDate"], asked.query["endDate"]) == ("2026-10-31", "2026-11-02")
        return document(hours)

    server.script = script
    world.declare(
        f'[vea_doors]\nenabled = true\nurl = "{server.url}/api"\naccess = {{ token_url = "{server.url}/token" }}\n'
        "window = { first = 2026-10-31 }\n"
    )
    assert world.pull().sources[0].records == 1
    assert json.loads(world.landed[0]) == hours, "one page lands as the bytes that came"


CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize(
    ("body", "code"),
    [(CALENDAR, None), (CALENDAR[:60], "reply_cut_off"), (b"<html>Sign in</html>", "reply_not_calendar")],
)
def test_a_calendar_is_read_from_an_address_that_is_itself_a_secret(
    body, code, server, world, monkeypatch
) -> None:
    monkeypatch.setenv("IMPACT_CALENDAR_URL", f"{server.url}/private-Zz7Secret/basic.ics")
    server.script = lambda asked: (
        Answer(body) if asked.path == "/moved.ics" else Answer(status=302, headers={"Location": "/moved.ics"})
    )
    world.declare("[calendar]\nenabled = true\n")
    (line,) = world.pull().sources
    assert (line.problem and line.problem.code) == code
    assert world.landed == ([] if code else [CALENDAR])
    assert "Zz7Secret" not in (world.home.path / "pulls.log").read_text("utf-8")
