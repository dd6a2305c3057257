"""Visits or bookings of the coming weeks with intervals, and the back-test against repeating the last week.

A forecast that the back-test does not find better than that is not given.
"""

from __future__ import annotations

import argparse
from typing import Any

from pipelines.asking import add_reader, opened

HELP = "the coming weeks of a count, with the back-test beside them"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("metric", metavar="METRIC", help="a total of events, such as visits or bookings")
    parser.add_argument("--weeks", type=int, choices=range(1, 13), default=8, metavar="8..12")
    add_reader(parser)


def run(arguments: argparse.Namespace) -> None:
    from pipelines.metrics import catalogue
    from pipelines.metrics.question import Question, check
    from pipelines.output import print_json, print_table, say
    from pipelines.problems import Problem, RefusalError
    from pipelines.statistics.daily import has_days
    from pipelines.statistics.published import read_forecast
    from pipelines.statistics.reasons import REASONS

    snapshot = opened(arguments)
    metric = check(snapshot, Question(arguments.metric, role=arguments.role))
    if not has_days(metric):
        allowed = ", ".join(code for code, one in catalogue().items() if has_days(one))
        raise RefusalError(Problem("not_forecast", values={"metric": metric.code, "allowed": allowed}))
    found = read_forecast(snapshot, metric.code, arguments.weeks)
    test = found.backtest
    tested = None if test is None else {
        "origins": test.origins,
        "error": test.error,
        "naive_error": test.naive_error,
        "coverage": test.coverage,
        "beats_naive": test.beats,
        "by_week": test.by_week.to_dicts(),
    }  # fmt: skip
    weeks = [] if found.weeks is None else found.weeks.to_dicts()
    if arguments.json:
        document: dict[str, Any] = {"metric": metric.code, "title": metric.title, "unit": metric.unit}
        document |= {"snapshot": snapshot.id, "reason": found.reason, "level": found.level}
        print_json(document | {"weeks": weeks, "backtest": tested})
        return
    if found.reason is not None:
        say(REASONS[found.reason])
    if weeks:
        columns = list(weeks[0])
        print_table(columns, ([week[name] for name in columns] for week in weeks), metric.title)
    if test is not None:
        print_table(("week ahead", "error", "error of repeating"), test.by_week.rows(), "Back-test")
        held = f"{test.coverage:.0%} of the weeks fell into their interval"
        say(f"{test.origins} origins; mean error {test.error:.1f} against {test.naive_error:.1f}; {held}.")
