"""Land, stage, validate, build and publish files; without PATH, everything in the home's inbox."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.report import Report
    from pipelines.settings import Home

MOST_LINES = 20
HELP = "take exports in and publish a new snapshot"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders")
    parser.add_argument("--source", metavar="NAME", help="only mappings of this source are considered")
    parser.add_argument("--mapping", metavar="FILE", help="name of a shipped mapping, or a TOML file")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
    parser.add_argument(
        "--remember",
        action="store_true",
        help="keep the TOML file of --mapping for files with the same headers",
    )
    parser.add_argument(
        "--details", action="store_true", help="JSON: columns matched, first rows as staged, reasons by row"
    )
    parser.add_argument(
        "--progress", action="store_true", help="lines `progress: STAGE DONE TOTAL` on stderr"
    )
    parser.add_argument(
        "--keep-going", action="store_true", help="publish the good files though one is refused"
    )


def run(arguments: argparse.Namespace) -> int:
    from pipelines.output import print_json, progress_bar, progress_lines
    from pipelines.run import ingest
    from pipelines.settings import home_folder

    home = home_folder(arguments.home)
    shown = progress_lines() if arguments.progress else progress_bar(quiet=arguments.json)
    with shown as progress:
        report = ingest(
            home,
            arguments.paths,
            source=arguments.source,
            mapping=arguments.mapping,
            dry_run=arguments.dry_run,
            keep_going=arguments.keep_going,
            progress=progress,
            detailed=arguments.details,
            remember=arguments.remember,
        )
    if arguments.json:
        print_json(report.as_json())
        say_remarks(report, home)
    else:
        show(report, home)
    return 1 if report.status == "refused" else 0


def show(result: Report, home: Home) -> None:
    """The report as a person reads it: what came of each file, then what to look at."""
    from pipelines.output import records_table, say

    report = result.as_json()
    records_table([{**line, "sha256": line["sha256"][:12]} for line in report["sources"]])
    failed = [verdict for verdict in report["expectations"] if verdict["failed"]]
    records_table(failed, "Rules that rows failed")
    for refusal in report["refused"]:
        say(f"refused: {refusal['message']}")
    say_remarks(result, home)
    endings = {
        "published": f"Published snapshot {report['snapshot']}.",
        "unchanged": "Nothing new: these rows are in the warehouse already.",
        "refused": "Refused: nothing was published, the former snapshot stays.",
        "dry-run": "Dry run: nothing was written.",
    }
    print(endings[report["status"]])


def say_remarks(report: Report, home: Home) -> None:
    """On stderr: each record set aside, and what was kept but not read as it stands; the first of many."""
    from pipelines.output import say

    for line in report.notes[:MOST_LINES]:
        say(f"note: {line}")
    if len(report.notes) > MOST_LINES:
        say(f"note: and {len(report.notes) - MOST_LINES} more of this kind.")
    aside = _set_aside(report, home) if report.status == "published" else []
    for line in aside[:MOST_LINES]:
        say(f"set aside: {line}")
    if len(aside) > MOST_LINES:
        say(f"set aside: {len(aside) - MOST_LINES} more. List all with: impact quarantine")


def _set_aside(report: Report, home: Home) -> list[str]:
    from pipelines.quality import quarantine
    from pipelines.snapshot import Snapshots

    files = {line.file for line in report.sources if line.quarantined}
    if not files or report.snapshot is None:
        return []
    rows = quarantine(Snapshots(home).open(report.snapshot)).iter_rows(named=True)
    return list(dict.fromkeys(row["message"] for row in rows if row["file"] in files))
