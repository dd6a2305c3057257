"""Targets: baseline, target, actual, what was to be expected by now, achievement, status and comment."""

from __future__ import annotations

import argparse
from typing import Any

from pipelines.asking import add_reader, opened

HELP = "where the targets stand"
COLUMNS = ("metric", "period", "baseline", "target", "actual", "expected", "achievement", "status", "until")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--period", metavar="PERIOD", help="only targets of this period, such as 2026-Q3")
    add_reader(parser)


def run(arguments: argparse.Namespace) -> None:
    from pipelines.metrics import catalogue
    from pipelines.output import print_json, print_table, say
    from pipelines.statistics.reasons import REASONS
    from pipelines.statistics.targets import read_targets, standings

    snapshot = opened(arguments)
    chosen = [one for one in read_targets() if arguments.period in (None, one.period)]
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
        say("There is no target. Write one into reference/targets.csv of the site's folder.")
