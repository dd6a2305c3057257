"""Targets: baseline, target, actual, what was to be expected by now, achievement, status and comment.

`impact targets set` sets one anew, `withdraw` takes one back, `history` lists every edit.
"""

from __future__ import annotations

import argparse
from typing import Any

from pipelines.asking import add_reader, opened
from pipelines.written.asking import add_author, add_home, add_texts

HELP = "where the targets stand"
COLUMNS = ("metric", "period", "baseline", "target", "actual", "expected", "achievement", "status", "until")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--period", metavar="PERIOD", help="only targets of this period, such as 2026-Q3")
    add_reader(parser)
    steps = parser.add_subparsers(dest="step", metavar="STEP")
    written = steps.add_parser("set", help="set a target from now on; the former one stays in the history")
    back = steps.add_parser("withdraw", help="take a target back")
    for step in (written, back):
        step.add_argument("metric", metavar="METRIC")
        step.add_argument("of", metavar="PERIOD", help="2026-07, 2026-Q3, 2026 or FY2026")
        add_author(step)
    written.add_argument("number", metavar="TARGET", type=float, help="a share as 0.7")
    written.add_argument("--baseline", type=float, metavar="NUMBER")
    written.add_argument("--baseline-source", default="", metavar="TEXT", help="what it is, and of when")
    written.add_argument("--at-most", action="store_true", help="a limit, not to be passed")
    add_texts(written, "--comment")
    add_home(written, back, steps.add_parser("history", help="every edit, the newest first"))


def run(arguments: argparse.Namespace) -> None:
    """Where targets stand, or one edit, or all of them."""
    if arguments.step:
        edit(arguments)
    else:
        stand(arguments)


def edit(arguments: argparse.Namespace) -> None:
    """Make the edit asked for, and print the history: the newest edit only, or all of it."""
    from pipelines.output import print_json, print_table
    from pipelines.settings import home_folder
    from pipelines.written import set_target, target_edits, withdraw_target

    home = home_folder(arguments.home)
    if arguments.step == "set":
        set_target(
            home,
            arguments.author,
            arguments.metric,
            arguments.of,
            arguments.number,
            baseline=arguments.baseline,
            baseline_source=arguments.baseline_source,
            aim="at_most" if arguments.at_most else "at_least",
            comments=dict(arguments.comment),
        )
    elif arguments.step == "withdraw":
        withdraw_target(home, arguments.author, arguments.metric, arguments.of)
    found = target_edits(home)[: None if arguments.step == "history" else 1]
    rows = [
        {
            "target": one.item,
            "author": one.author,
            "written_at": one.written_at.isoformat(),
            "now": one.now and one.now.target,
            "former": one.former and one.former.target,
        }
        for one in found
    ]
    if arguments.json:
        print_json({"edits": rows})
    else:
        print_table(("target", "author", "written_at", "now", "former"), [[*row.values()] for row in rows])


def stand(arguments: argparse.Namespace) -> None:
    """Print every target as it stands for the role."""
    from pipelines.metrics import catalogue
    from pipelines.output import print_json, print_table, say
    from pipelines.settings import home_folder
    from pipelines.statistics.reasons import REASONS
    from pipelines.statistics.targets import standings
    from pipelines.written import targets

    snapshot = opened(arguments)
    chosen = [one for one in targets(home_folder(arguments.home)) if arguments.period in (None, one.period)]
    rows: list[dict[str, Any]] = [
        {
            "metric": one.target.metric,
            "title": catalogue()[one.target.metric].title,
            "unit": catalogue()[one.target.metric].unit,
            "period": one.target.period,
            "aim": one.target.aim,
            "baseline": one.target.baseline,
            "target": one.target.target,
            "actual": one.actual,
            "expected": one.expected,
            "achievement": one.achievement,
            "status": one.status,
            "until": one.until,
            "open_days": one.open_days,
            "all_open_days": one.all_open_days,
            "reason": one.reason,
            "comment": one.target.comment("en"),
            "baseline_source": one.target.baseline_source,
            "author": one.target.author,
            "as_of": one.target.as_of,
            "source": one.target.source,
        }
        for one in standings(snapshot, chosen, arguments.role)
    ]
    if arguments.json:
        print_json({"snapshot": snapshot.id, "targets": rows})
    elif rows:
        shown = [
            [*(row[name] for name in COLUMNS), row["comment"] or REASONS.get(row["reason"], "")]
            for row in rows
        ]
        print_table((*COLUMNS, "comment"), shown)
    else:
        say("There is no target. Set one with: impact targets set METRIC PERIOD TARGET")
