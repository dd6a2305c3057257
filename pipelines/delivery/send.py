"""A report to a folder or to one address, noted before and after; and the line that a steward gets."""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipelines.delivery import ledger, mail
from pipelines.delivery.declaration import Entry, Schedule, addresses
from pipelines.problems import Problem, RefusalError
from pipelines.settings import Home, load_site

Sleep = Callable[[float], None]


@lru_cache(maxsize=1)
def words() -> dict[str, dict[str, str]]:
    """What stands in a message, by language."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))


def file_name(entry: Entry, period: str) -> str:
    """The name under which a report goes out, in its language."""
    told = words().get(entry.language, words()["en"])
    return f"{load_site().code}-{told['name']}-{period}.{entry.format}"


def report_of(entry: Entry) -> str:
    """What makes two reports the same one."""
    return f"{entry.format}/{entry.language}/{entry.audience}"


def to_folder(home: Home, entry: Entry, period: str, report: Path) -> bool:
    """Put a report into the entry's folder, whole or not at all; true where it was put now."""
    folder = home.path / (entry.folder or "")
    recipient = ledger.recipient_key(home, str(folder))
    key = ledger.delivery_key(report_of(entry), period, "folder", recipient)
    if not ledger.intend(home, key, entry.name, period, "folder", recipient):
        return False
    try:
        folder.mkdir(parents=True, exist_ok=True)
        scratch = folder / f".{key}.tmp"
        shutil.copyfile(report, scratch)
        os.replace(scratch, folder / file_name(entry, period))  # noqa: PTH105
    except OSError:
        ledger.end(home, key, "failed", "folder")
        raise RefusalError(Problem("report_failed", values={"code": "folder"})) from None
    ledger.end(home, key, "sent")
    return True


def to_mail(home: Home, entry: Entry, period: str, report: Path, to: str, sleep: Sleep) -> bool:
    """Send a report to one address; true where it was sent now, false where it had been sent before."""
    told, name = words().get(entry.language, words()["en"]), load_site().name
    places = {"site": name.get(entry.language) or next(iter(name.values())), "period": period}
    named = report.with_name(file_name(entry, period))
    if named != report:
        shutil.copyfile(report, named)
    subject, text = told["subject"].format(**places), told["text"].format(**places)
    return _post(home, (report_of(entry), period), entry.name, to, subject, text, named, sleep)


def tell_steward(home: Home, schedule: Schedule, entry: str, moment: str, problem: str, sleep: Sleep) -> bool:
    """A line to each steward about an entry that failed, once for each moment and problem; true where all went.

    What cannot be told stands in the run's own line.
    """
    site = load_site()
    subject = words()["en"]["steward"].format(site=next(iter(site.name.values())))
    try:
        for to in addresses(schedule.steward) if schedule.steward else ():
            _post(
                home,
                (f"steward {entry} {problem}", moment),
                entry,
                to,
                subject,
                f"{entry}: {problem}\n",
                None,
                sleep,
            )
    except (RefusalError, mail.NotYetError, mail.UncertainError):
        return False
    return True


def _post(
    home: Home, what: tuple[str, str], entry: str, to: str, subject: str, text: str, file: Any, sleep: Sleep
) -> bool:
    via = mail.server()
    recipient = ledger.recipient_key(home, to)
    key = ledger.delivery_key(what[0], what[1], "mail", recipient)
    if not ledger.intend(home, key, entry, what[1], "mail", recipient):
        return False
    try:
        mail.send(mail.message(via.sender, to, subject, text, key, file), to, via, sleep)
    except RefusalError as refusal:
        ledger.end(home, key, "failed", refusal.problems[0].code)
        raise
    except mail.NotYetError:
        ledger.end(home, key, "failed", "mail_not_reached")
        raise
    except mail.UncertainError:
        ledger.end(home, key, "uncertain", "broken_off")
        raise
    ledger.end(home, key, "sent")
    return True
