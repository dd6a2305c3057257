"""The records set aside, with file, row, rule and reason; their raw values stay in the landing area."""

from __future__ import annotations

import argparse

HELP = "list the records set aside"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--file", metavar="NAME", help="only this file")


def run(arguments: argparse.Namespace) -> None:
    from pipelines.output import print_json, say
    from pipelines.quality import quarantine
    from pipelines.settings import home_folder
    from pipelines.snapshot import Snapshots

    snapshots = Snapshots(home_folder(arguments.home))
    rows = quarantine(snapshots.open(snapshots.require_current())).to_dicts()
    if arguments.file:
        rows = [row for row in rows if row["file"] == arguments.file]
    if arguments.json:
        print_json({"quarantine": rows})
    elif rows:
        for message in dict.fromkeys(row["message"] for row in rows):
            print(message)
    else:
        say("Nothing is in quarantine.")
