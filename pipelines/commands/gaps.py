"""Counters and sources that fell silent or jumped, and days on which more attended than came: to be explained
by a person, never smoothed away.
"""

from __future__ import annotations

import argparse
from typing import Any

from pipelines.asking import add_reader, opened

HELP = "counters that jumped or fell silent"
COLUMNS = ("kind", "source", "part", "first", "last", "before", "after", "expected", "known")


def configure(parser: argparse.ArgumentParser) -> None:
    add_reader(parser)


def run(arguments: argparse.Namespace) -> None:
    from pipelines.output import print_json, print_table, records_table, say
    from pipelines.statistics.flags_shown import above_visits, shown_flags

    snapshot = opened(arguments)
    rows: list[dict[str, Any]] = [
        {
            "kind": one.flag.kind,
            "metric": one.metric,
            "source": one.flag.source,
            "part": dict(one.flag.part),
            "first": one.flag.first,
            "last": one.flag.last,
            "before": one.flag.before,
            "after": one.flag.after,
            "expected": one.flag.expected,
            "known": list(one.flag.known),
            "suppressed": one.suppressed,
        }
        for one in shown_flags(snapshot, arguments.role)
    ]
    above = above_visits(snapshot, arguments.role).to_dicts()
    if arguments.json:
        print_json({"snapshot": snapshot.id, "flags": rows, "on_site_above_visits": above})
        return
    if not rows and not above:
        say("No counter jumped or fell silent.")
    if rows:
        texts = [
            row | {"part": " ".join(row["part"].values()), "known": ", ".join(row["known"])} for row in rows
        ]
        print_table(COLUMNS, ([row[name] for name in COLUMNS] for row in texts), "To be explained")
    records_table(above, "More attended on site than came through the door")
