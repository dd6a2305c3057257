"""The snapshots there are, newest first, and which one is read."""

from __future__ import annotations

import argparse

HELP = "list the snapshots"


def configure(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def run(arguments: argparse.Namespace) -> None:
    from pipelines.output import print_json, records_table, say
    from pipelines.settings import home_folder
    from pipelines.snapshot import Snapshots

    entries = Snapshots(home_folder(arguments.home)).list()
    if arguments.json:
        print_json({"snapshots": entries})
    elif entries:
        records_table(entries)
    else:
        say("There is no snapshot yet: run `impact ingest FILE`, or `impact demo`.")
