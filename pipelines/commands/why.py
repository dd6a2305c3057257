"""Why a share, mean or rate moved: what came of a changed mix of groups, and what of changes within them.

Mix and rate effects add up exactly to the change (midpoint decomposition).
"""

from __future__ import annotations

import argparse
from typing import Any

from pipelines.asking import add_days, add_reader, add_where, chosen_days, opened

HELP = "what the change of a share, mean or rate is made of"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("metric", metavar="METRIC", help="a share, mean or rate; `impact metrics` lists them")
    parser.add_argument("--by", required=True, metavar="DIMENSION")
    parser.add_argument("--against", choices=("previous", "year_before"), default="previous")
    add_days(parser)
    add_where(parser)
    add_reader(parser)


def run(arguments: argparse.Namespace) -> None:
    from pipelines.metrics import Question
    from pipelines.output import print_json, print_table, say
    from pipelines.problems import Problem, RefusalError
    from pipelines.statistics.reasons import REASONS
    from pipelines.statistics.why import why

    start, end = chosen_days(arguments)
    where = tuple(arguments.where)
    question = Question(arguments.metric, (arguments.by,), start, end, None, where, arguments.role)
    snapshot = opened(arguments)
    found = why(snapshot, question, arguments.against)
    parts, both = found.decomposition, found.periods
    if both is None:
        raise RefusalError(Problem(str(parts.reason), values={"metric": arguments.metric}))
    days = both.now.question
    document: dict[str, Any] = {
        "metric": both.now.metric.code,
        "title": both.now.metric.title,
        "unit": both.now.metric.unit,
        "by": arguments.by,
        "snapshot": snapshot.id,
        "from": days.start,
        "to": days.end,
        "against": {"from": both.start, "to": both.end},
        "reason": parts.reason,
        "before": parts.before,
        "after": parts.after,
        "change": parts.change,
        "mix": parts.mix,
        "rate": parts.rate,
        "effects": [
            {"group": one.group, "mix": one.mix, "rate": one.rate, "total": one.total}
            for one in parts.effects
        ],
    }
    if arguments.json:
        print_json(document)
    elif parts.reason is not None:
        say(REASONS[parts.reason])
    else:
        rows = [[one["group"], one["mix"], one["rate"], one["total"]] for one in document["effects"]]
        rows.append(["all", parts.mix, parts.rate, parts.change])
        title = f"{document['title']}: {parts.before:.4g} to {parts.after:.4g} ({both.start} – {both.end}"
        print_table((arguments.by, "mix", "rate", "total"), rows, f"{title} to {days.start} – {days.end})")
