"""Run pulls, the inbox, reminders and reports when `schedule.toml` says so; `--once` for cron and systemd."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.settings import Home

HELP = "run what schedule.toml says, and deliver reports"


def configure(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--once", action="store_true", help="run what is due now, and end")
    what.add_argument("--log", action="store_true", help="what was delivered, without addresses")
    what.add_argument("--arrived", type=int, metavar="DELIVERY", help="an uncertain delivery did arrive")
    what.add_argument("--again", type=int, metavar="DELIVERY", help="an uncertain delivery may go out again")


def run(arguments: argparse.Namespace) -> int:
    from pipelines.delivery import ledger
    from pipelines.output import print_json, records_table, say
    from pipelines.settings import home_folder

    home = home_folder(arguments.home)
    for number, arrived in ((arguments.arrived, True), (arguments.again, False)):
        if number is not None:
            ledger.settle(home, number, arrived)
    if arguments.once:
        return tick(home, arguments.json)
    if arguments.log or arguments.arrived is not None or arguments.again is not None:
        lines = ledger.deliveries(home)
        if arguments.json:
            print_json({"deliveries": lines})
        elif lines:
            records_table(lines)
        else:
            say("Nothing was delivered yet.")
        return 0
    forever(home, arguments.json)
    return 0


def tick(home: Home, as_json: bool) -> int:
    """Run what is due; 1 where something failed."""
    from pipelines.delivery.run import run_due
    from pipelines.output import print_json, records_table

    lines = [vars(ran) | {"codes": list(ran.codes)} for ran in run_due(home)]
    if as_json:
        print_json({"ran": lines})
    else:
        records_table(lines)
    return int(any(line["status"] == "failed" for line in lines))


def forever(home: Home, as_json: bool) -> None:
    """Look every minute what is due, until interrupted; the schedule may be edited meanwhile."""
    from apscheduler.schedulers.blocking import BlockingScheduler

    from pipelines.delivery.declaration import load_schedule
    from pipelines.output import say
    from pipelines.problems import RefusalError
    from pipelines.settings import load_site

    def look() -> None:
        try:
            tick(home, as_json)
        except RefusalError as refusal:
            say(f"impact: {refusal}")

    say(f"{len(load_schedule(home).entry)} entries. Ctrl-C ends.")
    look()
    clock = BlockingScheduler(timezone=load_site().zone)
    clock.add_job(look, "cron", minute="*", coalesce=True, max_instances=1, misfire_grace_time=None)
    clock.start()
