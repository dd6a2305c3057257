"""Land, stage, validate, build and publish files; without PATH, everything in the home's inbox."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "take exports in and publish a new snapshot"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders")
    parser.add_argument("--source", metavar="NAME", help="only mappings of this source are considered")
    parser.add_argument("--mapping", metavar="FILE", help="name of a shipped mapping, or a TOML file")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
    parser.add_argument(
        "--keep-going", action="store_true", help="publish the good files though one is refused"
    )


def run(arguments: argparse.Namespace) -> int:
    from pipelines.output import print_json, progress_bar, say
    from pipelines.run import ingest
    from pipelines.settings import home_folder

    with progress_bar(quiet=arguments.json) as progress:
        report = ingest(
            home_folder(arguments.home),
            arguments.paths,
            source=arguments.source,
            mapping=arguments.mapping,
            dry_run=arguments.dry_run,
            keep_going=arguments.keep_going,
            progress=progress,
        )
    for note in report.notes:
        say(note)
    if arguments.json:
        print_json(report.as_json())
    else:
        show(report.as_json())
    return 1 if report.as_json()["status"] == "refused" else 0


def show(report: dict) -> None:
    """The report as a person reads it: what came of each file, then what to look at."""
    from pipelines.output import records_table, say

    records_table([{**line, "sha256": line["sha256"][:12]} for line in report["sources"]])
    failed = [verdict for verdict in report["expectations"] if verdict["failed"]]
    records_table(failed, "Rules that rows failed")
    for refusal in report["refused"]:
        say(f"refused: {refusal['message']}")
    endings = {
        "published": f"Published snapshot {report['snapshot']}.",
        "unchanged": "Nothing new: these rows are in the warehouse already.",
        "refused": "Refused: nothing was published, the former snapshot stays.",
        "dry-run": "Dry run: nothing was written.",
    }
    print(endings[report["status"]])
