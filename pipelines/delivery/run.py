"""Run what is due: pulls and the inbox first, then reminders and reports; each once for each moment."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pipelines.closing.deadlines import days_left
from pipelines.delivery import ledger, mail, work
from pipelines.delivery.declaration import Entry, Schedule, addresses, load_schedule
from pipelines.delivery.make import MakeReport, make_report
from pipelines.delivery.send import file_name, tell_steward, to_folder, to_mail
from pipelines.lock import one_schedule
from pipelines.problems import Problem, RefusalError
from pipelines.settings import Home, load_site

ORDER = ("pull", "inbox", "remind", "report")


@dataclass(frozen=True)
class Tools:
    """What reaches outside, so that tests neither wait nor fetch. The first three give a line for each failure."""

    pull: Callable[[Home], Sequence[str]] = work.pull
    inbox: Callable[[Home], Sequence[str]] = work.inbox
    failing: Callable[[Home], Sequence[str]] = work.failing
    make: MakeReport = make_report
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class Ran:
    """What became of an entry: `done`, or `failed` with the codes; `sent` counts what went out now."""

    entry: str
    due_at: str
    status: str
    sent: int = 0
    codes: tuple[str, ...] = field(default=())


def run_due(home: Home, now: datetime | None = None, tools: Tools | None = None) -> list[Ran]:
    """Run every entry that was due and has not run well since; what failed is tried again at the next call,
    for three days. RefusalError where the schedule is not valid or another is at work.
    """
    schedule, moment, with_tools = load_schedule(home), now or datetime.now(UTC), tools or Tools()
    found = []
    with one_schedule(home):
        for entry in sorted(schedule.entry, key=lambda entry: ORDER.index(entry.what)):
            due = entry.last_due(moment)
            if due is None or ledger.is_done(home, entry.name, _iso(due)):
                continue
            ledger.note_run(home, entry.name, _iso(due), "running")
            ran = _run(home, schedule, entry, due, with_tools)
            ledger.note_run(home, entry.name, _iso(due), ran.status, ", ".join(ran.codes) or None)
            found.append(ran)
    return found


def _run(home: Home, schedule: Schedule, entry: Entry, due: datetime, tools: Tools) -> Ran:
    """One entry; whatever fails is told to the steward and stops no other entry."""
    sent, lines = 0, []
    try:
        if entry.what == "pull":
            lines = [*tools.pull(home)]
        elif entry.what == "inbox":
            lines = [*tools.inbox(home)]
        elif entry.what == "remind":
            _remind(home, schedule, entry, due, tools)
        else:
            failing = tools.failing(home)
            if failing:  # figures of a source that fails are not to be forwarded
                lines = [f"the report is held back: {line}" for line in failing]
            else:
                sent, lines = _report(home, entry, due, tools)
    except RefusalError as refusal:
        lines = [problem.code for problem in refusal.problems]
    for line in lines:
        tell_steward(home, schedule, entry.name, _iso(due), line, tools.sleep)
    return Ran(entry.name, _iso(due), "failed" if lines else "done", sent, tuple(lines))


def _report(home: Home, entry: Entry, due: datetime, tools: Tools) -> tuple[int, list[str]]:
    """Make a report once and deliver it everywhere; one recipient's trouble is not the next one's."""
    period, sent, lines = entry.period_of(due), 0, []
    with tempfile.TemporaryDirectory(prefix="impact-report-") as folder:
        report = tools.make(home, entry, period, Path(folder) / file_name(entry, period))
        if entry.folder:
            sent += to_folder(home, entry, period, report)
        for to in addresses(entry.to) if entry.to else ():
            try:
                sent += to_mail(home, entry, period, report, to, tools.sleep)
            except RefusalError as refusal:
                lines.append(refusal.problems[0].code)
            except mail.NotYetError:
                lines.append("mail_not_reached")
            except mail.UncertainError:
                lines.append("a message may have gone out: see impact schedule --log")
    return sent, lines


def _remind(home: Home, schedule: Schedule, entry: Entry, due: datetime, tools: Tools) -> None:
    """Tell the steward of every deadline that is near or past, once for each moment."""
    day = due.astimezone(load_site().zone).date()
    for one in days_left(home, day):
        if one.days_left <= entry.days_before:
            line = f"{one.deadline.name['en']}, {one.period}: due {one.day}, {one.days_left} days left"
            if not tell_steward(home, schedule, entry.name, _iso(due), line, tools.sleep):
                raise RefusalError(Problem("mail_not_reached"))


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
