"""Take in what arrives in a folder, whole files only; the files stay where they are."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "take in what arrives in a folder"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--once", action="store_true", help="look twice, take in what is whole, and end")
    parser.add_argument(
        "--interval", type=_seconds, default=10.0, metavar="SECONDS", help="between two looks (10)"
    )


def run(arguments: argparse.Namespace) -> int:
    from pipelines.output import print_json, say
    from pipelines.pull.watch import watch
    from pipelines.settings import home_folder

    refused = 0
    for event in watch(home_folder(arguments.home), arguments.folder, arguments.interval, arguments.once):
        refused += event.status == "refused"
        if arguments.json:
            print_json(event.as_json())
        else:
            for file in event.files:
                print(f"{file}: {event.status}", flush=True)
            for problem in event.problems:
                say(f"refused: {problem.message}")
    return 1 if refused and arguments.once else 0


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds <= 86_400:
        raise argparse.ArgumentTypeError("choose 0 to 86400 seconds")
    return seconds
