"""Success stories for reports: add one from a file, list them, approve one."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipelines.asking import day
from pipelines.written.asking import add_author, add_home

HELP = "success stories for reports"
PARTS = ("situation", "task", "action", "result")


def configure(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(dest="step", metavar="STEP")
    add = steps.add_parser(
        "add", help="keep a new story, which waits for approval; without names or contacts"
    )
    for part in PARTS:
        add.add_argument(f"--{part}", required=True, metavar="TEXT")
    add.add_argument("--language", required=True, metavar="CODE")
    add.add_argument("--picture", type=Path, metavar="FILE", help="JPEG or PNG")
    add.add_argument("--alt", default="", metavar="TEXT", help="what is seen in the picture")
    add.add_argument("--consent", action="store_true", help="whoever is in the picture agreed to its use")
    listed = steps.add_parser("list", help="the stories that hold (the default)")
    listed.add_argument("--approved", action="store_true", help="only those that reports show")
    approve = steps.add_parser("approve", help="let a story into reports")
    approve.add_argument("item", metavar="STORY")
    for step, required in ((add, True), (listed, False)):
        step.add_argument("--from", dest="start", type=day, metavar="DATE", required=required)
        step.add_argument("--to", dest="end", type=day, metavar="DATE", help="last day, inclusive")
    for step in (add, approve):
        add_author(step)
    add_home(add, listed, approve)


def run(arguments: argparse.Namespace) -> None:
    from pipelines.output import print_json, records_table, say
    from pipelines.settings import home_folder
    from pipelines.written import Draft, add_story, approve_story, keep_picture, stories

    home = home_folder(arguments.home)
    if arguments.step == "add":
        picture = arguments.picture and keep_picture(home, arguments.picture.read_bytes())
        draft = Draft(
            arguments.start,
            arguments.end or arguments.start,
            arguments.language,
            arguments.situation,
            arguments.task,
            arguments.action,
            arguments.result,
            picture,
            arguments.alt,
            arguments.consent,
        )
        found = [add_story(home, arguments.author, draft)]
    elif arguments.step == "approve":
        found = [approve_story(home, arguments.item, arguments.author)]
    else:
        start, end = (getattr(arguments, name, None) for name in ("start", "end"))
        found = [*stories(home, start, end, getattr(arguments, "approved", False))]
    rows = [vars(story) for story in found]
    if arguments.json:
        print_json({"stories": rows})
    elif rows:
        records_table(rows)
    else:
        say("There is no story about these days.")
