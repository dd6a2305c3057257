"""Arguments that commands about figures share: days, filters, role and snapshot; and the snapshot they name."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.snapshot import Snapshot

ROLES = ("partner", "library", "analyst")


def day(text: str) -> date:
    """A local day written 2026-07-01."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write 2026-07-01") from None


def days_of_period(text: str) -> tuple[date, date]:
    """First and last day of 2026-07, 2026-Q3, 2026 or FY2026."""
    from pipelines.metrics.periods import FiscalYear, bounds
    from pipelines.settings import load_site

    try:
        return bounds(text, FiscalYear.of(load_site().first_day_of_fiscal_year))
    except ValueError:
        message = f"{text!r} is not a period; write 2026-07, 2026-Q3, 2026 or FY2026"
        raise argparse.ArgumentTypeError(message) from None


def condition(text: str) -> tuple[str, str]:
    """DIMENSION=VALUE in two."""
    dimension, sign, value = text.partition("=")
    if not sign or not dimension or not value:
        raise argparse.ArgumentTypeError(f"{text!r} is not DIMENSION=VALUE")
    return dimension, value


def add_days(parser: argparse.ArgumentParser) -> None:
    """`--from` and `--to`, or `--period`."""
    parser.add_argument("--from", dest="start", type=day, metavar="DATE", help="first day, local, inclusive")
    parser.add_argument("--to", dest="end", type=day, metavar="DATE", help="last day, local, inclusive")
    parser.add_argument(
        "--period", type=days_of_period, metavar="PERIOD", help="2026-07, 2026-Q3, 2026 or FY2026 instead"
    )


def chosen_days(arguments: argparse.Namespace) -> tuple[date | None, date | None]:
    """The first and last day asked for."""
    return arguments.period or (arguments.start, arguments.end)


def add_where(parser: argparse.ArgumentParser) -> None:
    """`--where`."""
    parser.add_argument(
        "--where", nargs="+", action="extend", default=[], type=condition, metavar="DIMENSION=VALUE"
    )


def add_reader(parser: argparse.ArgumentParser) -> None:
    """`--role` and `--snapshot`."""
    parser.add_argument("--role", choices=ROLES, default="analyst", help="what this role would see")
    parser.add_argument("--snapshot", metavar="ID")


def opened(arguments: argparse.Namespace) -> Snapshot:
    """The snapshot named, else the current one."""
    from pipelines.settings import home_folder
    from pipelines.snapshot import Snapshots

    snapshots = Snapshots(home_folder(arguments.home))
    return snapshots.open(arguments.snapshot or snapshots.require_current())
