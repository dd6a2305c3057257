"""Declaring a table: the rules that follow from its columns come first, then those of the table alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from expectations import rules as make
from expectations.schema import Column, Rule, Table


def declare(name: str, one_row: str, columns: tuple[Column, ...], rules: tuple[Rule, ...] = ()) -> Table:
    """A table whose rules carry its name; raises ValueError where two rules share one."""
    every = (*_from_columns(columns), make.row_count_at_least(f"minimum_rows_{name}"), *rules)
    named = tuple(_of_table(rule, name) for rule in every)
    names = [rule.name for rule in named]
    if len(set(names)) < len(names):
        twice = sorted({each for each in names if names.count(each) > 1})
        raise ValueError(f"rules declared twice: {', '.join(twice)}")
    return Table(name=name, one_row=one_row, columns=columns, rules=named)


def _from_columns(columns: tuple[Column, ...]) -> Iterator[Rule]:
    for column in columns:
        if column.required:
            yield make.required(column.name)
        if column.values:
            yield make.in_set(column.name, column.values)
        if column.reference:
            yield make.in_reference(column.name, column.reference)
        if column.type == "text" and column.name.endswith("_key"):
            yield make.is_key(column.name)
    # A code of a reference list is open text too: an unknown one is only a warning.
    if names := [column.name for column in columns if is_open(column)]:
        yield make.not_personal(*names)
        yield make.not_too_long(*names)


def is_open(column: Column) -> bool:
    """Whether a source may write any text there."""
    return column.type == "text" and not column.values and not column.name.endswith("_key")


def _of_table(rule: Rule, table: str) -> Rule:
    failing = rule.failing.replace("{table}", table)
    kwargs = dict(rule.expectation["kwargs"])
    if "predicate" in kwargs:
        kwargs["predicate"] = failing
    return replace(
        rule,
        name=f"{table}.{rule.name}",
        failing=failing,
        expectation={"type": rule.expectation["type"], "kwargs": kwargs},
    )
