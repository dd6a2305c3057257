"""Write a report that can be forwarded: PDF, HTML, PPTX or XLSX, in one language, for one audience."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "write a report to forward"


def configure(parser: argparse.ArgumentParser) -> None:
    from dashboard.reports.written_as import formats

    parser.add_argument("--period", required=True, metavar="PERIOD", help="2026-Q3, 2026-07, 2026 or FY2026")
    parser.add_argument("--language", default="en", choices=("en", "ru", "kk"))
    parser.add_argument("--format", default="pdf", choices=formats())
    parser.add_argument("--audience", default="consulate", choices=("consulate", "library", "public"))
    parser.add_argument("--paper", default="a4", choices=("a4", "letter"))
    parser.add_argument("--brief", action="store_true", help="one page")
    parser.add_argument("--output", required=True, metavar="PATH", type=Path)


def run(arguments: argparse.Namespace) -> None:
    import logging

    # What the pages say to Streamlit is said to nobody here.
    logging.getLogger("streamlit").setLevel(logging.CRITICAL)
    from dashboard.reports.content import Options
    from dashboard.reports.written_as import published_report, written_as
    from pipelines.output import print_json, say
    from pipelines.problems import Problem, RefusalError
    from pipelines.settings import home_folder

    home = home_folder(arguments.home)
    report = published_report(home, arguments.period, arguments.language, arguments.audience)
    made = written_as(report, arguments.format, Options(arguments.paper, arguments.brief))
    try:
        arguments.output.parent.mkdir(parents=True, exist_ok=True)
        arguments.output.write_bytes(made)
    except OSError as error:
        raise RefusalError(Problem("report_not_written", values={"file": arguments.output.name})) from error
    if arguments.json:
        told = {"snapshot": report.snapshot, "period": report.period_code, "language": report.language}
        told |= {"audience": report.audience, "format": arguments.format, "output": str(arguments.output)}
        print_json({**told, "bytes": len(made)})
    else:
        say(f"{arguments.output}: {len(made):,} bytes from snapshot {report.snapshot}.")
