"""Notes of staff about a day or some days: add one, list them."""

from __future__ import annotations

import argparse

from pipelines.asking import day
from pipelines.written.asking import add_author, add_home, add_texts

HELP = "what staff noted about days and periods"


def configure(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(dest="step", metavar="STEP")
    add = steps.add_parser("add", help="keep a new note; without names or contacts")
    add_texts(add, "--text", required=True)
    add.add_argument("--metric", metavar="METRIC", help="only beside this metric")
    add.add_argument("--programme", metavar="CODE")
    add_author(add)
    listed = steps.add_parser("list", help="the notes that hold (the default)")
    for step, required in ((add, True), (listed, False)):
        step.add_argument("--from", dest="start", type=day, metavar="DATE", required=required)
        step.add_argument("--to", dest="end", type=day, metavar="DATE", help="last day, inclusive")
    add_home(add, listed)


def run(arguments: argparse.Namespace) -> None:
    from pipelines.output import print_json, records_table, say
    from pipelines.settings import home_folder
    from pipelines.written import add_note, notes

    home = home_folder(arguments.home)
    if arguments.step == "add":
        given = (arguments.author, arguments.start, arguments.end, dict(arguments.text))
        found = [add_note(home, *given, arguments.metric, arguments.programme)]
    else:
        found = [*notes(home, getattr(arguments, "start", None), getattr(arguments, "end", None))]
    rows = [vars(note) | {"texts": dict(note.texts)} for note in found]
    if arguments.json:
        print_json({"notes": rows})
    elif rows:
        records_table(rows)
    else:
        say("There is no note about these days.")
