"""Close a month under a rule book: checklist, figures, who and when; later changes wait as a restatement."""

from __future__ import annotations

import argparse
import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.asking import ROLES

if TYPE_CHECKING:
    from pipelines.closing.close import Standing
    from pipelines.settings import Home

HELP = "close a month, or see what stands in its way"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("month", nargs="?", metavar="MONTH", help="such as 2026-09")
    parser.add_argument("--rulebook", default="oasis", metavar="BOOK", help="oasis or imls")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="only show checklist and figures")
    what.add_argument("--diff", action="store_true", help="what changed since it was closed")
    what.add_argument("--restate", action="store_true", help="close it once more; needs --reason")
    what.add_argument("--list", action="store_true", help="every close, and by when the next is due")
    parser.add_argument(
        "--explain", nargs="+", action="extend", default=[], metavar="ITEM=TEXT", help="explain an amber item"
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help="why it is restated; without names")
    parser.add_argument("--note", default="", metavar="TEXT", help="without names or contacts")
    parser.add_argument("--by", default=None, metavar="NAME", help="who closes; else the user's name")
    parser.add_argument("--role", choices=ROLES, default="analyst", help="of --check and --diff")
    parser.add_argument("--csv", type=Path, metavar="PATH", help="write the figures as CSV")
    parser.add_argument("--xlsx", type=Path, metavar="PATH", help="write the figures as a workbook")


def run(arguments: argparse.Namespace) -> int:
    from pipelines.closing import close as closing
    from pipelines.problems import Problem, RefusalError
    from pipelines.settings import home_folder

    home = home_folder(arguments.home)
    if arguments.list:
        listing(home, arguments.json)
        return 0
    if arguments.month is None:
        raise RefusalError(Problem("close_not_a_month", values={"month": "(none)"}))
    author = arguments.by or getpass.getuser()
    month, book = arguments.month, arguments.rulebook
    looking = arguments.check or arguments.diff
    found = closing.standing(home, month, book, role=arguments.role if looking else "library")
    for pair in arguments.explain:
        item, _, text = pair.partition("=")
        closing.explain(home, found, item, text, author)
    if arguments.restate:
        closing.restate(home, month, book, author, arguments.reason, arguments.note)
    elif not looking and not refused(home, arguments):
        closing.close_month(home, month, book, author, arguments.note)
    role = arguments.role if looking else "library"
    show(closing.standing(home, month, book, role=role), arguments)
    return 1 if refused(home, arguments) and not looking and not arguments.restate else 0


def refused(home: Home, arguments: argparse.Namespace) -> bool:
    """Whether an open item stands in the way; the checklist is then shown instead of one line."""
    from pipelines.closing.close import standing

    found = standing(home, arguments.month, arguments.rulebook)
    return found.close is None and found.over and not found.ready


def show(found: Standing, arguments: argparse.Namespace) -> None:
    """Checklist, figures, and what changed; files where they were asked for."""
    from pipelines.closing.export import Sheet, as_csv, as_xlsx, english
    from pipelines.closing.sentences import TITLES, sentence
    from pipelines.output import print_json, print_table, say

    lines = found.close.figures if found.close is not None and not arguments.check else found.figures
    sheet = Sheet(about=about(found))
    if arguments.csv:
        arguments.csv.write_bytes(as_csv(lines, sheet))
    if arguments.xlsx:
        arguments.xlsx.write_bytes(as_xlsx(lines, sheet, f"{found.rule_book} {found.month}"))
    if arguments.json:
        print_json(document(found))
        return
    if not arguments.diff:
        rows = [
            (line.item.state, TITLES[line.item.code], sentence(line.item), told(line)) for line in found.lines
        ]
        print_table(("state", "item", "found", "explanation"), rows, f"{found.rule_book} {found.month}")
        print_table(
            ("figure", "number"), [(english(one), "hidden" if one.suppressed else one.value) for one in lines]
        )
    if found.close is None:
        say("Not closed." if found.over else "Not closed: the month is not over.")
        return
    last = found.close
    say(f"Closed by {last.author} at {last.closed_at:%Y-%m-%d %H:%M} UTC on snapshot {last.snapshot}.")
    if found.pending or arguments.diff:
        columns = ("measure", "part", "closed", "now", "difference")
        print_table(columns, [[one.as_json()[name] for name in columns] for one in found.changes])
    if found.pending:
        say("Pending restatement: later data changed these figures.")


def told(line: Any) -> str:
    return "" if line.explanation is None else line.explanation.text


def about(found: Standing) -> tuple[tuple[str, str], ...]:
    """Whose figures a file holds: book, month, snapshot, and who closed it when."""
    named = [("Rule book", found.rule_book), ("Month", found.month)]
    if found.close is None:
        return (*named, ("Snapshot", found.snapshot), ("Closed", "not closed"))
    last = found.close
    by = [
        ("Snapshot", last.snapshot),
        ("Closed by", last.author),
        ("Closed at", f"{last.closed_at:%Y-%m-%d %H:%M} UTC"),
    ]
    return (*named, *by)


def document(found: Standing) -> dict[str, Any]:
    """The standing of a month as JSON (docs/contract/close.json)."""
    return {
        "rule_book": found.rule_book,
        "month": found.month,
        "snapshot": found.snapshot,
        "over": found.over,
        "ready": found.ready,
        "checklist": [line.as_json() for line in found.lines],
        "figures": [figure.as_json() for figure in found.figures],
        "close": found.close and found.close.as_json(),
        "pending": found.pending,
        "changes": [change.as_json() for change in found.changes],
    }


def listing(home: Home, as_json: bool) -> None:
    from pipelines.closing.deadlines import days_left
    from pipelines.closing.ledger import closes
    from pipelines.output import print_json, records_table, say

    made = [close.as_json() for close in closes(home)]
    due = [
        {
            "deadline": one.deadline.code,
            "period": one.period,
            "due": one.day.isoformat(),
            "days_left": one.days_left,
        }
        for one in days_left(home)
    ]
    if as_json:
        print_json({"closes": made, "due": due})
        return
    names = ("close", "rule_book", "month", "snapshot", "author", "closed_at", "reason")
    records_table([{name: one[name] for name in names} for one in made])
    if not made:
        say("No month is closed yet.")
    records_table(due)
