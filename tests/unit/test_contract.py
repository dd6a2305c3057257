"""The contract in docs/contract/ is what the declarations and the command line really give."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from expectations.contract import all_tables, table_schema

CONTRACT = Path(__file__).resolve().parents[2] / "docs" / "contract"


@pytest.mark.parametrize("table", all_tables().values(), ids=lambda table: table.name)
def test_the_schema_of_a_table_is_the_one_its_declaration_gives(table) -> None:
    path = CONTRACT / "tables" / f"{table.name}.json"
    wanted = json.dumps(table_schema(table), indent=2, ensure_ascii=False) + "\n"
    assert path.read_text("utf-8") == wanted, f"write docs/contract/tables/{table.name}.json again"


@pytest.mark.parametrize("path", sorted(CONTRACT.glob("*.json")), ids=lambda path: path.stem)
def test_the_schema_of_a_command_is_valid(path: Path) -> None:
    Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))
