"""Live sources: how each stands; `test NAME` tries its credentials and says what it would read."""

from __future__ import annotations

import argparse
from typing import Any

HELP = "list live sources, or try one"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(step=None)
    steps = parser.add_subparsers(dest="step", metavar="STEP")
    test = steps.add_parser("test", help="try a source's credentials and say what it would read")
    test.add_argument("name", metavar="NAME")
    # Without a default of its own, so that what stands before the step is not overwritten.
    test.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS)
    test.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> None:
    from pipelines.output import print_json
    from pipelines.settings import home_folder

    home = home_folder(arguments.home)
    if arguments.step == "test":
        from pipelines.pull.probe import probe

        found = probe(home, arguments.name)
        print_json(found) if arguments.json else show_probe(found)
        return
    from pipelines.pull.overview import overview

    listed = overview(home)
    print_json(listed) if arguments.json else show(listed["sources"])


def show(lines: list[dict[str, Any]]) -> None:
    """A line a source; what went wrong, and fields that changed, below."""
    from pipelines.output import records_table, say

    shown = ("source", "kind", "enabled", "last_success", "lag_hours", "cursor", "records")
    records_table([{name: line[name] for name in shown} for line in lines])
    for line in lines:
        if line["last_error"]:
            say(f"failed {line['last_error']['at']}: {line['last_error']['message']}")
        if line["vanished_fields"]:
            say(f"warning: {line['source']} no longer sends: {', '.join(line['vanished_fields'])}")
        if line["new_fields"]:
            say(f"note: {line['source']} sends fields that are new: {', '.join(line['new_fields'])}")


def show_probe(found: dict[str, Any]) -> None:
    """What the source would give: counts, then each field and whether it is read."""
    from pipelines.output import records_table

    counts = f"{found['records']} records at first" + (f" of {found['total']}" if found["total"] else "")
    days = f"{found['since'] or 'the beginning'} to {found['until']}"
    print(f"{found['source']} answers: {counts}; {days} in {found['requests']} request(s).")
    records_table(found["fields"])
