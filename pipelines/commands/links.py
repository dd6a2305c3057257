"""Which keys are taken for one person: list the links of any snapshot, forbid or confirm one, take that back."""

from __future__ import annotations

import argparse
import getpass
from typing import Any

HELP = "list, forbid and confirm links between people's keys"


def configure(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(dest="step", metavar="STEP")
    listed = steps.add_parser("list", help="the links of a snapshot (the default)")
    review = steps.add_parser("review", help="the links that wait for review")
    for step in (listed, review):
        step.add_argument(
            "--snapshot", metavar="ID", help="as `impact snapshots` lists it; else the current one"
        )
    listed.add_argument("--state", choices=("linked", "confirmed", "forbidden", "shared", "review"))
    forbid = steps.add_parser("forbid", help="two keys are not one person")
    confirm = steps.add_parser("confirm", help="two keys of a cluster under review are one person")
    for step in (forbid, confirm):
        step.add_argument("link", metavar="LINK")
    undo = steps.add_parser("undo", help="take a decision back")
    undo.add_argument("decision", metavar="DECISION", type=int)
    for step in (forbid, confirm, undo):
        step.add_argument("--reason", required=True, metavar="TEXT", help="why; without names or contacts")
        step.add_argument("--author", default=None, metavar="NAME", help="who decides; else the user's name")
    history = steps.add_parser("history", help="every decision, also those taken back")
    apply = steps.add_parser(
        "apply", help="publish anew under the decisions in force; else the next ingest does"
    )
    for step in (listed, review, forbid, confirm, undo, history, apply):
        step.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS)
        step.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> None:
    from pipelines.settings import home_folder

    home = home_folder(arguments.home)
    step = arguments.step or "list"
    if step in ("list", "review"):
        state = "review" if step == "review" else getattr(arguments, "state", None)
        show(listing(home, getattr(arguments, "snapshot", None), state), arguments.json)
    elif step == "history":
        show({"decisions": history(home)}, arguments.json)
    elif step == "apply":
        from pipelines.run import rebuild

        report = rebuild(home).as_json()
        show({"applied": [{"status": report["status"], "snapshot": report["snapshot"]}]}, arguments.json)
    else:
        show({"decisions": decided(home, arguments)}, arguments.json)


def listing(home: Any, wanted: str | None, state: str | None) -> dict[str, Any]:
    """Snapshot and links as the contract has them, keys shortened."""
    import polars as pl

    from pipelines.links import links, shortened
    from pipelines.snapshot import Snapshots

    snapshots = Snapshots(home)
    snapshot = snapshots.open(wanted or snapshots.require_current())
    found = links(home, snapshot)
    if state:
        found = found.filter(pl.col("state") == state)
    rows = [
        {**row, "first": shortened(row["first"]), "second": shortened(row["second"])}
        for row in found.iter_rows(named=True)
    ]
    return {"snapshot": snapshot.id, "links": rows}


def history(home: Any) -> list[dict[str, Any]]:
    """Every decision, its keys shortened."""
    from pipelines.decisions import decisions, link_id
    from pipelines.links import shortened

    return [
        {
            **vars(made),
            "link": link_id(*made.pair),
            "first": shortened(made.first),
            "second": shortened(made.second),
        }
        for made in decisions(home)
    ]


def decided(home: Any, arguments: argparse.Namespace) -> list[dict[str, Any]]:
    """Make or undo a decision; gives it as the history shows it."""
    from pipelines.decisions import decide, undo
    from pipelines.links import find_link
    from pipelines.problems import Problem, RefusalError
    from pipelines.snapshot import Snapshots

    author = arguments.author or getpass.getuser()
    if arguments.step == "undo":
        undo(home, arguments.decision, author, arguments.reason)
        return [made for made in history(home) if made["decision"] == arguments.decision]
    snapshots = Snapshots(home)
    pair, state = find_link(home, snapshots.open(snapshots.require_current()), arguments.link)
    if state == "shared" and arguments.step == "confirm":
        raise RefusalError(Problem("link_shared", values={"link": arguments.link}))
    decide(home, arguments.step, pair, author, arguments.reason)
    return history(home)[-1:]


def show(found: dict[str, Any], as_json: bool) -> None:
    from pipelines.output import print_json, records_table, say

    if as_json:
        print_json(found)
        return
    rows = next(value for value in found.values() if isinstance(value, list))
    if rows:
        records_table(rows)
    else:
        say("None.")
    if "decisions" in found:
        say("Decisions hold from the next publish on: `impact links apply` makes one now.")
