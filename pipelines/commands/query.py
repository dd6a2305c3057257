"""One metric, as every page and report shows it: computed once, suppressed once."""

from __future__ import annotations

import argparse
import csv
import sys
from typing import Any

from pipelines.asking import condition, day

HELP = "ask for a metric"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("metric", metavar="METRIC", help="as `impact metrics` lists it")
    parser.add_argument("--by", nargs="+", action="extend", default=[], metavar="DIMENSION")
    parser.add_argument("--from", dest="start", type=day, metavar="DATE", help="first day, local, inclusive")
    parser.add_argument("--to", dest="end", type=day, metavar="DATE", help="last day, local, inclusive")
    parser.add_argument("--grain", choices=("month", "quarter", "year", "fiscal"))
    parser.add_argument(
        "--where", nargs="+", action="extend", default=[], type=condition, metavar="DIMENSION=VALUE"
    )
    parser.add_argument("--role", choices=("partner", "library", "analyst"), default="analyst")
    parser.add_argument("--snapshot", metavar="ID")
    parser.add_argument(
        "--explain", action="store_true", help="definition, SQL, sources and verdicts behind it"
    )
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table")


def run(arguments: argparse.Namespace) -> None:
    from pipelines.closing.ledger import closed_until
    from pipelines.metrics import Question, answer, explain
    from pipelines.output import print_json, print_table, spreadsheet_text
    from pipelines.settings import home_folder
    from pipelines.snapshot import Snapshots

    home = home_folder(arguments.home)
    snapshots = Snapshots(home)
    snapshot = snapshots.open(arguments.snapshot or snapshots.require_current())
    question = Question(
        metric=arguments.metric,
        by=tuple(arguments.by),
        start=arguments.start,
        end=arguments.end,
        grain=arguments.grain,
        where=tuple(arguments.where),
        role=arguments.role,
        closed=snapshot.id != snapshots.current(),
        closed_until=closed_until(home, snapshot.id),
    )
    found = answer(snapshot, question)
    rows = found.rows.to_dicts()
    if arguments.json or arguments.format == "json":
        document: dict[str, Any] = {
            "metric": found.metric.code,
            "title": found.metric.title,
            "unit": found.metric.unit,
            "definition": found.metric.definition,
            "snapshot": found.snapshot,
            "by": list(question.by),
            "rows": rows,
        }
        if arguments.explain:
            document["explain"] = explain(snapshot, found)
        print_json(document)
    elif arguments.format == "csv":
        writer = csv.DictWriter(sys.stdout, found.rows.columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: spreadsheet_text(value) for name, value in row.items()} for row in rows)
    else:
        print_table(found.rows.columns, found.rows.rows(), found.metric.title)
        if arguments.explain:
            print_json(explain(snapshot, found))
