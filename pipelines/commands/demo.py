"""Build the demo warehouse from the site's sample and serve the dashboard."""

from __future__ import annotations

import argparse

HELP = "build the demo and serve it"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-serve", action="store_true", help="build only")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--role", choices=("partner", "library", "analyst"))


def run(arguments: argparse.Namespace) -> int:
    from pipelines.commands import ingest, serve
    from pipelines.output import print_json, progress_bar
    from pipelines.run import ingest as take_in
    from pipelines.settings import home_folder, site_folder

    home = home_folder(arguments.home)
    with progress_bar(quiet=arguments.json) as progress:
        report = take_in(home, [site_folder() / "sample"], progress=progress)
    if arguments.json:
        print_json(report.as_json())
    else:
        ingest.show(report, home)
    if report.status == "refused":
        return 1
    if arguments.no_serve:
        return 0
    arguments.workers = 1
    return serve.run(arguments)
