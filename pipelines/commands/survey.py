"""Surveys: a mapping proposed for an export, a summary of answers, the change between two waves."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

HELP = "describe an export, summarise answers, compare waves"


def configure(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(dest="step", metavar="STEP", required=True)
    describe = steps.add_parser("describe", help="propose a mapping for an export")
    describe.add_argument("file", type=Path, metavar="FILE")
    describe.add_argument("--definition", type=Path, metavar="FILE.lss", help="LimeSurvey's definition")
    describe.add_argument("--format", choices=("toml", "json"), default="toml")
    summary = steps.add_parser("summary", help="each question: asked, answered, options, mean, NPS")
    summary.add_argument("survey", metavar="SURVEY")
    summary.add_argument("--by", metavar="QUESTION", help="a question's code, or wave")
    change = steps.add_parser("change", help="pairs people over two waves")
    change.add_argument("survey", metavar="SURVEY")
    change.add_argument("--before", required=True, metavar="WAVE")
    change.add_argument("--after", required=True, metavar="WAVE")
    change.add_argument("--key", metavar="COLUMN", help="code or person; by default code, else person")
    for step in (summary, change):
        step.add_argument("--role", choices=("partner", "library", "analyst"), default="analyst")
        step.add_argument("--snapshot", metavar="ID")
        step.add_argument("--format", choices=("table", "json"), default="table")
    for step in (describe, summary, change):
        # Without a default of its own, so that what stands before the step is not overwritten.
        step.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS)
        step.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> None:
    from pipelines.output import print_json
    from pipelines.settings import home_folder
    from pipelines.snapshot import Snapshots

    as_json = arguments.json or arguments.format == "json"
    if arguments.step == "describe":
        from pipelines.describe import describe

        proposal = describe(arguments.file, arguments.definition)
        if as_json:
            print_json(proposal.as_json())
        else:
            print(proposal.toml, end="")
        return
    snapshots = Snapshots(home_folder(arguments.home))
    snapshot = snapshots.open(arguments.snapshot or snapshots.require_current())
    if arguments.step == "summary":
        from pipelines.surveys import summary

        found = summary(snapshot, arguments.survey, arguments.by, arguments.role)
        print_json(found) if as_json else show_summary(found)
    else:
        from pipelines.surveys import change

        found = change(
            snapshot, arguments.survey, arguments.before, arguments.after, arguments.key, arguments.role
        )
        print_json(found) if as_json else show_change(found)


def show_summary(found: dict[str, Any]) -> None:
    """Each question with its answers, as a person reads them."""
    from pipelines.output import print_table

    for line in found["questions"]:
        group = f" [{line['group']['label']}]" if "group" in line else ""
        figures = [f"{name} {line[name]:.2f}" for name in ("mean", "nps") if line[name] is not None]
        counts = f"asked {_shown(line['asked'])}, answered {_shown(line['answered'])}"
        print(f"{line['question']}{group}: {line['text']} ({'; '.join([line['kind'], counts, *figures])})")
        if line["options"]:
            rows = [(o["label"], o["count"], o["share_of_respondents"]) for o in line["options"]]
            print_table(("answer", "count", "share of respondents"), rows)
        print()


def show_change(found: dict[str, Any]) -> None:
    """How many could be paired, then a line a question."""
    from pipelines.output import print_table

    counts = ("total", "matched", "only_before", "only_after", "refused")
    print(", ".join(f"{name.replace('_', ' ')} {_shown(found[name])}" for name in counts))
    columns = [
        "question",
        "n",
        "before",
        "after",
        "difference",
        "lower",
        "upper",
        "p",
        "wilcoxon_p",
        "d_z",
        "d_av",
    ]
    print_table(columns, ([line[name] for name in columns] for line in found["questions"]))


def _shown(count: int | None) -> str:
    return "suppressed" if count is None else f"{count}"
