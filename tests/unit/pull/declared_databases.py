"""Databases as a source declares them, and what became of asking one."""

from __future__ import annotations

import csv
import io
from typing import Any

from tests.unit.pull.world import World

SOURCE = """
[rows]
enabled = true
kind = "{kind}"
mapping = "sign_in_sheet"
{place}
{rest}
"""


POSTGRESQL = 'connection = "IMPACT_TEST_DATABASE"'


def outcome(world: World) -> Any:
    (line,) = world.pull("rows").sources
    for path in world.home.path.rglob("*"):
        assert not path.is_file() or path.suffix == ".toml" or b"Zz7Secret" not in path.read_bytes()
    if line.problem is not None:
        assert "Zz7Secret" not in line.problem.message and "person" not in line.problem.message
        return line.problem
    return list(csv.DictReader(io.StringIO(world.landed[-1].decode()))) if world.landed else []
