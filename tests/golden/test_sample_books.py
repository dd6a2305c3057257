"""Every row of the sample is accounted for, and what follows from the history is counted exactly."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from pipelines.sample.exports.export import Export
from pipelines.sample.history import History
from tests.conftest import SampleHome
from tests.golden.asking import one


def test_the_sample_is_published_with_nothing_refused(sample_home: SampleHome) -> None:
    assert sample_home.report["status"] == "published"
    assert sample_home.report["refused"] == []


def test_every_row_of_every_file_is_accounted_for_as_it_was_made(
    sample_home: SampleHome, exports: dict[str, Export]
) -> None:
    found = {line["file"]: line for line in sample_home.report["sources"]}
    assert sorted(found) == sorted(exports)
    for name, export in exports.items():
        books = export.books.as_json()
        assert {count: found[name][count] for count in books} == books, name


def test_visits_are_the_sign_ins_but_for_days_and_places_with_a_counter(
    sample_home: SampleHome, history: History
) -> None:
    """The counter on trial takes the place of its zone's sheet, from its first reading's next day to its last."""
    zone, digits = (history.reference.plan["trial"][name] for name in ("zone", "digits"))
    read = [reading for reading in history.door_readings if reading.shown.isdigit()]
    rises = (int(later.shown) - int(earlier.shown) for earlier, later in pairwise(read))
    counted = sum(rise % 10**digits for rise in rises) + sum(hour.people or 0 for hour in history.door_hours)
    signed = [v for v in history.visits if not (v.zone == zone and read[0].day < v.at.date() <= read[-1].day)]
    assert len(signed) < len(history.visits) - 100
    assert one(sample_home, "visits")["value"] == len(signed) + counted


def test_sessions_and_attendance_are_those_that_took_place(
    sample_home: SampleHome, history: History, exports: dict[str, Export]
) -> None:
    held = [session for session in history.sessions if not session.cancelled]
    inside = one(sample_home, "programmes_held")["value"] - off_site(sample_home, "programmes_held")
    assert inside == len(held)
    listed = sum(len(session.came) for session in held if session.series.stream == "list")
    events = [
        event
        for name, export in exports.items()
        if name.startswith("libcal-events")
        for event in json.loads(export.content)["events"]
    ]
    counted = sum(count or 0 for event in events for count in event["attendance"].values())
    inside = one(sample_home, "attendance")["value"] - off_site(sample_home, "attendance")
    assert inside == listed + counted


def off_site(sample: SampleHome, metric: str) -> float:
    return float(one(sample, metric, where=(("mode", "off-site"),))["value"])


def test_attendance_that_nobody_wrote_down_is_unknown_and_not_nought(sample_home: SampleHome) -> None:
    row = one(sample_home, "attendance")
    assert row["unknown"] > 0


def test_unique_participants_are_found_again_under_their_contacts(
    sample_home: SampleHome, history: History
) -> None:
    """Who leaves no contact is nobody; a few stand under two contacts that are never seen together."""
    held = [s for s in history.sessions if not s.cancelled and s.series.stream == "list"]
    known = {p.number for s in held for p in s.came if p.habit != "none" or p.family is not None}
    assert one(sample_home, "unique_participants")["value"] == pytest.approx(len(known), rel=0.02)


def test_shared_phones_link_nobody(sample_home: SampleHome, history: History) -> None:
    (row,) = sample_home.snapshot.rows("select * from meta_identity").to_dicts()
    families = sum(len(children) > 1 for children in history.crowd.families.values())
    assert 0.5 * families < row["shared_contacts"] <= families


def test_a_lost_sheet_leaves_more_people_attending_than_signing_in(
    sample_home: SampleHome, history: History
) -> None:
    lost = history.reference.plan["planted"]["lost_sheet"]
    span = {"start": lost, "end": lost}
    visits = one(sample_home, "visits", **span)["value"]
    attended = one(sample_home, "attendance", where=(("mode", "in-person"),), **span)["value"]
    assert attended > visits


def test_no_contact_of_anybody_reaches_the_snapshot(sample_home: SampleHome) -> None:
    (path,) = (sample_home.home.path / "warehouse").glob("*.duckdb")
    content = path.read_bytes()
    for trace in (b"example.org", b"@example", b"Test Person", b"700 000", b"+7700000", b"AS-00"):
        assert trace not in content, trace
