"""The metrics there are: title, definition, unit, allowed breakdowns."""

from __future__ import annotations

import argparse

HELP = "list the metrics"


def configure(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def run(arguments: argparse.Namespace) -> None:
    from pipelines.metrics import catalogue
    from pipelines.output import print_json, print_table

    metrics = catalogue()
    if arguments.json:
        print_json({"metrics": [metric.model_dump(mode="json") for metric in metrics.values()]})
    else:
        print_table(
            ("metric", "title", "unit", "by"),
            ((m.code, m.title, m.unit, " ".join(m.by)) for m in metrics.values()),
        )
