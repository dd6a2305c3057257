"""Fetch live sources (sources.toml) and take in what came; without NAME, all that are switched on."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.pull.report import PullReport

HELP = "fetch live sources and publish what came"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", metavar="NAME", help="sources, as `impact sources` lists them")
    parser.add_argument("--full", action="store_true", help="ask for all days again, not only the last ones")


def run(arguments: argparse.Namespace) -> int:
    from pipelines.commands.ingest import say_remarks
    from pipelines.output import print_json
    from pipelines.pull.run import pull
    from pipelines.settings import home_folder

    home = home_folder(arguments.home)
    report = pull(home, arguments.names, arguments.full)
    if arguments.json:
        print_json(report.as_json())
    else:
        show(report)
    say_changes(report)
    if report.ingest is not None:
        say_remarks(report.ingest, home)
    return 1 if report.failed or report.status == "refused" else 0


def show(report: PullReport) -> None:
    """A line a source, then how it ended."""
    from pipelines.output import records_table, say

    shown = ("source", "status", "files", "records", "since", "cursor")
    lines = [line.as_json() for line in report.sources]
    records_table([{name: line[name] for name in shown} for line in lines])
    for line in report.sources:
        if line.problem:
            say(f"failed: {line.problem.message}")
    endings = {
        "published": f"Published snapshot {report.ingest and report.ingest.snapshot}.",
        "unchanged": "Nothing new: these records are in the warehouse already.",
        "refused": "Refused: nothing was published, the former snapshot stays.",
    }
    print(endings[report.status])


def say_changes(report: PullReport) -> None:
    """On stderr: fields that are new, or gone, since the last good pull."""
    from pipelines.output import say

    for line in report.sources:
        if line.drift.vanished:
            say(f"warning: {line.source} no longer sends: {', '.join(line.drift.vanished)}")
        if line.drift.new:
            say(f"note: {line.source} sends fields that are new: {', '.join(line.drift.new)}")
