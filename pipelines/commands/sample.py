"""Write a seeded, plausible history in the export formats, with known effects planted."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from pipelines.asking import day

HELP = "write made-up exports"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="start", type=day, metavar="DATE", help="default: the opening")
    parser.add_argument("--to", dest="end", type=day, default=date(2026, 10, 31), metavar="DATE")
    parser.add_argument("--seed", type=int, default=20260118)
    parser.add_argument("--output", type=Path, metavar="DIR", help="default: the site's sample folder")


def run(arguments: argparse.Namespace) -> None:
    from pipelines.output import print_json
    from pipelines.sample import write_sample
    from pipelines.settings import load_site, site_folder

    folder = arguments.output or site_folder() / "sample"
    start = arguments.start or load_site().opened_on
    files = write_sample(folder, start, arguments.end, arguments.seed)
    if arguments.json:
        print_json({"folder": str(folder), "files": [path.name for path in files]})
    else:
        print(f"Wrote {len(files)} files to {folder}.")
