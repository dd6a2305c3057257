"""Each service has an outcome of its own in the sample, and it comes out of the whole line as it went in."""

from __future__ import annotations

from collections import Counter
from datetime import date
from math import sqrt

import pytest

from pipelines.sample.history import History
from tests.conftest import SampleHome
from tests.golden.asking import one, values
from tests.golden.test_sample_line import assert_drawn_from

REASONS = {
    "noPermission": "no_permission",
    "requiresBooking": "requires_booking",
    "booking": "booking",
    "openingHours": "opening_hours",
    "notCheckedIn": "not_checked_in",
    "inactive": "inactive",
}


def test_makerspace_trained_people_went_on_to_use(sample_home: SampleHome, history: History) -> None:
    first: dict[int, date] = {}
    for taken in history.workshop.trainings:
        first[taken.person.number] = min(taken.day, first.get(taken.person.number, taken.day))
    last = {
        log.person.number: log.starts.date()
        for log in history.workshop.logs
        if log.type == "allowed" and log.person
    }
    used = sum(last.get(number, day.min) >= day for number, day in first.items())
    row = one(sample_home, "training_to_use")
    assert (row["n"], row["value"]) == (len(first), pytest.approx(used / len(first)))
    assert row["value"] == pytest.approx(history.reference.plan["planted"]["training_to_use"], abs=0.1)


def test_makerspace_machines_ran_as_long_as_their_logs_say(sample_home: SampleHome, history: History) -> None:
    allowed = [log for log in history.workshop.logs if log.type == "allowed"]
    seconds = [
        max((log.stopped - log.starts).total_seconds() - log.idle, 0) for log in allowed if log.stopped
    ]
    row = one(sample_home, "machine_hours")
    assert row["value"] == pytest.approx(sum(seconds) / 3600)
    assert row["unknown"] == len(allowed) - len(seconds) > 0  # machines that still ran at the export
    assert one(sample_home, "unique_makers")["value"] == len(
        {log.person.number for log in allowed if log.person}
    )


def test_makerspace_denied_attempts_have_the_reasons_that_were_planted(
    sample_home: SampleHome, history: History
) -> None:
    denied = Counter(REASONS[log.reason] for log in history.workshop.logs if log.reason)
    assert values(sample_home, "denied_attempts", "reason") == denied
    assert max(denied, key=lambda reason: denied[reason]) == "no_permission"


def test_makerspace_downtime_has_a_beginning_and_an_end(sample_home: SampleHome, history: History) -> None:
    found = sample_home.snapshot.rows(
        "select resource, type, date from fct_machine_log where type in ('disabled', 'enabled') order by date"
    )
    planted = history.reference.plan["machines"]["downtime"]
    assert sorted(set(found["resource"])) == sorted(row["machine"] for row in planted)
    assert dict(Counter(found["type"])) == {"disabled": len(planted), "enabled": len(planted)}


def test_advising_contacts_are_those_of_both_logs_and_people_come_again(
    sample_home: SampleHome, history: History
) -> None:
    assert values(sample_home, "advising_contacts", "mode") == Counter(c.mode for c in history.contacts)
    often = Counter(c.person.number for c in history.contacts)
    again = sum(times > 1 for times in often.values()) / len(often)
    # Who came in the last weeks had no time to come again.
    planted = history.reference.plan["planted"]["second_contact"]
    assert planted - 0.15 < again < planted + 0.03
    known = {
        c.person.number for c in history.contacts if c.person.family is None and c.person.habit != "none"
    }
    assert one(sample_home, "unique_advisees")["value"] == pytest.approx(len(known), rel=0.02)


def test_advising_results_and_aid_are_what_people_reported(sample_home: SampleHome, history: History) -> None:
    found = sample_home.snapshot.rows(
        "select outcome, count(*) as contacts, sum(aid_usd) as aid from fct_advising_contact group by outcome"
    )
    said = Counter(contact.reported or "unknown" for contact in history.contacts)
    assert dict(found.select("outcome", "contacts").rows()) == said
    assert found["aid"].sum() == sum(contact.aid or 0 for contact in history.contacts) > 0


def test_literature_loans_and_readers_are_those_of_the_library_system(
    sample_home: SampleHome, history: History
) -> None:
    assert one(sample_home, "loans")["value"] == len(history.loans)
    assert one(sample_home, "readers")["value"] == len({loan.person.number for loan in history.loans})
    rows = sample_home.snapshot.rows("select language, count(*) from fct_loan group by language").rows()
    shares = {"en": "eng", "ru": "rus", "kk": "kaz"}
    for language, count in rows:
        planted = history.reference.plan["planted"]["loans"][shares[language]]
        assert_drawn_from({"value": count / len(history.loans), "n": len(history.loans)}, planted)


def test_english_courses_raise_the_level_of_the_share_that_was_planted(
    sample_home: SampleHome, history: History
) -> None:
    planted = history.reference.plan["planted"]
    rows = sample_home.snapshot.rows("select level, result from fct_training where kind = 'course'").rows()
    assert len(rows) == len(history.results)
    finished = [level for level, result in rows if result != "not_completed"]
    assert_drawn_from({"value": len(finished) / len(rows), "n": len(rows)}, planted["completed"])
    levels = [level.split("-") for level in finished if level]
    raised = sum(before < after for before, after in levels) / len(levels)
    assert_drawn_from({"value": raised, "n": len(levels)}, planted["level_gain"])


def test_skills_courses_end_in_certificates(sample_home: SampleHome, history: History) -> None:
    skills = {code for code, row in history.reference.programmes.items() if row["service"] == "skills"}
    names = [history.reference.programmes[code]["name_en"] for code in sorted(skills)]
    found = sample_home.snapshot.rows(
        "select count(*) from fct_training where result = 'certificate' and list_contains($names, course)",
        {"names": names},
    )
    expected = sum(r.course in skills and r.result == "certificate" for r in history.results)
    assert found.item() == expected > 20


def test_civic_participants_report_projects_ventures_and_volunteer_hours(
    sample_home: SampleHome, history: History
) -> None:
    planted, n = history.reference.plan["planted"], len(history.projects)
    found = dict(
        sample_home.snapshot.rows(
            "select question, sum(value) from fct_response where survey = 'civic_projects' group by question"
        ).rows()
    )
    assert found == {
        "project": sum(p.started_project for p in history.projects),
        "venture": sum(p.founded_venture for p in history.projects),
        "volunteer_hours": sum(p.volunteer_hours or 0 for p in history.projects),
    }
    assert_drawn_from({"value": found["project"] / n, "n": n}, planted["projects"])
    hours = found["volunteer_hours"] / sum(p.volunteer_hours is not None for p in history.projects)
    assert abs(hours - planted["volunteer_hours"]) < 4 * planted["volunteer_hours"] / sqrt(n)


def test_what_the_calendar_announces_is_planned_and_reaches_into_no_figure(
    sample_home: SampleHome, history: History
) -> None:
    rows = sample_home.snapshot.rows(
        "select status, date from fct_session where date > $end", {"end": history.end}
    )
    by_status = Counter(rows["status"])
    assert set(by_status) == {"planned", "cancelled"}
    assert by_status["planned"] > 50
    ends = sample_home.snapshot.rows("select last_date from meta_coverage where table_name = 'fct_session'")
    assert ends.item() <= history.end


@pytest.mark.parametrize("service", ["advising", "english", "skills", "civic", "makerspace", "literature"])
def test_every_service_has_programmes_and_people(sample_home: SampleHome, service: str) -> None:
    assert one(sample_home, "programmes_held", where=(("service", service),))["value"] > 20
    assert one(sample_home, "attendance", where=(("service", service),))["value"] > 200
