"""Read an earlier snapshot again; the next ingest starts from it."""

from __future__ import annotations

import argparse

HELP = "go back to an earlier snapshot"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("snapshot", metavar="ID", help="as `impact snapshots` lists it")


def run(arguments: argparse.Namespace) -> None:
    from pipelines.output import print_json
    from pipelines.settings import home_folder
    from pipelines.snapshot import rollback

    rollback(home_folder(arguments.home), arguments.snapshot)
    if arguments.json:
        print_json({"current": arguments.snapshot})
    else:
        print(f"Snapshot {arguments.snapshot} is read from now on; an ingest builds on it.")
