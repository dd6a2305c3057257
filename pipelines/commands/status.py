"""What is published, how fresh each source is, and whether every row is accounted for."""

from __future__ import annotations

import argparse

HELP = "say how things stand"


def configure(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def run(arguments: argparse.Namespace) -> None:
    from pipelines.output import print_json, records_table, say
    from pipelines.settings import home_folder
    from pipelines.status import status

    found = status(home_folder(arguments.home))
    if arguments.json:
        print_json(found)
        return
    if found["snapshot"] is None:
        say("There is no snapshot yet: run `impact ingest FILE`, or `impact demo`.")
        return
    print(f"Snapshot {found['snapshot']}, published {found['created_at']}.")
    records_table(found["sources"])
