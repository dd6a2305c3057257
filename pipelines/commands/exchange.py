"""Give published figures and programmes out in other people's formats: a data package, IATI results, a calendar."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.asking import days_of_period

HELP = "write a data package, IATI results or a calendar"


def configure(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(dest="step", metavar="WHAT", required=True)
    package = steps.add_parser("package", help="every published figure as a Frictionless data package")
    package.add_argument("--output", required=True, metavar="DIR|ZIP", type=Path)
    package.add_argument(
        "--period", type=days_of_period, metavar="PERIOD", help="2026-07, 2026-Q3, 2026 or FY2026"
    )
    iati = steps.add_parser("iati", help="targets and what came of them, in the shape of IATI results")
    iati.add_argument("--output", required=True, metavar="XML", type=Path)
    iati.add_argument("--period", metavar="PERIOD", help="only the targets of this period")
    programmes = steps.add_parser("calendar", help="a month's programmes, held and planned")
    programmes.add_argument("--output", required=True, metavar="ICS", type=Path)
    programmes.add_argument("--month", required=True, type=month, metavar="MONTH", help="such as 2026-10")
    programmes.add_argument("--language", default="en", metavar="CODE", help="names in this language")
    for step in (package, iati):
        step.add_argument("--role", choices=("partner", "library"), default="partner", help="who receives it")
    for step in (package, iati, programmes):
        step.add_argument("--snapshot", metavar="ID")
        step.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS)
        step.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def month(text: str) -> date:
    """The first day of a month written 2026-10."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a month; write 2026-10") from None


def run(arguments: argparse.Namespace) -> None:
    from pipelines.exchange import Choice, calendar_file, package_files, results_document
    from pipelines.exchange.archive import archive
    from pipelines.output import print_json
    from pipelines.settings import home_folder
    from pipelines.snapshot import Snapshots

    snapshots = Snapshots(home_folder(arguments.home))
    snapshot = snapshots.open(arguments.snapshot or snapshots.require_current())
    target: Path = arguments.output
    if arguments.step == "package":
        free(target)
        start, end = arguments.period or (None, None)
        files = package_files(
            snapshot, Choice(arguments.role, start, end, snapshot.id != snapshots.current())
        )
        if target.suffix == ".zip":
            files = {target.name: archive(files)}
            target = target.parent
    elif arguments.step == "iati":
        files = {target.name: results_document(snapshot, arguments.role, arguments.period)}
        target = target.parent
    else:
        files = {target.name: calendar_file(snapshot, arguments.month, arguments.language)}
        target = target.parent
    written = write(target, files)
    report: dict[str, Any] = {"written": str(arguments.output), "files": len(files), "bytes": written}
    if arguments.json:
        print_json({"snapshot": snapshot.id, **report})
    else:
        print(
            f"Written: {arguments.output} ({len(files)} files, {written} bytes) from snapshot {snapshot.id}."
        )


def free(target: Path) -> None:
    """Refuses a folder with files in it: what is left of a former package would look like part of this one."""
    from pipelines.problems import Problem, RefusalError

    if target.suffix != ".zip" and target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise RefusalError(Problem("exchange_folder_taken", values={"folder": str(target)}))


def write(folder: Path, files: dict[str, bytes]) -> int:
    """The number of bytes written."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return sum(map(len, files.values()))
