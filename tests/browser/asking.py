"""The same questions put to the command line, as somebody at a terminal would."""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

from pipelines.cli import main
from pipelines.settings import Home


def asked(home: Home, metric: str, *words: str, role: str = "partner") -> list[dict[str, Any]]:
    """The rows of `impact query METRIC ... --role ROLE --format json`."""
    return list(printed_document(home, metric, *words, role=role)["rows"])


def explained(home: Home, metric: str, *words: str, role: str = "partner") -> dict[str, Any]:
    """What `--explain` adds: definition, SQL, files, verdicts, coverage."""
    return dict(printed_document(home, metric, "--explain", *words, role=role)["explain"])


def printed_document(home: Home, metric: str, *words: str, role: str) -> dict[str, Any]:
    printed = StringIO()
    with redirect_stdout(printed):
        code = main(["query", metric, *words, "--role", role, "--format", "json", "--home", str(home.path)])
    assert code == 0, printed.getvalue()
    return dict(json.loads(printed.getvalue()))


def asked_one(home: Home, metric: str, *words: str, role: str = "partner") -> dict[str, Any]:
    (row,) = asked(home, metric, *words, role=role)
    return row
