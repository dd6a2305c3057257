"""Differences of a metric between groups, or of each group since an earlier period, with intervals and p-values
adjusted over all that are compared (Benjamini and Hochberg).
"""

from __future__ import annotations

import argparse
from dataclasses import asdict

from pipelines.asking import add_days, add_reader, add_where, chosen_days, opened

HELP = "differences between groups or periods, with intervals"
COLUMNS = (
    "group",
    "other",
    "value",
    "other_value",
    "difference",
    "lower",
    "upper",
    "p",
    "adjusted",
    "significant",
)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("metric", metavar="METRIC", help="as `impact metrics` lists it")
    parser.add_argument("--by", metavar="DIMENSION", help="one breakdown; needed to compare groups")
    parser.add_argument(
        "--against", metavar="previous|year_before|GROUP", help="by default every group against every other"
    )
    add_days(parser)
    add_where(parser)
    add_reader(parser)


def run(arguments: argparse.Namespace) -> None:
    from pipelines.metrics import Question, answer, catalogue
    from pipelines.output import print_json, print_table
    from pipelines.problems import Problem, RefusalError
    from pipelines.statistics.comparisons import compare_groups, compare_periods
    from pipelines.statistics.over_time import AGAINST, two_periods
    from pipelines.statistics.reasons import REASONS

    start, end = chosen_days(arguments)
    by = (arguments.by,) if arguments.by else ()
    question = Question(arguments.metric, by, start, end, None, tuple(arguments.where), arguments.role)
    snapshot, against = opened(arguments), arguments.against
    if against in AGAINST:
        found = compare_periods(two_periods(snapshot, question, against))
    elif not by:
        raise RefusalError(Problem("comparison_needs_groups"))
    else:
        answered = answer(snapshot, question)
        groups = [row[arguments.by] for row in answered.rows.to_dicts()]
        if against is not None and against not in groups:
            values = {"dimension": arguments.by, "value": against, "allowed": ", ".join(groups) or "none"}
            raise RefusalError(Problem("dimension_value_unknown", values=values))
        found = compare_groups(answered, against)
    metric, rows = catalogue()[arguments.metric], [asdict(one) for one in found]
    if arguments.json:
        document = {"metric": metric.code, "title": metric.title, "unit": metric.unit, "by": list(by)}
        print_json(document | {"against": against, "snapshot": snapshot.id, "rows": rows})
        return
    shown = [[*(row[name] for name in COLUMNS), REASONS.get(row["reason"] or "", "")] for row in rows]
    print_table((*COLUMNS, "why not"), shown, metric.title)
