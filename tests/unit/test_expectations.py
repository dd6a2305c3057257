"""Declarations: every rule is named, worded, and shown on the page of rules."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from expectations.catalogue import all_rules, all_tables
from expectations.declare import declare
from expectations.document import PAGE, rules_page
from expectations.meanings import MEANINGS
from expectations.rules import between, required
from expectations.schema import Column, Rule


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.name)
def test_a_rule_has_a_name_of_its_table_a_sentence_and_existing_columns(rule: Rule) -> None:
    table, _, name = rule.name.partition(".")
    assert re.fullmatch("[a-z][a-z0-9_]*", name)
    assert set(rule.columns) <= {"object_id", *all_tables()[table].column_names}
    assert rule.columns or rule.scope == "table"
    assert rule.meaning
    assert not re.search("[{}$]", rule.meaning)


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.name)
def test_a_sentence_can_be_made_from_the_code_alone_in_any_language(rule: Rule) -> None:
    assert MEANINGS.get(rule.code, rule.meaning).format(**rule.values) == rule.meaning


def test_every_rule_stands_in_one_table_only_once() -> None:
    assert len(all_rules()) == sum(len(table.rules) for table in all_tables().values())


def test_a_configuration_is_plain_data_that_any_tool_can_read() -> None:
    for rule in all_rules().values():
        assert json.loads(json.dumps(rule.expectation)) == rule.expectation, rule.name


def test_two_rules_of_one_name_are_refused() -> None:
    columns = (Column("day", "date", "a day", required=True),)
    with pytest.raises(ValueError, match=r"rules declared twice: example\.day_missing"):
        declare("example", "an example", columns, (required("day"),))


def test_a_column_declares_its_own_rules() -> None:
    columns = (
        Column("state", "text", "a state", required=True, values=("on", "off")),
        Column("district", "text", "a district", reference="district"),
        Column("email_key", "text", "a key"),
        Column("remark", "text", "open"),
        Column("count", "integer", "a count"),
    )
    table = declare("example", "an example", columns, (between("count", 0, 9),))
    assert [rule.name.removeprefix("example.") for rule in table.rules] == [
        "state_missing",
        "state_not_in_list",
        "district_not_in_reference",
        "email_key_not_a_key",
        "looks_personal",
        "too_long",
        "emptied",
        "count_out_of_range",
    ]
    personal = next(rule for rule in table.rules if rule.code == "looks_personal")
    assert personal.columns == ("district", "remark")


def test_the_page_of_rules_is_current() -> None:
    assert PAGE.read_text("utf-8") == rules_page(), "run: python -m expectations.document"


def test_declarations_load_without_great_expectations() -> None:
    program = "import sys, expectations.catalogue as made; made.all_rules(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "expectations.catalogue" in done.stdout.split()
    assert "great_expectations" not in done.stdout.split()
