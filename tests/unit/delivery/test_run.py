"""Reports go out when they are due, encrypted, once; what fails is told to the steward and tried again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipelines.delivery import ledger
from pipelines.delivery.declaration import Entry
from pipelines.delivery.run import Ran, Tools, run_due
from pipelines.problems import Problem, RefusalError
from pipelines.settings import Home
from tests.unit.delivery.conftest import Office

ALMATY = ZoneInfo("Asia/Almaty")
DUE = datetime(2026, 10, 5, 7, 0, tzinfo=ALMATY)
REPORT = """
[[entry]]
name = "monthly"
what = "report"
when = "0 7 5 * *"
language = "kk"
to = ["TEST_PARTNERS"]
"""
Make = Callable[[str], Home]


def made(home: Home, entry: Entry, period: str, output: Path) -> Path:
    output.write_bytes(f"made up for {period}".encode())
    return output


def broken(home: Home, entry: Entry, period: str, output: Path) -> Path:
    raise RefusalError(Problem("report_failed", values={"code": "exit 1"}))


TOOLS = Tools(lambda home: (), lambda home: (), lambda home: (), made, lambda seconds: None)


def only(ran: list[Ran]) -> Ran:
    assert len(ran) == 1
    return ran[0]


def receivers(office: Office) -> list[str]:
    return [to for to, _ in office.inbox]


def test_a_report_reaches_each_recipient_apart_with_its_kazakh_name_intact(
    office: Office, schedule: Make
) -> None:
    ran = only(run_due(schedule(REPORT), DUE, TOOLS))
    assert (ran.status, ran.sent) == ("done", 2)
    assert receivers(office) == ["person12@example.org", "person13@example.org"]
    for to, message in office.inbox:
        assert message["To"] == to
        (attached,) = message.iter_attachments()
        assert attached.get_filename() == "almaty-есеп-2026-09.pdf"
        assert attached.get_content() == b"made up for 2026-09"
        assert "2026-09 кезеңінің есебі" in message["Subject"]
        assert "қоса тіркелді" in message.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_nothing_is_sent_twice_neither_at_the_next_look_nor_by_another_entry(
    office: Office, schedule: Make
) -> None:
    home = schedule(REPORT)
    run_due(home, DUE, TOOLS)
    assert run_due(home, DUE.replace(hour=9), TOOLS) == []
    home = schedule(REPORT.replace("monthly", "monthly-too"))
    assert only(run_due(home, DUE.replace(hour=10), TOOLS)).sent == 0
    assert len(office.inbox) == 2


def test_it_is_not_due_a_minute_before_nor_after_three_days(office: Office, schedule: Make) -> None:
    home = schedule(REPORT)
    assert run_due(home, DUE.replace(hour=6, minute=59), TOOLS) == []
    assert run_due(home, DUE.replace(day=8, hour=8), TOOLS) == []
    assert office.inbox == []


def test_a_machine_that_was_off_makes_up_for_it(office: Office, schedule: Make) -> None:
    assert only(run_due(schedule(REPORT), DUE.replace(day=7), TOOLS)).sent == 2


def test_a_server_that_asks_for_patience_is_asked_again(office: Office, schedule: Make) -> None:
    waited: list[float] = []
    office.replies = ["451 later", "451 later"]
    ran = only(run_due(schedule(REPORT), DUE, replace(TOOLS, sleep=waited.append)))
    assert (ran.status, ran.sent, len(waited)) == ("done", 2, 2)
    assert len(office.inbox) == 2


def test_a_recipient_who_is_refused_is_told_to_the_steward_and_keeps_nobody_else_waiting(
    office: Office, schedule: Make
) -> None:
    home = schedule(REPORT)
    office.replies = ["550 no such person12@example.org"]
    ran = only(run_due(home, DUE, TOOLS))
    assert (ran.status, ran.sent, ran.codes) == ("failed", 1, ("mail_refused",))
    assert receivers(office) == ["person13@example.org", "steward@example.org"]
    assert only(run_due(home, DUE.replace(hour=8), TOOLS)).sent == 1
    assert receivers(office)[2:] == ["person12@example.org"]


def test_a_message_that_was_cut_off_between_sending_and_noting_does_not_go_out_again(
    office: Office, schedule: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = schedule(REPORT.replace("TEST_PARTNERS", "person12@example.org"))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(ledger, "end", killed)
        run_due(home, DUE, TOOLS)
    assert len(office.inbox) == 1
    run_due(home, DUE.replace(hour=8), TOOLS)
    assert len(office.inbox) == 1
    (line,) = ledger.deliveries(home)
    assert line["status"] == "uncertain"
    ledger.settle(home, line["delivery"], arrived=True)
    assert ledger.deliveries(home)[0]["status"] == "sent"


def test_a_connection_that_breaks_while_the_message_is_handed_over_is_uncertain(
    office: Office, schedule: Make
) -> None:
    home = schedule(REPORT.replace("TEST_PARTNERS", "person12@example.org").replace("steward", "x"))
    office.break_off = True
    run_due(home, DUE, TOOLS)
    office.break_off = False
    run_due(home, DUE.replace(hour=8), TOOLS)
    assert receivers(office).count("person12@example.org") == 1


def test_a_report_that_cannot_be_made_goes_to_nobody_but_a_line_to_the_steward(
    office: Office, schedule: Make
) -> None:
    ran = only(run_due(schedule(REPORT), DUE, replace(TOOLS, make=broken)))
    assert ran.codes == ("report_failed",)
    assert receivers(office) == ["steward@example.org"]


def test_a_failing_source_holds_the_report_back_and_tells_the_steward_once(
    office: Office, schedule: Make
) -> None:
    home = schedule(REPORT)
    failing = replace(TOOLS, failing=lambda home: ("doors: source_timeout",))
    run_due(home, DUE, failing)
    run_due(home, DUE.replace(hour=8), failing)
    assert receivers(office) == ["steward@example.org"]
    assert "doors: source_timeout" in office.inbox[0][1].get_content()
    assert only(run_due(home, DUE.replace(hour=9), TOOLS)).sent == 2


def test_a_file_lies_whole_in_its_folder_under_its_own_name(schedule: Make) -> None:
    home = schedule(REPORT.replace('to = ["TEST_PARTNERS"]', 'folder = "outbox"'))
    assert only(run_due(home, DUE, TOOLS)).sent == 1
    assert [path.name for path in (home.path / "outbox").iterdir()] == ["almaty-есеп-2026-09.pdf"]


def test_no_address_stands_in_the_state_of_the_home(office: Office, schedule: Make) -> None:
    home = schedule(REPORT)
    run_due(home, DUE, TOOLS)
    assert b"example.org" not in b"".join(path.read_bytes() for path in home.path.glob("state.sqlite*"))


@pytest.mark.parametrize(
    ("variable", "value", "code"),
    [
        ("IMPACT_SMTP_HOST", "", "mail_not_set_up"),
        ("IMPACT_SMTP_SECURITY", "none", "mail_no_encryption"),
        ("IMPACT_SMTP_PASSWORD", "wrong", "mail_refused"),
        ("IMPACT_SMTP_CA", "", "mail_no_encryption"),
        ("IMPACT_SMTP_PORT", "1", "mail_not_reached"),
        ("TEST_PARTNERS", "nobody", "mail_no_recipient"),
    ],
)
def test_what_is_not_set_up_sends_nothing_and_says_so(
    office: Office, schedule: Make, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, code: str
) -> None:
    home = schedule(REPORT)
    if value or variable != "IMPACT_SMTP_CA":
        monkeypatch.setenv(variable, value)
    else:
        monkeypatch.delenv(variable)
    ran = only(run_due(home, DUE, TOOLS))
    assert ran.status == "failed" and code in ran.codes
    assert not {"person12@example.org", "person13@example.org"} & set(receivers(office))


def test_a_server_that_is_encrypted_from_the_first_byte_gets_the_report(
    implicit_office: Office, schedule: Make
) -> None:
    ran = only(run_due(schedule(REPORT), DUE, TOOLS))
    assert (ran.status, ran.sent) == ("done", 2)
    assert receivers(implicit_office) == ["person12@example.org", "person13@example.org"]


def test_a_server_whose_certificate_is_not_trusted_gets_nothing(
    implicit_office: Office, schedule: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("IMPACT_SMTP_CA")
    assert "mail_no_encryption" in only(run_due(schedule(REPORT), DUE, TOOLS)).codes
    assert implicit_office.inbox == []
