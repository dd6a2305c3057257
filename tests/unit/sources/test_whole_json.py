"""Made-up LibCal and KoboToolbox documents, whole: shapes that their APIs are known to give."""

from __future__ import annotations

import json

import pytest

BOOKING = {
    "bookId": "cs_1", "id": 900, "eid": 7, "cid": 1, "lid": 1, "nickname": "Test Person 12",
    "location_name": "Space", "category_name": "Study rooms", "item_name": "Study room 1",
    "fromDate": "2026-02-01T14:00:00+05:00", "toDate": "2026-02-01T16:00:00+05:00",
    "created": "2026-01-30T10:00:00+05:00", "firstName": "Test", "lastName": "Person",
    "email": "person12@example.org", "status": "Confirmed", "q123": "Test Person 12",
}  # fmt: skip


@pytest.mark.parametrize(
    ("word", "status", "came"),
    [
        ("Confirmed", "confirmed", "unknown"),
        ("Self-Booked Confirmed", "confirmed", "unknown"),
        ("Mediated Approved", "confirmed", "unknown"),
        ("Mediated Tentative", "tentative", "unknown"),
        ("mediated", "tentative", "unknown"),
        ("Tentative", "tentative", "unknown"),
        ("Cancelled", "cancelled", "unknown"),
        ("Cancelled by User", "cancelled", "unknown"),
        ("Cancelled by Admin", "cancelled", "unknown"),
        ("Cancelled by System", "cancelled", "unknown"),
        ("Mediated Denied", "denied", "unknown"),
        ("Checked In", "confirmed", "yes"),
        ("Checked Out", "confirmed", "yes"),
    ],
)
def test_every_status_word_of_libcal_has_one_meaning(staged, word, status, came):
    file = staged(json.dumps([BOOKING | {"status": word}]).encode(), "bookings.json")
    assert file.summary["mapping"] == "libcal_space_bookings"
    assert file["booking"].select("status", "checked_in").rows() == [(status, came)]


def test_a_status_word_that_nobody_listed_is_quarantined_and_not_guessed(staged):
    file = staged(
        json.dumps([BOOKING, BOOKING | {"id": 901, "status": "Mediated Whatever"}]).encode(), "b.json"
    )
    assert (file.summary["staged"], file.summary["quarantined"]) == (1, 1)
    assert file["problem"].select("column", "code").rows() == [("status", "unknown_category")]


def test_one_reservation_of_two_spaces_is_two_bookings_and_the_same_space_again_is_one(staged):
    again = BOOKING | {"status": "Checked Out"}
    file = staged(json.dumps([BOOKING, BOOKING | {"id": 901, "eid": 8}, again]).encode(), "bookings.json")
    assert sorted(file["booking"]["booking_code"]) == ["libcal-cs_1-900", "libcal-cs_1-901"]
    assert file.summary["duplicate"] == 1
    assert dict(file["booking"].select("booking_code", "checked_in").rows())["libcal-cs_1-900"] == "yes"


def test_a_booking_leaves_its_names_nickname_and_form_answers_behind(staged):
    file = staged(json.dumps([BOOKING]).encode(), "bookings.json")
    assert len(file["person"]["email_key"][0]) == 32
    for path in file.folder.iterdir():
        for personal in (b"Test Person", b"example.org", b"person12"):
            assert personal not in path.read_bytes()


EVENT = {
    "id": 5, "title": "English club", "allday": False, "start": "2026-03-05T18:30:00+05:00",
    "end": "2026-03-05T20:00:00+05:00", "category": [{"id": 1, "name": "Workshops"}], "audience": [],
    "owner": {"id": 1, "name": "Test Person 12"}, "presenter": "Test Person 13",
    "calendar": {"id": 1, "name": "Events"}, "registration": True, "seats": 20, "seats_taken": 8,
    "attendance": {"in_person": 7, "online": 0},
}  # fmt: skip


@pytest.mark.parametrize(
    "location",
    [
        {"id": 3, "name": "Conference hall"},
        [{"id": 3, "name": "Conference hall"}, {"id": 4, "name": "Hall 2"}],
    ],
)
def test_a_location_is_the_same_place_as_an_object_and_as_an_array(staged, location):
    file = staged(json.dumps({"events": [EVENT | {"location": location}]}).encode(), "events.json")
    session = file["session"].row(0, named=True)
    assert (session["zone"], session["mode"], session["capacity"]) == ("conference_hall", "in-person", 20)
    assert session["session_code"] == "english-club@2026-03-05T13:30Z"
    assert sorted(file["attendance"].select("status", "count").rows()) == [("attended", 7), ("registered", 8)]
    for path in file.folder.iterdir():
        assert b"Test Person" not in path.read_bytes()


def test_an_event_without_place_or_attendance_is_still_a_meeting_of_unknown_attendance(staged):
    event = EVENT | {"location": [], "attendance": {"in_person": None, "online": None}, "registration": False}
    file = staged(json.dumps({"events": [event]}).encode(), "events.json")
    assert file["attendance"].select("status", "format", "count").rows() == [("attended", "in-person", None)]


SUBMISSION = {
    "_id": 1, "_uuid": "a", "_submission_time": "2026-02-01T20:30:00",
    "start": "2026-02-02T01:20:00.000+05:00", "end": "2026-02-02T01:29:00.000+05:00",
    "_validation_status": {}, "session/programme": "English club", "session/form_language": "kk",
    "about/respondent_code": "AB12", "about/year_of_birth": "2008", "outcomes/knowledge": "5",
    "outcomes/confidence": "4", "outcomes/application": "na", "outcomes/recommend": "9",
    "outcomes/gained": "project machine", "about/comment": "Test Person 12",
}  # fmt: skip


def test_a_kobo_survey_leaves_out_what_was_not_approved_and_reads_the_rest(staged):
    approved = {"uid": "validation_status_approved", "label": "Approved"}
    refused = {"uid": "validation_status_not_approved", "label": "Not Approved"}
    document = {
        "count": 3, "next": None, "previous": None,
        "results": [
            SUBMISSION,
            SUBMISSION | {"_id": 2, "_validation_status": refused},
            SUBMISSION | {"_id": 3, "_validation_status": approved},
        ],
    }  # fmt: skip
    file = staged(json.dumps(document).encode(), "submissions.json")
    assert file.summary["mapping"] == "kobo_outcomes"
    assert file.summary["excluded_by_reason"] == {"not_approved": 1}
    response = file["response"]
    assert sorted(response["respondent"].unique()) == ["1", "3"]
    first = {(row["question"], row["option"]): row for row in response.to_dicts() if row["respondent"] == "1"}
    assert first["knowledge", None]["value"] == 5.0
    assert first["application", None]["state"] == "not_applicable"
    assert {option for question, option in first if question == "gained"} == {"project", "machine"}
    assert first["recommend", None]["outcome"] == "nps"
    assert str(first["knowledge", None]["answered_on"]) == "2026-02-02"
    assert (first["knowledge", None]["language"], first["knowledge", None]["programme_code"]) == (
        "kk",
        "english-club",
    )
    assert file["person"]["year_of_birth"].to_list() == [2008, 2008]
